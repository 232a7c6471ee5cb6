"""The pointer as the guest shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from piment.geometry import Point
from piment.server.scene.updates import CursorShape


@dataclass(slots=True)
class Cursor:
    """Shape and place of the pointer; no shape means that none is shown."""

    shape: CursorShape | None = None
    position: Point = field(default=Point(0, 0))
