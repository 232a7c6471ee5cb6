"""What a guest's kernel tells of its keyboards and mice: /usr/include/linux/input.h."""

from __future__ import annotations

import struct

EV_KEY, EV_REL, EV_ABS = 1, 2, 3
REL_X, REL_WHEEL = 0, 8
ABS_X, ABS_Y = 0, 1
BTN_LEFT, BTN_RIGHT, BTN_MIDDLE, BTN_SIDE, BTN_EXTRA = range(0x110, 0x115)

# Two numbers of time, then type, code and value.
EVENT = struct.Struct("<qqHHi")


def evdev_events(dump: str) -> list[tuple[int, int, int]]:
    """Return type, code and value of the events in a hexadecimal dump of an event device."""
    data = bytes.fromhex("".join(dump.split()))
    whole = data[: len(data) // EVENT.size * EVENT.size]
    return [(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(whole)]
