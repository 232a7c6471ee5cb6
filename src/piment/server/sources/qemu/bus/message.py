"""Messages of D-Bus as values, and as bytes: the only module that knows the library for these."""

from __future__ import annotations

import enum
import re
import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from jeepney.low_level import (
    Endianness,
    Header,
    HeaderFields,
    MessageFlag,
    MessageType,
    padding,
    parse_signature,
)
from jeepney.low_level import Message as Packed

from piment.limits import (
    MOST_BUS_HANDLES,
    MOST_BUS_HEADER_BYTES,
    MOST_BUS_MESSAGE_BYTES,
    MOST_BUS_PICTURE_BYTES,
)
from piment.server.sources.qemu.bus.error import BusError

START_BYTES = 16
"""What is needed to know how long a message is."""

MOST_MESSAGE_BYTES = MOST_BUS_HEADER_BYTES + MOST_BUS_PICTURE_BYTES + 64
"""The longest message: a picture, with its header and a few numbers before it."""

_ALIGNMENT = 8
_NO_REPLY = int(MessageFlag.no_reply_expected)

# Numbers, and then bytes in any number: these are left where they are.
_BYTES_LAST = re.compile(r"([ybnqiuxtdh]*)ay")

# The longest signature has 255 characters, a number at most 8 bytes.
_MOST_NUMBERS_BYTES = 256 * 8

# QEMU's messages have some dozens of different headers, all but for their serials.
_KNOWN_HEADERS = 256

# What broken bytes make the library raise.
_BROKEN = (
    AssertionError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class Kind(enum.Enum):
    """What a message is."""

    CALL = MessageType.method_call
    RETURN = MessageType.method_return
    ERROR = MessageType.error
    SIGNAL = MessageType.signal


@dataclass(frozen=True, slots=True)
class Message:
    """A message of D-Bus; what a kind has no use for is empty.

    `body` has Python's own values: arrays are lists, `ay` is bytes-like, dictionaries are dict,
    structures are tuple, variants are (signature, value), handles are descriptors.
    """

    kind: Kind
    path: str = ""
    interface: str = ""
    member: str = ""
    error: str = ""
    reply_to: int = 0
    destination: str = ""
    sender: str = ""
    signature: str = ""
    body: tuple[Any, ...] = ()
    wants_reply: bool = False
    serial: int = 0


# In the order of the fields of a header.
_FIELDS = {
    HeaderFields.path: "path",
    HeaderFields.interface: "interface",
    HeaderFields.member: "member",
    HeaderFields.error_name: "error",
    HeaderFields.reply_serial: "reply_to",
    HeaderFields.destination: "destination",
    HeaderFields.sender: "sender",
    HeaderFields.signature: "signature",
}
_TYPES = {"reply_to": int}


def pack(message: Message, serial: int) -> tuple[bytes, list[int]]:
    """Return the bytes of a message, and the descriptors that travel with it."""
    fields = {field: value for field, name in _FIELDS.items() if (value := getattr(message, name))}
    header = Header(
        Endianness.little,
        message.kind.value,
        flags=_NO_REPLY if message.kind is Kind.CALL and not message.wants_reply else 0,
        protocol_version=1,
        body_length=0,
        serial=serial,
        fields=fields,
    )
    handles = array("i")
    data = Packed(header, message.body).serialise(serial, handles)
    return data, handles.tolist()


def message_bytes(start: bytes) -> int:
    """Return how long the message is that begins with `START_BYTES` bytes.

    Raises:
        BusError: longer than allowed, or no message.

    """
    header, body = _lengths(start)
    if header > MOST_BUS_HEADER_BYTES:
        raise BusError(f"a message's header has {header} bytes, at most {MOST_BUS_HEADER_BYTES}")
    total = header + body
    if total > MOST_MESSAGE_BYTES:
        raise BusError(f"a message has {total} bytes, at most {MOST_MESSAGE_BYTES}")
    return total


def unpack(data: memoryview, handles: Sequence[int]) -> tuple[Message, int]:
    """Return the message in `data`, and how many of `handles` came with it.

    If its last argument is `ay` behind plain numbers, that is part of `data`, not a copy.

    Raises:
        BusError: it is broken, or longer than allowed.

    """
    head = bytes(data[: MOST_BUS_HEADER_BYTES + START_BYTES])
    length, body_bytes = _lengths(head)
    try:
        header, message = _header(head[:4] + head[12:length])
        signature = message.signature
        count = header.fields.get(HeaderFields.unix_fds, 0)
        if count > min(len(handles), MOST_BUS_HANDLES):
            raise BusError(f"a message speaks of {count} descriptors, {len(handles)} came")
        body = _body(data[length:], signature, header.endianness, handles[:count])
    except _BROKEN as error:
        raise BusError(f"a message of {length + body_bytes} bytes is broken: {error!r}") from None
    (serial,) = struct.unpack_from(f"{header.endianness.struct_code()}I", head, 8)
    return replace(message, body=body, serial=serial), count


def _lengths(start: bytes) -> tuple[int, int]:
    """Return the lengths of header, with what fills it up, and body."""
    order = {b"l": "<", b"B": ">"}.get(start[:1])
    if order is None:
        raise BusError(f"a message begins with {start[:4].hex(' ')}")
    body, _, fields = struct.unpack_from(f"{order}III", start, 4)
    header = START_BYTES + fields
    return header + padding(header, _ALIGNMENT), body


@lru_cache(_KNOWN_HEADERS)
def _header(data: bytes) -> tuple[Header, Message]:
    """Return what a header says: its first 4 bytes, and all from the length of its fields on."""
    header, _ = Header.from_buffer(data[:4] + bytes(8) + data[4:])
    named = {
        name: header.fields[field] for field, name in _FIELDS.items() if field in header.fields
    }
    if odd := [name for name, value in named.items() if type(value) is not _TYPES.get(name, str)]:
        raise TypeError(f"odd type of {odd[0]}")
    wants_reply = header.message_type is MessageType.method_call and not header.flags & _NO_REPLY
    return header, Message(Kind(header.message_type), wants_reply=wants_reply, **named)


def _body(
    data: memoryview, signature: str, order: Endianness, handles: Sequence[int]
) -> tuple[Any, ...]:
    if bytes_last := _BYTES_LAST.fullmatch(signature):
        head = bytes(data[:_MOST_NUMBERS_BYTES])
        # The length of an array is a number itself.
        (*numbers, length), place = _types(f"{bytes_last[1]}u").parse_data(head, 0, order, handles)
        if place + length != len(data):
            raise ValueError(f"{length} bytes of {len(data) - place}")
        return (*numbers, data[place:])
    if len(data) > MOST_BUS_MESSAGE_BYTES:
        raise BusError(
            f"a body ({signature}) has {len(data)} bytes, at most {MOST_BUS_MESSAGE_BYTES}"
        )
    values, place = _types(signature).parse_data(bytes(data), 0, order, handles)
    if place != len(data):
        raise ValueError(f"{place} bytes of {len(data)}")
    body: tuple[Any, ...] = values
    return body


@lru_cache(_KNOWN_HEADERS)
def _types(signature: str) -> Any:
    return parse_signature(list(f"({signature})"))
