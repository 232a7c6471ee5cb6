"""PLAIN: user name and password as they are (RFC 4616), and so under TLS only."""

from __future__ import annotations

from piment.core.mechanisms.base import Mechanism, encoded
from piment.errors import AuthError


class Plain(Mechanism):
    """Tells the server all at once."""

    name = "PLAIN"
    is_done = True

    def begin(self) -> bytes:
        """Return both, behind an empty name on whose behalf we would come."""
        parts = ("", self.username, self.credentials.password)
        if any("\0" in part for part in parts):
            raise AuthError("a user name or password with a zero byte cannot be sent by PLAIN")
        return encoded("\0".join(parts))

    def answer(self, challenge: bytes) -> None:
        """Return nothing: all is said."""
