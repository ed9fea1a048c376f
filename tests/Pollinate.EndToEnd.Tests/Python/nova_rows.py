"""Puts servers into Nova's databases, with Nova's own objects, as if they had been booted.

Arguments: a nova.conf and, as JSON, a list of servers: id, name, project_id, user_id, host, availability_zone, and either
image_id or volume_id (the other null).
"""
import json
import os
import sys

from nova import config
from nova import context
from nova import objects
from nova.compute import power_state
from nova.network import model

config.parse_args(
    ['nova-rows', '--config-dir', os.path.dirname(sys.argv[1])], default_config_files=[sys.argv[1]])
objects.register_all()
admin = context.get_admin_context()
cell = next(cell for cell in objects.CellMappingList.get_all(admin) if not cell.is_cell0())
flavor = objects.Flavor(
    context=admin, flavorid='1', name='m1.small', memory_mb=512, vcpus=1, root_gb=10, ephemeral_gb=0, swap=0,
    rxtx_factor=1.0, vcpu_weight=0, disabled=False, is_public=True, extra_specs={}, projects=[])
flavor.create()

for server in json.loads(sys.argv[2]):
    owner = context.RequestContext(server['user_id'], server['project_id'])
    # A server's zone is that of the aggregate that its host is in.
    aggregate = objects.Aggregate(
        admin, name=server['availability_zone'], metadata={'availability_zone': server['availability_zone']})
    aggregate.create()
    aggregate.add_host(server['host'])
    objects.InstanceMapping(
        owner, instance_uuid=server['id'], cell_mapping=cell, project_id=server['project_id'], user_id=server['user_id'],
        queued_for_delete=False).create()
    with context.target_cell(owner, cell) as in_cell:
        instance = objects.Instance(
            in_cell, uuid=server['id'], display_name=server['name'], hostname=server['name'], project_id=server['project_id'],
            user_id=server['user_id'], host=server['host'], node=server['host'], image_ref=server['image_id'] or '',
            vm_state='active', power_state=power_state.RUNNING,
            root_device_name='/dev/vda', memory_mb=flavor.memory_mb, vcpus=flavor.vcpus, root_gb=flavor.root_gb,
            ephemeral_gb=flavor.ephemeral_gb, instance_type_id=flavor.id, system_metadata={}, metadata={})
        instance.flavor = flavor
        instance.old_flavor = None
        instance.new_flavor = None
        instance.info_cache = objects.InstanceInfoCache(network_info=model.NetworkInfo([]))
        instance.create()
        if server['volume_id']:
            objects.BlockDeviceMapping(
                in_cell, instance_uuid=server['id'], source_type='volume', destination_type='volume', boot_index=0,
                volume_id=server['volume_id'], volume_size=1, device_name='/dev/vda', device_type='disk', disk_bus='virtio',
                delete_on_termination=False, connection_info='{}').create()
