"""What a session tells those who listen to it.

Displays are named by the id of their channel; rectangles are in pixels of their primary surface.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from piment.geometry import Rect, Size
from piment.protocol.display import Head
from piment.protocol.inputs import KeyboardModifierFlags
from piment.protocol.main import MouseModeFlags


@dataclass(frozen=True, slots=True)
class Connected:
    """The session is open: every channel that the server offers, and we know, was tried."""


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The session is over, or lost for now if `retry_seconds` says when it is tried again."""

    reason: str
    retry_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ChannelOpened:
    """A channel is linked, such as `display:0`."""

    channel: str


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """A channel has ended, or could not be linked."""

    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class Identified:
    """The server told the machine's name or UUID."""

    name: str | None
    uuid: UUID | None


@dataclass(frozen=True, slots=True)
class Notified:
    """The server has something to say to the user; `severity` is info, warn or error."""

    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class ScreenCreated:
    """A display has a new primary surface, black at first."""

    display: int
    size: Size


@dataclass(frozen=True, slots=True)
class ScreenShown:
    """What a display's primary surface shows is whole, and may be looked at."""

    display: int


@dataclass(frozen=True, slots=True)
class ScreenGone:
    """A display has no primary surface any more."""

    display: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """These parts of a display's primary surface may have changed."""

    display: int
    rects: Sequence[Rect]


@dataclass(frozen=True, slots=True)
class MonitorsChanged:
    """Which part of a display's surfaces each monitor shows."""

    display: int
    heads: Sequence[Head]


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """A display shows a video stream there."""

    display: int
    stream: int
    codec: str
    area: Rect


@dataclass(frozen=True, slots=True)
class StreamEnded:
    """A video stream of a display is over."""

    display: int
    stream: int


@dataclass(frozen=True, slots=True)
class CursorChanged:
    """The pointer has another shape or visibility, or the server moved it."""

    cursor: int


@dataclass(frozen=True, slots=True)
class MouseModeChanged:
    """Whether the pointer is moved (SERVER) or placed (CLIENT), and what the server can do."""

    current: MouseModeFlags
    supported: MouseModeFlags


@dataclass(frozen=True, slots=True)
class LocksChanged:
    """The guest's keyboard has these locks."""

    locks: KeyboardModifierFlags


@dataclass(frozen=True, slots=True)
class AgentChanged:
    """The guest's agent came, told what it can do, or went."""

    connected: bool


@dataclass(frozen=True, slots=True)
class MigrationReady:
    """The session may soon move to another server, which is reached already."""

    host: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The session goes on with another server; `seamless` if nothing had to be drawn again."""

    host: str
    seamless: bool


Event = (
    Connected
    | Disconnected
    | ChannelOpened
    | ChannelClosed
    | Identified
    | Notified
    | ScreenCreated
    | ScreenShown
    | ScreenGone
    | Damaged
    | MonitorsChanged
    | StreamStarted
    | StreamEnded
    | CursorChanged
    | MouseModeChanged
    | LocksChanged
    | AgentChanged
    | MigrationReady
    | Migrated
)
