"""The monitors of a display channel: a property that introspection cannot read."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from gi.repository import SpiceClientGLib as Spice

gobject = ctypes.CDLL("libgobject-2.0.so.0")
glib = ctypes.CDLL("libglib-2.0.so.0")
glib.g_array_unref.argtypes = [ctypes.c_void_p]


@dataclass(frozen=True)
class Monitor:
    """Which part of which surface a monitor shows."""

    id: int
    surface_id: int
    x: int
    y: int
    width: int
    height: int


class MonitorConfig(ctypes.Structure):
    """SpiceDisplayMonitorConfig."""

    _fields_ = [(name, ctypes.c_uint) for name in ("id", "surface_id", "x", "y", "width", "height")]


class Array(ctypes.Structure):
    """GArray."""

    _fields_ = [("data", ctypes.POINTER(MonitorConfig)), ("length", ctypes.c_uint)]


def monitors(channel: Spice.DisplayChannel) -> list[Monitor]:
    """Return what is shown where."""
    found = ctypes.POINTER(Array)()
    address = ctypes.c_void_p(hash(channel))  # where the object itself lies
    gobject.g_object_get(address, b"monitors", ctypes.byref(found), None)
    if not found:
        return []
    array = found.contents
    each = (array.data[index] for index in range(array.length))
    shown = [Monitor(m.id, m.surface_id, m.x, m.y, m.width, m.height) for m in each]
    glib.g_array_unref(found)
    return shown
