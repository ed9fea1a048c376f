"""Becomes a program that gets listening sockets as systemd hands them over.

Arguments: each socket as NAME=PORT of 127.0.0.1, NAME=/PATH or NAME=- for a descriptor that is no socket, then "--" and the
program with its arguments.
"""
import os
import socket
import sys

end = sys.argv.index('--')
names, descriptors = [], []
for argument in sys.argv[1:end]:
    name, where = argument.split('=', 1)
    names.append(name)
    if where == '-':
        descriptors.append(os.open('/dev/null', os.O_RDONLY))
        continue
    listener = socket.socket(socket.AF_UNIX if where.startswith('/') else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(where if where.startswith('/') else ('127.0.0.1', int(where)))
    listener.listen(64)
    descriptors.append(os.dup(listener.fileno()))
# Out of the way of those that come to stand from 3 on.
descriptors = [os.dup2(descriptor, 100 + index) for index, descriptor in enumerate(descriptors)]
for index, descriptor in enumerate(descriptors):
    os.dup2(descriptor, 3 + index, inheritable=True)
os.closerange(3 + len(descriptors), 200)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(names)), LISTEN_FDNAMES=':'.join(names))
os.execv(sys.argv[end + 1], sys.argv[end + 1:])
