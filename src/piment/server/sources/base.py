"""What the server asks of a source."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from piment.errors import PimentError
from piment.server.scene.actions import Action
from piment.server.scene.updates import Update
from piment.server.sources.port import Port


class SourceError(PimentError):
    """A desktop cannot be served; the message says what to do about it."""


class Source(Protocol):
    """A desktop that can be shown and driven.

    A source is opened once, read by one reader, and closed once; closing ends `updates`.
    """

    @property
    def name(self) -> str:
        """What viewers put into their title bar."""
        ...

    @property
    def ports(self) -> Sequence[Port]:
        """The streams of bytes into the desktop that there are now."""
        ...

    @property
    def allows_power(self) -> bool:
        """Whether viewers may press the machine's buttons (`PowerAction`)."""
        ...

    async def open(self) -> None:
        """Attach to the desktop or start it.

        Raises:
            SourceError: the desktop is not there or cannot be used.

        """
        ...

    def updates(self) -> AsyncIterator[Update]:
        """Yield what changes, of each screen `Resized` first; ends when the desktop is gone.

        Raises:
            SourceError: the desktop broke.

        """
        ...

    def act(self, action: Action) -> None:
        """Do what a viewer did; returns at once. Ignored while the source is not open."""
        ...

    async def close(self) -> None:
        """Let go of the desktop, and stop what `open` started."""
        ...
