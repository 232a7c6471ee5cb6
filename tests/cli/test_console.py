"""`piment console`, in a terminal and in a pipe."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.invoke import ENDING_SECONDS, invoke, words
from tests.cli.machine import Machine, machine
from tests.client.host import PATIENCE_SECONDS
from tests.server.memory_port import MemoryPort

SERIAL = "org.qemu.console.serial.0"
LEAVE = b"\x1d"


@pytest.fixture
def vm() -> Iterator[Machine]:
    """A machine with a serial port."""
    with machine(ports=[SERIAL]) as started:
        yield started


def port_of(vm: Machine) -> MemoryPort:
    (port,) = vm.source.ports
    assert isinstance(port, MemoryPort)
    return port


def written(vm: Machine, data: bytes) -> bool:
    """Wait until the machine got this; return whether it did."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while port_of(vm).written != data and time.monotonic() < deadline:
        vm.do(lambda: None)
    return bytes(port_of(vm).written) == data


def read(descriptor: int, size: int) -> bytes:
    """Read so many bytes, if they come."""
    seen = b""
    while len(seen) < size and select.select([descriptor], [], [], PATIENCE_SECONDS)[0]:
        seen += os.read(descriptor, size - len(seen))
    return seen


def is_told(vm: Machine, terminal: int, text: bytes) -> bool:
    """Let the machine say something to who has its port; return whether it is to be read."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not port_of(vm).is_taken and time.monotonic() < deadline:
        vm.do(lambda: None)
    vm.do(lambda: port_of(vm).say(text))
    return read(terminal, len(text)) == text


@contextmanager
def in_a_terminal(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """Run `piment console`; yield it, and both ends of its terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "piment", "console", *arguments]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, ours, theirs
        finally:
            process.kill()
            os.close(ours)
            os.close(theirs)


def test_a_terminal_becomes_the_console_until_ctrl_bracket(vm: Machine) -> None:
    with in_a_terminal(vm.uri) as (process, ours, theirs):
        before = termios.tcgetattr(theirs)
        assert is_told(vm, ours, b"login: ")
        os.write(ours, b"root\r\x03\x1b[A")
        assert written(vm, b"root\r\x03\x1b[A")
        os.write(ours, LEAVE)
        assert process.wait(ENDING_SECONDS) == 0
        assert termios.tcgetattr(theirs) == before
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_can_be_left_while_the_port_is_closed(vm: Machine) -> None:
    vm.do(lambda: port_of(vm).set_open(False))
    with in_a_terminal(vm.uri) as (process, ours, _):
        assert process.stderr is not None
        assert process.stderr.readline().strip() == (
            f"piment: {SERIAL} is closed, or another viewer has it: waiting"
        )
        os.write(ours, b"lost" + LEAVE)
        assert process.wait(ENDING_SECONDS) == 0
    assert port_of(vm).written == b""


def test_a_pipe_is_typed_when_the_port_is_open(vm: Machine) -> None:
    command = [sys.executable, "-m", "piment", "console", vm.uri]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"reboot\n")
            process.stdin.close()
            assert written(vm, b"reboot\n")
            vm.do(lambda: port_of(vm).say(b"going down"))
            assert read(process.stdout.fileno(), 10) == b"going down"
        finally:
            process.kill()


def test_a_port_that_is_not_there_is_told_with_those_that_are(vm: Machine) -> None:
    result = invoke("console", vm.uri, "--port", "org.qemu.console.serial.7")
    assert result.exit_code == 1
    assert f"no port org.qemu.console.serial.7: there are {SERIAL}" in words(result.output)
