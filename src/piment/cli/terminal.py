"""The terminal that a command was started in, handed over to something else."""

from __future__ import annotations

import asyncio
import os
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

_READ_BYTES = 4096


@contextmanager
def raw(descriptor: int) -> Iterator[None]:
    """Let every key of a terminal come through as it is; what is no terminal stays as it is."""
    if not os.isatty(descriptor):
        yield
        return
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


class Typed:
    """What comes in through a descriptor: a terminal, a pipe, or a file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    async def read(self) -> bytes:
        """Return the next bytes, or none at the end.

        The descriptor stays as it is: what makes reads of a terminal not wait would do the same to
        writes of all who share it.
        """
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        try:
            loop.add_reader(self._descriptor, ready.set)
        except PermissionError:  # a file, which never makes anybody wait
            return os.read(self._descriptor, _READ_BYTES)
        try:
            await ready.wait()
        finally:
            loop.remove_reader(self._descriptor)
        return os.read(self._descriptor, _READ_BYTES)
