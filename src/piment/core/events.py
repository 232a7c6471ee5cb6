"""What the state machines of this package tell their owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.protocol.link import LinkErr
from piment.wire.shape import Row as Row  # whoever takes runs has rows


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """Which channel a client asks for."""

    connection_id: int
    """0 for a new session, else the session's id."""
    channel_type: int
    channel_id: int
    common: Capabilities
    capabilities: Capabilities


@dataclass(frozen=True, slots=True)
class Linked:
    """The link stage is over; messages follow."""

    request: LinkRequest
    mini_header: bool
    peer_capabilities: Capabilities
    """The other side's capabilities on this channel."""


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """The link stage failed; the connection ends after what is still to be sent."""

    code: LinkErr | None
    """None when the protocol wants a bare close."""
    why: str
    is_denial: bool = False
    """Whether it is about who we are, and not about the channel."""


class Received(NamedTuple):  # a frozen dataclass takes as long to make as a message to read
    """A message came in."""

    message: Message
    serial: int


class Run(NamedTuple):
    """Messages of one shape that came one after the other (see `Dialogue`)."""

    kind: type[Message]
    rows: list[Row]
    """Their integers, in the order of the shape's names."""
    serial: int
    """The last one's."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A message came in that this side does not understand, and goes on without."""

    number: int
    size: int
    why: str


LinkEvent = Linked | LinkRefused
MessageEvent = Received | Run | Dropped
