"""Nova's API for gunicorn: it would read gunicorn's arguments as its own."""
import os
import sys

sys.argv = ['nova-api', '--config-dir', os.path.dirname(os.environ['OS_NOVA_CONFIG_FILES'].split(';')[-1])]

from nova.api.openstack.compute import wsgi  # noqa: E402

application = wsgi.init_application()
