"""Keystone for gunicorn: it would read gunicorn's arguments as its own."""
import sys

sys.argv = sys.argv[:1]

from keystone.server import wsgi  # noqa: E402

application = wsgi.initialize_public_application()
