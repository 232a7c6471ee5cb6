"""`piment watch`."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys

from tests.cli.invoke import ENDING_SECONDS, invoke
from tests.cli.machine import Machine, machine

QUICK = ("--interval", "0.1")


def test_once_it_looks_and_ends(vm: Machine) -> None:
    result = invoke("watch", vm.uri, "--once", *QUICK)
    assert result.exit_code == 0
    for piece in ("My machine", vm.uri, "latency", "display:0", "display 0: 320x200"):
        assert piece in result.output


def test_programs_get_a_line_of_json(vm: Machine) -> None:
    result = invoke("watch", vm.uri, "--once", "--json", *QUICK)
    assert result.exit_code == 0
    told = json.loads(result.output)
    assert told["state"] == "open"
    assert 0 < told["latency_ms"] < 1000
    assert set(told["rates"]) == {"main:0", "display:0", "inputs:0", "cursor:0"}
    assert told["rates"]["display:0"]["read"] > 0


def test_it_does_nothing_to_the_machine(vm: Machine) -> None:
    assert invoke("watch", vm.uri, "--once", *QUICK).exit_code == 0
    assert not vm.actions()


def test_in_a_terminal_it_goes_on_until_ctrl_c(vm: Machine) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "piment", "watch", vm.uri, *QUICK]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.STDOUT) as process:
        os.close(theirs)
        seen = b""
        while seen.count(b"display:0") < 3 or "▀".encode() not in seen:
            seen += os.read(ours, 65536)
        process.send_signal(signal.SIGINT)
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # how a terminal ends
            pass
        assert process.wait(ENDING_SECONDS) == 0
    os.close(ours)
    assert b"Traceback" not in seen


def test_it_tells_when_the_session_is_lost() -> None:
    with machine() as vm:
        command = [sys.executable, "-m", "piment", "watch", vm.uri, "--json", *QUICK]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["state"] == "open"
    with process:
        states = (json.loads(line)["state"] for line in process.stdout)
        assert any(state.startswith("lost: ") for state in states)
        process.send_signal(signal.SIGINT)
        assert process.wait(ENDING_SECONDS) == 0
