"""The smartcard channel: card readers of the client (wire.md 12)."""

from __future__ import annotations

from typing import Annotated

from piment.limits import MOST_CARD_BYTES
from piment.protocol.channel import Message, smartcard
from piment.wire import Enum32, Struct, counted, u32

UNDEFINED_READER = 0xFFFFFFFF
"""The reader_id of a ReaderAdd, whose answer brings the id."""


class VscMessageType(Enum32):
    """What a DATA says; the names are the specification's."""

    Init = 1
    Error = 2
    ReaderAdd = 3
    ReaderRemove = 4
    ATR = 5
    CardRemove = 6
    APDU = 7
    Flush = 8
    FlushComplete = 9


class VscErrorCode(Enum32):
    """The code of an Error."""

    SUCCESS = 0
    GENERAL_ERROR = 1
    CANNOT_ADD_MORE_READERS = 2
    CARD_ALREADY_INSERTED = 3


class VscError(Struct):
    """The data of an Error."""

    code: VscErrorCode


@smartcard.from_server(101)
@smartcard.from_client(101)
class Data(Message):
    """Something about a reader or its card; the data depends on the type."""

    type: VscMessageType
    reader_id: u32
    data: Annotated[bytes, counted(u32, MOST_CARD_BYTES)]
