"""What all channels share: structures, and the common messages (wire.md 1, 3)."""

from __future__ import annotations

from typing import Annotated, Self

from piment.geometry import Point as PixelPoint
from piment.geometry import Rect as PixelRect
from piment.limits import (
    MOST_MIGRATE_BYTES,
    MOST_NOTIFY_BYTES,
    MOST_PING_BYTES,
    MOST_SUB_MESSAGES,
)
from piment.protocol.channel import Message, common
from piment.protocol.framing import SubMessage
from piment.protocol.link import LinkErr
from piment.wire import (
    Enum32,
    Flags32,
    Struct,
    counted,
    exactly,
    fix28_4,
    i16,
    i32,
    pointer,
    rest,
    u8,
    u16,
    u32,
    u64,
    zero_follows,
)

# --- structures ----------------------------------------------------------------------------------


class Point(Struct):
    """A position in pixels."""

    x: i32
    y: i32

    @classmethod
    def of(cls, point: PixelPoint) -> Self:
        """Return the point as it travels."""
        return cls(point.x, point.y)

    @property
    def geometry(self) -> PixelPoint:
        """The point as the rest of the program knows it."""
        return PixelPoint(self.x, self.y)


class Point16(Struct):
    """A position in pixels, in fewer bytes."""

    x: i16
    y: i16

    @classmethod
    def of(cls, point: PixelPoint) -> Self:
        """Return the point as it travels."""
        return cls(point.x, point.y)

    @property
    def geometry(self) -> PixelPoint:
        """The point as the rest of the program knows it."""
        return PixelPoint(self.x, self.y)


class PointFix(Struct):
    """A position in sixteenths of a pixel."""

    x: fix28_4
    y: fix28_4


class Rect(Struct):
    """A half-open rectangle in pixels; mind the order of the edges."""

    top: i32
    left: i32
    bottom: i32
    right: i32

    @classmethod
    def of(cls, rect: PixelRect) -> Self:
        """Return the rectangle as it travels."""
        return cls(rect.top, rect.left, rect.bottom, rect.right)

    @property
    def geometry(self) -> PixelRect:
        """The rectangle as the rest of the program knows it."""
        return PixelRect(self.left, self.top, self.right, self.bottom)


class Transform(Struct):
    """The upper two rows of a 3x3 matrix, 16.16 fixed point in two's complement."""

    t00: u32
    t01: u32
    t02: u32
    t10: u32
    t11: u32
    t12: u32


# --- enumerations --------------------------------------------------------------------------------


class MigrateFlags(Flags32):
    """What a channel must do before its connection ends."""

    NEED_FLUSH = 1
    NEED_DATA_TRANSFER = 2


class NotifySeverity(Enum32):
    """How bad it is."""

    INFO = 0
    WARN = 1
    ERROR = 2


class NotifyVisibility(Enum32):
    """How many users should see it."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2


class WarnCode(Enum32):
    """The `what` of a NOTIFY of severity WARN."""

    WARN_GENERAL = 0


class InfoCode(Enum32):
    """The `what` of a NOTIFY of severity INFO."""

    INFO_GENERAL = 0


# --- server -> client ----------------------------------------------------------------------------


@common.from_server(1)
class Migrate(Message):
    """The connection ends; go on with the destination (wire.md 15)."""

    flags: MigrateFlags


@common.from_server(2)
@common.from_client(5)
class MigrateData(Message):
    """A channel's state, opaque to the client, which hands it on unchanged."""

    data: Annotated[bytes, rest(MOST_MIGRATE_BYTES)]


class MigrateDataHeader(Struct):
    """What the data of a MIGRATE_DATA begins with (migration.md 6)."""

    magic: Annotated[bytes, exactly(4)]
    version: u32


@common.from_server(3)
class SetAck(Message):
    """From here on, confirm every `window` messages with ACK; 0: none (wire.md 3.3)."""

    generation: u32
    window: u32


@common.from_server(4)
class Ping(Message):
    """Answer at once with PONG, without the padding (wire.md 3.4)."""

    id: u32
    timestamp: u64
    padding: Annotated[bytes, rest(MOST_PING_BYTES)] = b""


class WaitForChannel(Struct):
    """A message on another channel."""

    channel_type: u8
    channel_id: u8
    message_serial: u64


@common.from_server(5)
class WaitForChannels(Message):
    """Process nothing more on this channel before these messages are processed (wire.md 3.5)."""

    wait_list: Annotated[list[WaitForChannel], counted(u8)]


@common.from_server(6)
@common.from_client(6)
class Disconnecting(Message):
    """The sender is about to leave."""

    time_stamp: u64
    reason: LinkErr


@common.from_server(7)
class Notify(Message):
    """Something that a user might want to read (wire.md 3.5).

    `message` has its own length, and a zero byte that the length does not count follows; readers
    can do without it.
    """

    time_stamp: u64
    severity: NotifySeverity
    visibility: NotifyVisibility
    what: u32
    message: Annotated[bytes, zero_follows(), counted(u32, MOST_NOTIFY_BYTES)]


@common.from_server(8)
class List(Message):
    """Nothing but sub-messages (wire.md 3.6)."""

    sub_messages: Annotated[list[SubMessage], counted(u16, MOST_SUB_MESSAGES), pointer()]


# --- client -> server ----------------------------------------------------------------------------


@common.from_client(1)
class AckSync(Message):
    """The answer to SET_ACK: the ACKs that follow belong to this generation."""

    generation: u32


@common.from_client(2)
class Ack(Message):
    """Confirms as many messages as the window of SET_ACK says."""


@common.from_client(3)
class Pong(Message):
    """The answer to PING."""

    id: u32
    timestamp: u64


@common.from_client(4)
class MigrateFlushMark(Message):
    """Everything before is sent: the answer to MIGRATE with NEED_FLUSH."""
