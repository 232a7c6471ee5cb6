"""Who a client says it is."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client knows that a server may ask for."""

    password: str = field(default="", repr=False)
    username: str | None = None
    """For SASL alone: a ticket has none."""
    host: str = ""
    """The server's name as the client knows it, which DIGEST-MD5 makes part of its proof."""
