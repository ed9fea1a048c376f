"""Cinder's API for gunicorn: it would read gunicorn's arguments as its own."""
import os
import sys

configuration = os.environ['CINDER_CONFIG_FILE']
sys.argv = ['cinder-api', '--config-file', configuration, '--config-dir', os.path.dirname(configuration)]

from cinder.wsgi import wsgi  # noqa: E402

application = wsgi.initialize_application()
