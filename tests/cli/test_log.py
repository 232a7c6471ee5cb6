"""Lines on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from piment.cli.log import LogLevel, set_up


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger("piment")
    before = root.handlers[:], root.level, root.propagate
    yield
    root.handlers[:], root.level, root.propagate = before


def test_a_line_names_time_level_and_who(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(LogLevel.INFO)
    logging.getLogger("piment.server").info("viewer=%s channel=%s linked", "::1", "main")
    line = capsys.readouterr().err
    assert line.endswith("info    piment.server viewer=::1 channel=main linked\n")
    assert line[:2] == "20"


def test_what_is_below_the_level_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(LogLevel.WARNING)
    logging.getLogger("piment.server").info("not told")
    assert capsys.readouterr().err == ""


def test_what_a_peer_says_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(LogLevel.INFO)
    logging.getLogger("piment.server").info("reason=%s", "x\r\n2026 forged line\x1b[2J")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "\x1b" not in told


def test_a_defect_keeps_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(LogLevel.ERROR)
    try:
        raise RuntimeError("broken")  # noqa: TRY301 - it is what is logged
    except RuntimeError:
        logging.getLogger("piment").exception("a defect")
    assert "RuntimeError: broken" in capsys.readouterr().err
