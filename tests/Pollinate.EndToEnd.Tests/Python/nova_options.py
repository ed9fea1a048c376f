"""Prints every option of nova.conf that Nova registers, one a line, as section/name."""
from nova.conf import opts

for group, options in opts.list_opts():
    for option in options:
        print(f'{getattr(group, "name", group)}/{option.dest}')
