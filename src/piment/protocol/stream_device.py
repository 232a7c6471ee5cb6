"""What a streaming agent in the guest says to the server, and back (server-api.md 3.3).

The messages travel on the port `org.spice-space.stream.0`, each behind a header.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Annotated, ClassVar, TypeVar

from piment.limits import (
    MOST_CURSOR_BYTES,
    MOST_NAME_BYTES,
    MOST_NOTIFY_BYTES,
    MOST_STREAM_CAPABILITY_BYTES,
    MOST_STREAM_FRAME_BYTES,
)
from piment.protocol.cursor import CursorType
from piment.protocol.display import VideoCodecType
from piment.wire import Enum16, Struct, counted, i32, padding, rest, u8, u16, u32, zero_terminated

PORT_NAME = b"org.spice-space.stream.0"
PROTOCOL_VERSION = 1


class StreamType(Enum16):
    """The type of a message."""

    INVALID = 0
    CAPABILITIES = 1
    FORMAT = 2
    DATA = 3
    START_STOP = 4
    NOTIFY_ERROR = 5
    CURSOR_SET = 6
    CURSOR_MOVE = 7
    DEVICE_DISPLAY_INFO = 8
    QUALITY_INDICATOR = 9


class StreamCap(enum.IntEnum):
    """The capabilities of a CAPABILITIES message."""

    QUALITY_INDICATOR = 0


class StreamDevHeader(Struct):
    """Stands before every message."""

    protocol_version: u8
    pad: ClassVar = padding(1)
    type: StreamType
    size: u32
    """Bytes of the message behind the header."""


class StreamMessage(Struct):
    """Base of the messages."""

    number: ClassVar[StreamType]


M = TypeVar("M", bound=type[StreamMessage])

MESSAGES: dict[int, type[StreamMessage]] = {}
"""The messages by the type in their header."""


def _message(number: StreamType) -> Callable[[M], M]:
    def declare(message: M) -> M:
        message.number = number
        MESSAGES[number] = message
        return message

    return declare


@_message(StreamType.CAPABILITIES)
class Capabilities(StreamMessage):
    """What the sender can do: capability n is bit n % 8 of byte n // 8."""

    capabilities: Annotated[bytes, rest(MOST_STREAM_CAPABILITY_BYTES)]


@_message(StreamType.FORMAT)
class Format(StreamMessage):
    """From here on, DATA is video of this size and coding."""

    width: u32
    height: u32
    codec: VideoCodecType
    pad: ClassVar = padding(3)


@_message(StreamType.DATA)
class Data(StreamMessage):
    """One coded frame."""

    data: Annotated[bytes, rest(MOST_STREAM_FRAME_BYTES)]


@_message(StreamType.START_STOP)
class StartStop(StreamMessage):
    """From the server: the codings that it takes, as `VideoCodecType` numbers; none: stop."""

    codecs: Annotated[bytes, counted(u8)]


@_message(StreamType.NOTIFY_ERROR)
class NotifyError(StreamMessage):
    """Something is wrong, in words."""

    error_code: u32
    msg: Annotated[bytes, rest(MOST_NOTIFY_BYTES)]


@_message(StreamType.CURSOR_SET)
class CursorSet(StreamMessage):
    """The pointer's shape, in the pixel layouts of the cursor channel.

    Our specification names this message without its layout; it is the public protocol's.
    """

    width: u16
    height: u16
    hot_spot_x: u16
    hot_spot_y: u16
    type: CursorType
    pad: ClassVar = padding(3)
    data: Annotated[bytes, rest(MOST_CURSOR_BYTES)]


@_message(StreamType.CURSOR_MOVE)
class CursorMove(StreamMessage):
    """The pointer's place; the layout is the public protocol's, as for CURSOR_SET."""

    x: i32
    y: i32


@_message(StreamType.DEVICE_DISPLAY_INFO)
class DeviceDisplayInfo(StreamMessage):
    """Which device the picture comes from; the layout is the public protocol's."""

    stream_id: u32
    device_display_id: u32
    device_address: Annotated[bytes, zero_terminated(), counted(u32, MOST_NAME_BYTES)]


@_message(StreamType.QUALITY_INDICATOR)
class QualityIndicator(StreamMessage):
    """From the server: how well the client keeps up; the layout is the public protocol's."""

    quality: u32
