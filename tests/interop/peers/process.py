"""Programs that are started for a test and are gone after it."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# A server that is asked to end has this long before it is killed.
GRACE_S = 5.0
# How long a program may take to say that it is there: Xorg on a busy machine with two cores.
START_S = 30.0
# The end of a log that an error shows.
TAIL_CHARS = 2000
# What marks the environment of all that a process started, whatever group it moved to.
MARK = "PIMENT_PEER"


class PeerError(Exception):
    """A peer did not do what it should; the message has the end of its log."""


class Process:
    """A running program, the leader of a process group of its own; output goes to `log`."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        env: Mapping[str, str] | None = None,
        channel: socket.socket | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        """Start `command`; `channel` becomes its standard input and output."""
        self.log = log
        self.mark = uuid.uuid4().hex
        with log.open("ab") as output:
            self._log_start = output.tell()  # others of this name may have written before
            self.process = subprocess.Popen(
                command,
                stdin=channel.fileno() if channel else subprocess.DEVNULL,
                stdout=channel.fileno() if channel else output,
                stderr=output,
                env=os.environ | (env or {}) | {MARK: self.mark},
                pass_fds=pass_fds,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id, which is the process group's too."""
        return self.process.pid

    @property
    def is_running(self) -> bool:
        """Whether the program has not ended by itself."""
        return self.process.poll() is None

    def log_tail(self) -> str:
        """Return the end of what the program wrote."""
        written = self.log.read_bytes()[self._log_start :]
        return written.decode(errors="replace")[-TAIL_CHARS:]

    def error(self, what: str) -> PeerError:
        """Return an error that shows the end of the log."""
        return PeerError(f"{self.process.args!r} {what}; its log ends with:\n{self.log_tail()}")

    def wait(self, timeout: float = START_S) -> int:
        """Wait for the program to end by itself and return its status.

        Raises:
            PeerError: it runs on.

        """
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise self.error(f"runs after {timeout} s") from None

    def stop(self, grace_s: float = GRACE_S) -> None:
        """End the program and all that it started: by SIGTERM, and then by SIGKILL."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + grace_s
            while (left := self.signal_all(number)) and time.monotonic() < deadline:
                wait_for_end(left[0], deadline - time.monotonic())
            if not left:
                self.wait(GRACE_S)  # reaps it, if it ended after it was looked at
                return
        raise self.error(f"cannot be ended: processes {left}")

    def processes(self) -> list[int]:
        """Return the ids of the program and of all that it started, as far as they run."""
        self.process.poll()  # reaps it, if it has ended
        return [pid for pid in running() if marked(pid, self.mark)]

    def signal_all(self, number: int) -> list[int]:
        """Send a signal to the program and to all that it started; return who they are."""
        pids = self.processes()
        for pid in pids:
            with suppress(ProcessLookupError):  # it was quicker
                os.kill(pid, number)
        return pids


def running() -> list[int]:
    """Return the ids of all processes."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def marked(pid: int, mark: str) -> bool:
    """Whether a process was started by the process with this mark; zombies are not."""
    try:
        return f"{MARK}={mark}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False


def wait_for_end(pid: int, timeout: float) -> None:
    """Wait until a process that need not be a child has ended, or the time is over."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        select.select([descriptor], [], [], max(0.0, timeout))
    finally:
        os.close(descriptor)


class ReadyPipe:
    """A pipe through which a program says that it is ready, as X servers do with -displayfd."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def read_line(self, process: Process, timeout: float = START_S) -> str:
        """Return the line that `process`, which has got `writing`, wrote; closes the pipe.

        Raises:
            PeerError: it ended, or was silent for `timeout` seconds.

        """
        os.close(self.writing)
        try:
            return read_line(self.reading, process, timeout)
        finally:
            os.close(self.reading)


def read_line(descriptor: int, process: Process, timeout: float = START_S) -> str:
    """Return the next line that `process` wrote; ends the process if there is none.

    Raises:
        PeerError: it ended, or was silent for `timeout` seconds.

    """
    deadline = time.monotonic() + timeout
    line = b""
    while not line.endswith(b"\n"):
        left = max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([descriptor], [], [], left)
        byte = os.read(descriptor, 1) if ready else b""
        if not byte:
            process.stop()
            raise process.error("ended" if ready else f"was silent for {timeout} s")
        line += byte
    return line.decode().strip()
