"""The shape of everything that follows one thing about the desktop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from piment.server.scene.updates import Update
from piment.server.sources.x11.connection import Connection


class Watch(ABC):
    """Follows one thing that the server says has changed, but must be asked how.

    However often it changes, it is asked about once, when the reader of updates is ready; so
    there is never a queue. To begin with, everything has changed.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._stale = True
        self._asked: Any = None

    def notice(self, _event: Any = None) -> None:
        """Remember that it changed."""
        self._stale = True
        self.connection.wake()

    def ask(self) -> bool:
        """Ask the server about it, if it changed; return whether there is an answer to await."""
        if not self._stale:
            return False
        self._stale = False
        self._asked = self.question()
        return True

    def answer(self) -> Sequence[Update]:
        """Say what changed, once the server has answered."""
        asked, self._asked = self._asked, None
        return () if asked is None else self.read(asked)

    @abstractmethod
    def question(self) -> Any:
        """Send requests and return what `read` needs to find their replies."""

    @abstractmethod
    def read(self, asked: Any) -> Sequence[Update]:
        """Turn the replies into updates."""
