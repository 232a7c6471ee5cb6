"""From the command line to a command."""

from __future__ import annotations

import subprocess
import sys

import pytest

from piment.cli.start import INTERRUPTED, run_quickly
from tests.cli.machine import Machine

NOWHERE = "spice://127.0.0.1:1"


def piment(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "piment", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def loaded_by(script: str) -> set[str]:
    """Return which modules a program has loaded in the end."""
    told = subprocess.check_output(
        [sys.executable, "-c", f"{script}\nimport sys; print(*sys.modules)"], text=True
    )
    return set(told.split())


def test_a_command_ends_with_its_exit_code(vm: Machine) -> None:
    assert piment("info", vm.uri).returncode == 0
    failed = piment("info", NOWHERE)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("piment: connect: ")
    wrong = piment("click", NOWHERE, "nowhere")
    assert wrong.returncode == 2
    assert "'nowhere' is no place" in wrong.stderr


def test_what_is_not_plain_is_explained() -> None:
    for arguments in (["info"], ["wait", NOWHERE], ["nonsense"], ["info", NOWHERE, "--nonsense"]):
        result = piment(*arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert "Usage: " in result.stderr
    helped = piment("info", "--help")
    assert helped.returncode == 0
    assert "Tell about a machine" in helped.stdout


@pytest.mark.parametrize("words", [[], ["--version"], ["nonsense"], ["serve", "demo"], ["info"]])
def test_only_plain_lines_run_quickly(words: list[str]) -> None:
    assert not run_quickly(words)


def test_ctrl_c_before_there_is_anything_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys, piment.cli.start as start\n"
        "def interrupted(words): raise KeyboardInterrupt\n"
        "start.run_quickly = interrupted\n"
        "start.main()"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (INTERRUPTED, "")


def test_a_reader_who_has_enough_is_no_failure_to_shout_about(vm: Machine) -> None:
    line = f"{sys.executable} -m piment info {vm.uri} --json | head -c 1"
    result = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("{", "")


def test_a_defect_is_not_hidden() -> None:
    script = (
        "import piment.cli.start as start\nstart.run_quickly = lambda words: 1 / 0\nstart.main()"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stderr


def test_nothing_is_loaded_before_a_command_is_chosen() -> None:
    assert not loaded_by("import piment.cli") & {"numpy", "asyncio", "typer", "rich"}


def test_a_picture_takes_no_more_than_it_needs() -> None:
    """Each of these would make `piment screenshot` slower for nothing."""
    loaded = loaded_by("import piment.cli.screenshot")
    unneeded = {"typer", "pydantic", "rich", "PIL", "av", "websockets", "xcffib"}
    parts = {"piment.server.server", "cryptography.hazmat.primitives.serialization"}
    assert not loaded & (unneeded | parts)
