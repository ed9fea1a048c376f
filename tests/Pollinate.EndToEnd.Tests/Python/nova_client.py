"""Asks for vendordata with Nova's own client and prints what it would hand to the guest.

Arguments: a nova.conf and an instance as JSON. Nova's log goes to standard error. Exit code 3: Nova would fail the boot.
"""
import json
import logging
import sys

import nova.conf
from nova import objects
from nova.api.metadata import vendordata_dynamic

logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
nova.conf.CONF(['--config-file', sys.argv[1], '--config-dir', sys.argv[2]], project='nova')
objects.register_all()
instance = objects.Instance(**json.loads(sys.argv[3]))
try:
    answer = vendordata_dynamic.DynamicVendorData(instance).get()
except Exception as error:
    print(f'{type(error).__name__}: {error}', file=sys.stderr)
    sys.exit(3)
print(json.dumps(answer))
