"""Programs that a source consists of, started and ended with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import IO

_log = logging.getLogger(__name__)

# How long a program may take to save its things after being asked to end.
_GRACE_S = 3.0

# How long the system may take to end a program that cannot refuse.
_KILL_S = 2.0


class Program:
    """A program with the process group it leads.

    Its end is noticed without a thread, and its process number stays taken until `stop`, so a
    signal never hits a stranger who got the number next.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        pass_fds: Sequence[int] = (),
        stderr: IO[bytes] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """Start `command`, whose output goes where ours goes unless `stderr` is given.

        `on_end` is called when the program ends without having been stopped.

        Raises:
            OSError: there is no such program, or it may not be started.

        """
        self.name = command[0]
        self._on_end = on_end
        self._ended = asyncio.Event()
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=stderr,
            pass_fds=pass_fds,
            start_new_session=True,
        )
        self._exit_file = os.pidfd_open(self._process.pid)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._exit_file, self._notice_end)

    def _notice_end(self) -> None:
        self._loop.remove_reader(self._exit_file)
        self._ended.set()
        if self._on_end is not None:
            self._on_end()

    async def wait(self) -> None:
        """Wait until the program has ended, whoever ended it."""
        await self._ended.wait()

    def describe_end(self) -> str:
        """Say how a program ended that has ended."""
        how = os.waitid(os.P_PIDFD, self._exit_file, os.WEXITED | os.WNOWAIT)
        if how is not None and how.si_code == os.CLD_EXITED:
            return f"{self.name} ended with status {how.si_status}"
        return f"{self.name} was ended by signal {how.si_status if how else '?'}"

    async def stop(self, grace_s: float | None = None) -> None:
        """End the program and its group: ask first, then make sure; also when cancelled.

        It has `grace_s` seconds, by default three, before it is killed.
        """
        self._on_end = None
        try:
            if not self._ended.is_set():
                self._signal(signal.SIGTERM)
                await asyncio.wait_for(self._ended.wait(), grace_s or _GRACE_S)
        except TimeoutError:
            _log.warning("%s does not end when asked to; it is killed", self.name)
        finally:
            self._signal(signal.SIGKILL)
            self._reap()

    def _signal(self, number: signal.Signals) -> None:
        # A group whose members may not be signalled any more has none left to end.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def _reap(self) -> None:
        self._loop.remove_reader(self._exit_file)
        try:
            self._process.wait(_KILL_S)
        except subprocess.TimeoutExpired:
            _log.warning("%s (process %d) cannot be ended", self.name, self._process.pid)
        os.close(self._exit_file)
