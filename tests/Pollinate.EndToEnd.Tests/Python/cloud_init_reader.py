"""Prints, as JSON, what cloud-init in the guest makes of vendor_data2.json.

Argument: the file's text. PYTHONPATH leads to cloud-init.
"""
import json
import sys

from cloudinit import sources
from cloudinit import util

raw = sources.convert_vendordata(json.loads(sys.argv[1]))
print(json.dumps({'raw': raw, 'config': util.load_yaml(raw) if raw else None}))
