"""What stands before a message's body, and messages within messages (wire.md 3)."""

from __future__ import annotations

from typing import Annotated

from piment.limits import MOST_SUB_MESSAGE_BYTES, MOST_SUB_MESSAGES
from piment.wire import Struct, counted, pointer, u16, u32, u64

HEADER_SIZE = 18
MINI_HEADER_SIZE = 6


class DataHeader(Struct):
    """SpiceDataHeader: the full header, used unless both sides have MINI_HEADER."""

    serial: u64
    type: u16
    size: u32
    """Bytes of the body."""
    sub_list: u32
    """Where in the body a `SubMessageList` stands; 0 for none."""


class MiniDataHeader(Struct):
    """SpiceMiniDataHeader: the receiver counts the serial, and nothing carries a sub-list."""

    type: u16
    size: u32
    """Bytes of the body."""


class SubMessage(Struct):
    """A message within a message; pointers in it count from the start of its own body."""

    type: u16
    body: Annotated[bytes, counted(u32, MOST_SUB_MESSAGE_BYTES)]


class SubMessageList(Struct):
    """Messages to be processed, in this order, before the one that carries them (wire.md 3.6).

    `unpack_at(body, offset)` reads the list that the sub_list of a full header refers to; the body
    of a LIST message is one at offset 0.
    """

    sub_messages: Annotated[list[SubMessage], counted(u16, MOST_SUB_MESSAGES), pointer()]
