"""What goes wrong on D-Bus."""

from __future__ import annotations

from piment.errors import PimentError
from piment.server.sources.qemu.bus.error import FAILED, BusError, RefusedError


def test_a_refusal_says_what_and_by_which_name() -> None:
    error = RefusedError(FAILED, "no such console")
    assert (error.name, error.text) == (FAILED, "no such console")
    assert str(error) == "no such console (org.freedesktop.DBus.Error.Failed)"
    assert isinstance(error, BusError)
    assert isinstance(error, PimentError)
