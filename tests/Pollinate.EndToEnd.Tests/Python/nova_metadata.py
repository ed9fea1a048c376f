"""Reads vendordata as a guest does, by Nova's own nova.api.metadata.base.InstanceMetadata, and prints it as JSON.

Arguments: a nova.conf, a folder for --config-dir, an instance as JSON, and the paths that the guest reads of the metadata API.
Instead of a path, "config-drive" makes Nova build the vendordata of a config drive. What comes is one object: for each path what
the guest gets, or the text of the exception that Nova answers 500 for.
"""
import json
import logging
import sys

import nova.conf
from nova import objects
from nova.api.metadata import base
from nova.api.metadata import vendordata_dynamic
from nova.api.metadata import vendordata_json


class Metadata(base.InstanceMetadata):
    """Of an instance that is in no database: all that is not vendordata is left out."""

    def __init__(self, instance):
        self.instance = instance
        self.userdata_raw = None
        self.content = {}
        self.route_configuration = None
        self.vendordata_providers = {
            'StaticJSON': vendordata_json.JsonFileVendorData(),
            'DynamicJSON': vendordata_dynamic.DynamicVendorData(instance=instance),
        }

    def get_ec2_metadata(self, version):
        return {'meta-data': {}}

    def lookup(self, path):
        if 'vendor_data' in path:
            return super().lookup(path)
        return b'{}'


logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
nova.conf.CONF(['--config-file', sys.argv[1], '--config-dir', sys.argv[2]], project='nova')
objects.register_all()
metadata = Metadata(objects.Instance(**json.loads(sys.argv[3])))
found = {}
for path in sys.argv[4:]:
    try:
        if path == 'config-drive':
            for name, data in metadata.metadata_for_config_drive():
                if 'vendor_data' in name:
                    found['/' + name] = json.loads(data)
        else:
            found[path] = json.loads(metadata.lookup(path))
    except Exception as error:
        found[path] = f'{type(error).__name__}: {error}'
print(json.dumps(found))
