"""What happens to a machine, as its monitor tells it."""

from __future__ import annotations

import logging
from typing import Any

from piment.server.scene.actions import Power
from piment.server.scene.updates import Severity
from piment.server.sources.qemu.stage import Stage

_log = logging.getLogger(__name__)

# What viewers should know, and what they would otherwise take for a fault of ours.
_NOTICES = {
    "GUEST_PANICKED": (Severity.ERROR, "the guest's system has crashed"),
    "RESUME": (Severity.INFO, "the machine goes on"),
    "STOP": (Severity.INFO, "the machine stands still: it was paused"),
    "WATCHDOG": (Severity.WARNING, "the machine's watchdog has found it stuck"),
}

# What has become of the machine, so that who wanted that need not guess.
_POWERS = {"RESET": Power.RESET, "SHUTDOWN": Power.SHUTDOWN}

# These come often and say little.
_COMMON = frozenset({"BALLOON_CHANGE", "RTC_CHANGE", "NIC_RX_FILTER_CHANGED", "VSERPORT_CHANGE"})


def tell(stage: Stage, name: str, data: dict[str, Any]) -> None:
    """Write an event of the monitor into the log; tell viewers if it concerns them."""
    level = logging.DEBUG if name in _COMMON else logging.INFO
    details = "".join(f" {key}={value}" for key, value in data.items())
    _log.log(level, "event=%s%s", name, details)
    if name in _NOTICES:
        stage.notice(*_NOTICES[name])
    if name in _POWERS:
        stage.power_done(_POWERS[name])
