#!/usr/bin/env python3
"""slow-link.py NEAR FAR MILLISECONDS: two new TAP devices, and between them Ethernet frames that take so long each way.

The kernel's own way is a netem queue, which many kernels leave out. The devices end with it when it is
killed, and it ends when they are deleted.
"""

import fcntl
import os
import select
import struct
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000
# What a router would have room for: more is lost, as it is there.
ROOM = 10_000


def tap(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP_NO_PI))
    return device


def deliver(frames, device, now):
    while frames and frames[0][0] <= now:
        try:
            os.write(device, frames.popleft()[1])
        except OSError:
            pass  # the device is down just now: the frame is lost


near, far = tap(sys.argv[1]), tap(sys.argv[2])
delay = float(sys.argv[3]) / 1000
other = {near: far, far: near}
waiting = {near: deque(), far: deque()}
# In one piece: whoever waits for it closes its end at the first byte.
os.write(sys.stdout.fileno(), b"ready\n")

while True:
    due = min((frames[0][0] for frames in waiting.values() if frames), default=None)
    timeout = None if due is None else max(0, due - time.monotonic())
    for device in select.select([near, far], [], [], timeout)[0]:
        try:
            frame = os.read(device, 65536)
        except BlockingIOError:
            continue
        if len(waiting[other[device]]) < ROOM:
            waiting[other[device]].append((time.monotonic() + delay, frame))
    for device, frames in waiting.items():
        deliver(frames, device, time.monotonic())
