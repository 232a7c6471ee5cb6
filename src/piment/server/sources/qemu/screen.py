"""One screen of a machine: its picture and its pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from piment.server.scene.updates import Update
from piment.server.sources.qemu.cursor import Cursor
from piment.server.sources.qemu.frame import Frame


class Screen:
    """What a screen shows; it outlives the machine, which may come back."""

    def __init__(self, number: int, wake: Callable[[], None]) -> None:
        """Have the screen `number`; whoever changes it calls `wake`."""
        self.number = number
        self.frame = Frame(number)
        self.cursor = Cursor(number)
        self.wake = wake

    def take(self) -> Iterator[Update]:
        """Yield what changed since the last time."""
        yield from self.frame.take()
        if any(self.frame.size):
            yield from self.cursor.take()

    def blank(self) -> None:
        """Show nothing, not even a pointer."""
        self.frame.blank()
        self.cursor.begin("")
        self.wake()
