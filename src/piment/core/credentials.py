"""Who a client says it is."""

from __future__ import annotations

from piment.record import Record


class Credentials(Record):
    """What a client knows that a server may ask for."""

    hidden = frozenset({"password"})

    password: str = ""
    username: str | None = None
    """For SASL alone: a ticket has none."""
    host: str = ""
    """The server's name as the client knows it, which DIGEST-MD5 makes part of its proof."""
