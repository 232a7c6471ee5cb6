"""Which part of the surfaces each monitor shows (wire.md 7.1, 17)."""

from __future__ import annotations

from piment.limits import MOST_MONITORS
from piment.protocol.display import Head, MonitorsConfig


def heads(config: MonitorsConfig) -> list[Head] | None:
    """Return the monitors of a configuration; None for one without, which says nothing."""
    if not config.heads:
        return None
    most = min(max(config.max_allowed, 1), MOST_MONITORS)
    return config.heads[:most]


def whole(width: int, height: int) -> list[Head]:
    """Return the one monitor of a display whose server tells of none."""
    return [Head(monitor_id=0, surface_id=0, width=width, height=height, x=0, y=0, flags=0)]
