"""Glance's API for gunicorn: it would read gunicorn's arguments as its own."""
import sys

sys.argv = ['glance-api']

from glance.common import wsgi_app  # noqa: E402

application = wsgi_app.init_app()
