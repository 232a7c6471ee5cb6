"""Piment: a complete SPICE remote-desktop system; `piment.connect` is where programs begin."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from piment._core import __version__

if TYPE_CHECKING:
    from piment.client.options import Reconnect
    from piment.client.target import Target, TargetError
    from piment.errors import AuthError, ConnectError, DeniedError, InputError, PimentError
    from piment.frontends.headless import (
        Action,
        Desktop,
        Frame,
        Image,
        Monitor,
        WaitTimeout,
        connect,
    )
    from piment.geometry import Point, Rect, Size

_HOMES = {
    "piment.client.options": ("Reconnect",),
    "piment.client.target": ("Target", "TargetError"),
    "piment.errors": ("AuthError", "ConnectError", "DeniedError", "InputError", "PimentError"),
    "piment.frontends.headless": (
        *("Action", "Desktop", "Frame", "Image", "Monitor", "WaitTimeout", "connect"),
    ),
    "piment.geometry": ("Point", "Rect", "Size"),
}
"""Where each name lives: it is imported when it is first used, so that `import piment` is cheap."""

__all__ = [
    "Action",
    "AuthError",
    "ConnectError",
    "DeniedError",
    "Desktop",
    "Frame",
    "Image",
    "InputError",
    "Monitor",
    "PimentError",
    "Point",
    "Reconnect",
    "Rect",
    "Size",
    "Target",
    "TargetError",
    "WaitTimeout",
    "__version__",
    "connect",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'piment' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
