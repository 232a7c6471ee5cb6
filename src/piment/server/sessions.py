"""The sessions of a server, by id."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from piment.server.session import Session


class Sessions:
    """Everybody who looks at the desktop."""

    def __init__(self) -> None:
        self._sessions: dict[int, Session] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def find(self, session_id: int) -> Session | None:
        """Return the session with this id."""
        return self._sessions.get(session_id)

    def new_id(self) -> int:
        """Return an id that nobody has and nobody can guess; never 0."""
        while (number := secrets.randbits(32)) == 0 or number in self._sessions:
            pass
        return number

    def add(self, session: Session) -> None:
        """Note a session that begins."""
        self._sessions[session.viewer.session_id] = session

    def discard(self, session: Session) -> None:
        """Forget a session that has ended."""
        self._sessions.pop(session.viewer.session_id, None)
