"""Puts a bootable volume into Cinder's database, with Cinder's own objects, as if it had been made from an image.

Arguments: a cinder.conf and, as JSON, the volume: name, project_id, user_id, server_id, and image_metadata. Prints its id.
"""
import json
import os
import sys

from oslo_config import cfg

from cinder import context
from cinder import db
from cinder import objects
from cinder.common import config  # noqa: F401, registers the options
from cinder.objects import fields
from cinder.volume import volume_types

cfg.CONF(['--config-file', sys.argv[1], '--config-dir', os.path.dirname(sys.argv[1])], project='cinder')
objects.register_all()
row = json.loads(sys.argv[2])
owner = context.RequestContext(row['user_id'], row['project_id'], is_admin=True)
volume = objects.Volume(
    owner, display_name=row['name'], project_id=row['project_id'], user_id=row['user_id'], size=1,
    status='in-use', attach_status=fields.VolumeAttachStatus.ATTACHED, bootable=True, host='cinder@lvm#lvm',
    availability_zone='nova', volume_type_id=volume_types.get_default_volume_type(owner)['id'])
volume.create()
db.volume_glance_metadata_bulk_create(owner, volume.id, row['image_metadata'])
objects.VolumeAttachment(
    owner, volume_id=volume.id, instance_uuid=row['server_id'], mountpoint='/dev/vda', attach_mode='rw',
    attach_status=fields.VolumeAttachStatus.ATTACHED).create()
print(volume.id)
