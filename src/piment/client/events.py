"""What a session tells those who listen to it.

Displays are named by the id of their channel; rectangles are in pixels of their primary surface.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from piment.geometry import Rect, Size
from piment.protocol.display import Head
from piment.protocol.inputs import KeyboardModifierFlags
from piment.protocol.main import MouseModeFlags
from piment.record import Record


class Connected(Record):
    """The session is open: every channel that the server offers, and we know, was tried."""


class Disconnected(Record):
    """The session is over, or lost for now if `retry_seconds` says when it is tried again."""

    reason: str
    retry_seconds: float | None = None


class ChannelOpened(Record):
    """A channel is linked, such as `display:0`."""

    channel: str


class ChannelClosed(Record):
    """A channel has ended, or could not be linked."""

    channel: str
    reason: str


class Identified(Record):
    """The server told the machine's name or UUID."""

    name: str | None
    uuid: UUID | None


class Notified(Record):
    """The server has something to say to the user; `severity` is info, warn or error."""

    severity: str
    text: str


class ScreenCreated(Record):
    """A display has a new primary surface, black at first."""

    display: int
    size: Size


class ScreenShown(Record):
    """What a display's primary surface shows is whole, and may be looked at."""

    display: int


class ScreenGone(Record):
    """A display has no primary surface any more."""

    display: int


class Damaged(Record):
    """These parts of a display's primary surface may have changed."""

    display: int
    rects: Sequence[Rect]


class MonitorsChanged(Record):
    """Which part of a display's surfaces each monitor shows."""

    display: int
    heads: Sequence[Head]


class StreamStarted(Record):
    """A display shows a video stream there."""

    display: int
    stream: int
    codec: str
    area: Rect


class StreamEnded(Record):
    """A video stream of a display is over."""

    display: int
    stream: int


class CursorChanged(Record):
    """The pointer has another shape or visibility, or the server moved it."""

    cursor: int


class MouseModeChanged(Record):
    """Whether the pointer is moved (SERVER) or placed (CLIENT), and what the server can do."""

    current: MouseModeFlags
    supported: MouseModeFlags


class LocksChanged(Record):
    """The guest's keyboard has these locks."""

    locks: KeyboardModifierFlags


class AgentChanged(Record):
    """The guest's agent came, told what it can do, or went."""

    connected: bool


class MigrationReady(Record):
    """The session may soon move to another server, which is reached already."""

    host: str


class Migrated(Record):
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
