"""Running a command's coroutine."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from piment.cli.loop import INTERRUPTIONS, CommandError, Work, run
from piment.errors import InputError


def test_it_runs_to_the_end() -> None:
    done = []

    async def work() -> None:
        await asyncio.sleep(0)
        done.append(True)

    run(work)
    assert done == [True]


def test_a_failure_is_one_line_and_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    async def work() -> None:
        raise CommandError("choose [another] port")

    with pytest.raises(SystemExit) as exit_:
        run(work)
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "piment: choose [another] port\n"


def test_errors_of_ours_say_what_to_do_too(capsys: pytest.CaptureFixture[str]) -> None:
    async def work() -> None:
        raise InputError("no key is called 'x y'")

    with pytest.raises(SystemExit) as exit_:
        run(work)
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "piment: no key is called 'x y'\n"


def test_what_fails_before_it_runs_is_told_alike(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> Work:
        raise CommandError("ask [somebody] else")

    with pytest.raises(SystemExit) as exit_:
        run(command)
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "piment: ask [somebody] else\n"


@pytest.mark.parametrize("number", INTERRUPTIONS)
def test_a_signal_ends_it_in_order(number: signal.Signals) -> None:
    ended = []

    async def work() -> None:
        os.kill(os.getpid(), number)
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    run(work)
    assert ended == [True]


def test_a_terminal_may_be_closed_under_nohup() -> None:
    done = []

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.sleep(0.01)
        done.append(True)

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        run(work)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert done == [True]


def test_a_defect_is_not_hidden() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(work)
