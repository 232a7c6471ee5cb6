"""To a machine by starting it."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from piment.server.sources.base import SourceError
from piment.server.sources.program import Program
from piment.server.sources.qemu.attach.base import AbsentError, Attachment
from piment.server.sources.qemu.attach.monitored import Monitored
from piment.server.sources.qemu.attach.options import checked, ours

_log = logging.getLogger(__name__)

# A program that has closed its sockets is gone after this time, or has not ended.
_END_S = 2.0

# How long QEMU may take to write its disks when it is asked to end.
_GRACE_S = 30.0


class Started:
    """A QEMU of our own, which ends with us."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start QEMU by `command`, with options for its display and a monitor at the end.

        Raises:
            SourceError: it has options that conflict with these.

        """
        self._command = checked(command)
        self._stack = ExitStack()
        self._program: Program | None = None
        self._way: Monitored | None = None

    @property
    def label(self) -> str:
        """The program."""
        return self._command[0]

    async def attach(self) -> Attachment:
        """Start QEMU if it was not started yet, and connect to its display.

        Raises:
            SourceError: it cannot be started, or has ended.

        """
        if self._way is None:
            self._way = self._start()
        try:
            return await self._way.attach()
        except AbsentError as error:
            raise SourceError(await self._how_it_ended() or str(error)) from None

    async def close(self) -> None:
        """End QEMU: it is asked first, as by its power supply that is unplugged."""
        program, self._program = self._program, None
        try:
            if program is not None:
                await program.stop(_GRACE_S)
        finally:
            self._stack.close()

    async def _how_it_ended(self) -> str | None:
        if self._program is None:
            return None
        with suppress(TimeoutError):
            await asyncio.wait_for(self._program.wait(), _END_S)
            return f"{self._program.describe_end()}; it may have said why"
        return None

    def _start(self) -> Monitored:
        folder = tempfile.TemporaryDirectory(prefix="piment-qemu-")
        self._stack.callback(folder.cleanup)
        path = Path(folder.name, "monitor")
        with socket.socket(socket.AF_UNIX) as listening:
            # Bound before QEMU starts: who connects waits until it is ready, and need not ask.
            listening.bind(str(path))
            listening.listen()
            number = listening.fileno()
            try:
                command = [*self._command, *ours(number)]
                self._program = Program(command, os.environ, pass_fds=[number])
            except OSError as error:
                raise SourceError(f"cannot start {self.label}: {error.strerror}") from error
        _log.info("started %s, with its monitor at %s", self.label, path)
        return Monitored(path)
