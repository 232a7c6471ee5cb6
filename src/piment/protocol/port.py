"""The port channel: a named stream of bytes from and to the guest (wire.md 11)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from piment.limits import MOST_NAME_BYTES
from piment.protocol.channel import Message, port
from piment.protocol.spicevmc import CompressedData, Data, DataCompressionType
from piment.wire import Enum8, length_of, pointer, sized, u8, u32, zero_terminated

__all__ = ["CompressedData", "Data", "DataCompressionType", "Event", "Init", "PortEvent"]


class PortEvent(Enum8):
    """What happened at the other end."""

    OPENED = 0
    CLOSED = 1
    BREAK = 2


@port.from_server(201)
class Init(Message):
    """First message: what the port is called, and whether the guest has opened it."""

    name_size: ClassVar = length_of("name", u32)
    name: Annotated[bytes, pointer(), zero_terminated(), sized("name_size", MOST_NAME_BYTES)]
    opened: u8


@port.from_server(202)
@port.from_client(201)
class Event(Message):
    """The sender's end was opened or closed, or sends a break."""

    event: PortEvent
