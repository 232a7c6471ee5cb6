"""`piment run`."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.invoke import Running, invoke, started, words

FAKE = (sys.executable, "-m", "tests.server.sources.qemu.fake.program")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the machine that is started writes what it did."""
    monkeypatch.setenv("FAKE_QEMU_FOLDER", str(tmp_path))
    monkeypatch.chdir(Path(__file__).parents[2])
    return tmp_path


@contextmanager
def running(*command: str) -> Iterator[Running]:
    with started("run", "--listen", "127.0.0.1:0", "--", *command) as process:
        yield process


def test_a_machine_is_started_served_and_ended(folder: Path) -> None:
    with running(*FAKE, "-m", "64") as machine:
        assert machine.banner[0] == "started is served by Piment"
        assert re.fullmatch(r"spice://127\.0\.0\.1:\d+", machine.uris[0])
        assert machine.end(signal.SIGINT)[0] == 0
    assert (folder / "arguments").read_text().startswith("-m 64 -display dbus,p2p=on ")
    assert (folder / "ended").read_text() == "asked to"


def test_the_log_names_the_monitor_for_whoever_attaches_later() -> None:
    with running(*FAKE) as machine:
        _, told = machine.end(signal.SIGTERM)
    assert re.search(r"with its monitor at /.*/monitor", told)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("/no/such/qemu",), "cannot start /no/such/qemu"),
        (("qemu", "-nographic"), "qemu cannot have -nographic here; leave it out"),
        ((*FAKE, "-no-such-option"), "ended with status 1"),
    ],
)
def test_what_cannot_be_started_says_why(command: tuple[str, ...], told: str) -> None:
    result = invoke("run", "--listen", "127.0.0.1:0", "--", *command)
    assert result.exit_code == 1
    assert told in words(result.output)


def test_without_a_command_it_is_a_wrong_command_line() -> None:
    result = invoke("run")
    assert result.exit_code == 2
    assert "COMMAND" in result.output
