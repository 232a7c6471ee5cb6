"""ANONYMOUS: nobody in particular (RFC 4505)."""

from __future__ import annotations

from piment.core.mechanisms.base import Mechanism

TRACE = b"piment"
"""What a server may write into its log instead of a name."""


class Anonymous(Mechanism):
    """Says that we are a guest."""

    name = "ANONYMOUS"
    needs_username = False
    is_done = True

    def begin(self) -> bytes:
        """Return what the log may show."""
        return TRACE

    def answer(self, challenge: bytes) -> None:
        """Return nothing: all is said."""
