"""What happens to a machine."""

from __future__ import annotations

import logging

import pytest

from piment.server.scene.actions import Power
from piment.server.scene.updates import Notice, PowerDone, Severity
from piment.server.sources.qemu.happenings import tell
from piment.server.sources.qemu.stage import Stage


def test_events_are_logged_with_their_data(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "piment")
    tell(stage, "RESET", {"guest": True, "reason": "guest-reset"})
    tell(stage, "RTC_CHANGE", {"offset": 5})
    assert caplog.messages == ["event=RESET guest=True reason=guest-reset"]
    assert list(stage.take()) == [PowerDone(Power.RESET)]


def test_what_has_become_of_the_machine_is_told(stage: Stage) -> None:
    for _ in range(2):
        tell(stage, "SHUTDOWN", {"guest": True, "reason": "guest-shutdown"})
    assert list(stage.take()) == [PowerDone(Power.SHUTDOWN)]
    assert list(stage.take()) == []


def test_viewers_hear_of_what_they_would_take_for_a_fault_of_ours(stage: Stage) -> None:
    tell(stage, "GUEST_PANICKED", {})
    assert list(stage.take()) == [Notice(Severity.ERROR, "the guest's system has crashed")]
