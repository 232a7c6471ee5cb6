from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from piment.frontends.headless.audit import Action, Audit


def test_an_action_is_told_when_it_has_ended() -> None:
    audit, told = Audit(), list[Action]()
    stop = audit.listen(told.append)
    before = datetime.now(UTC)
    with audit.action("click", x=1, y=2):
        assert not told
    (action,) = told
    assert (action.name, action.arguments, action.error) == ("click", {"x": 1, "y": 2}, None)
    assert before <= action.when <= datetime.now(UTC)
    assert 0 <= action.seconds < 1
    stop()
    with audit.action("click"):
        pass
    assert len(told) == 1


def test_what_fails_is_told_with_its_reason_and_goes_on_failing() -> None:
    audit, told = Audit(), list[Action]()
    audit.listen(told.append)
    with pytest.raises(ValueError, match="no such key"), audit.action("key"):
        raise ValueError("no such key")
    with pytest.raises(KeyboardInterrupt), audit.action("key"):
        raise KeyboardInterrupt
    assert [action.error for action in told] == ["no such key", "KeyboardInterrupt"]


def test_the_logger_has_a_line_for_each(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "piment.audit")
    audit = Audit()
    with audit.action("type", text="a\nb"):
        pass
    with pytest.raises(ValueError, match="broken"), audit.action("key"):
        raise ValueError("broken")
    first, second = caplog.records
    assert first.getMessage() == "action=type text='a\\nb' ms=0"
    assert second.getMessage() == "action=key ms=0 error='broken'"
    assert (first.levelname, second.levelname) == ("INFO", "WARNING")
