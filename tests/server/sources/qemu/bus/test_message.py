"""Messages beside their bytes."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.limits import MOST_BUS_HEADER_BYTES, MOST_BUS_MESSAGE_BYTES
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.message import (
    MOST_MESSAGE_BYTES,
    START_BYTES,
    Kind,
    Message,
    message_bytes,
    pack,
    unpack,
)

# By hand, from "Message Format" of the D-Bus specification: a field of the header is a byte, the
# signature of its value, and the value; each begins at a multiple of eight.
CALL = bytes.fromhex(
    "6c010101 08000000 07000000 38000000"  # little endian, call, no reply; lengths, serial 7
    "01016f00 02000000 2f700000 00000000"  # path /p
    "02017300 03000000 612e6200 00000000"  # interface a.b
    "03017300 01000000 4d000000 00000000"  # member M
    "08016700 02696900"  # signature ii
    "01000000 feffffff"
)
CALLED = Message(
    Kind.CALL, path="/p", interface="a.b", member="M", signature="ii", body=(1, -2), serial=7
)
BIG_ENDIAN = bytes.fromhex(
    "42020001 00000004 00000001 0000000f"  # a reply
    "05017500 00000007 08016700 01750000"  # to serial 7, signature u
    "00000009"
)


def parsed(data: bytes, *handles: int) -> Message:
    message, _ = unpack(memoryview(data), handles)
    return message


def packed(message: Message) -> bytes:
    return pack(message, 7)[0]


def test_a_call_has_these_bytes() -> None:
    assert packed(CALLED) == CALL
    assert parsed(CALL) == CALLED
    assert message_bytes(CALL[:START_BYTES]) == len(CALL)


def test_the_other_order_of_bytes_is_read_too() -> None:
    reply = Message(Kind.RETURN, reply_to=7, signature="u", body=(9,), serial=1)
    assert parsed(BIG_ENDIAN) == reply


def test_only_calls_may_want_a_reply() -> None:
    assert parsed(packed(replace(CALLED, wants_reply=True))).wants_reply
    signal = Message(Kind.SIGNAL, path="/p", interface="a.b", member="S")
    assert not parsed(packed(signal)).wants_reply


@pytest.mark.parametrize(
    ("signature", "body"),
    [
        ("", ()),
        ("as", (["one", "two"],)),
        ("a{sv}", ({"Width": ("u", 640), "Label": ("s", "VGA")},)),
        ("sa{sv}as", ("a.b", {}, [])),
        ("a{oa{sa{sv}}}", ({"/a": {"b.c": {"d": ("b", True)}}},)),
        ("qqiiuu", (300, 200, -1, 0, 640, 480)),
        ("ybntd", (255, False, -5, 1 << 60, 0.5)),
        ("ayu", (b"abc", 4)),
    ],
)
def test_every_type_comes_back(signature: str, body: tuple[Any, ...]) -> None:
    assert parsed(packed(replace(CALLED, signature=signature, body=body))).body == body


def test_bytes_at_the_end_are_not_copied() -> None:
    data = bytearray(packed(replace(CALLED, signature="iiay", body=(1, 2, b"pixels"))))
    one, two, pixels = parsed(data).body
    assert (one, two, bytes(pixels)) == (1, 2, b"pixels")
    data[-6:] = b"PIXELS"
    assert bytes(pixels) == b"PIXELS"


def test_descriptors_travel_beside_it() -> None:
    data, handles = pack(replace(CALLED, signature="hu", body=(33, 5)), 7)
    assert handles == [33]
    message, count = unpack(memoryview(data), [44, 55])
    assert (message.body, count) == ((44, 5), 1)
    with pytest.raises(BusError, match="speaks of 1 descriptors, 0 came"):
        parsed(data)


def test_what_is_too_long_is_refused_by_its_start() -> None:
    def start(body: int, fields: int) -> bytes:
        return b"l\1\1\1" + b"".join(n.to_bytes(4, "little") for n in (body, 1, fields))

    assert message_bytes(start(64 << 20, 100)) == (64 << 20) + 120
    with pytest.raises(BusError, match=f"at most {MOST_MESSAGE_BYTES}"):
        message_bytes(start(MOST_MESSAGE_BYTES, 8))
    with pytest.raises(BusError, match=f"header has 8016 bytes, at most {MOST_BUS_HEADER_BYTES}"):
        message_bytes(start(0, 8000))
    with pytest.raises(BusError, match="begins with 48 54 54 50"):
        message_bytes(b"HTTP/1.1 400 Bad")


def test_only_bytes_may_be_many() -> None:
    many = ["x" * 100] * (MOST_BUS_MESSAGE_BYTES // 100)
    with pytest.raises(BusError, match=f"at most {MOST_BUS_MESSAGE_BYTES}"):
        parsed(packed(replace(CALLED, signature="as", body=(many,))))
    pixels = bytes(2 * MOST_BUS_MESSAGE_BYTES)
    assert parsed(packed(replace(CALLED, signature="ay", body=(pixels,)))).body == (pixels,)


@pytest.mark.parametrize(
    "data",
    [
        CALL.replace(b"\x02ii\0", b"\x02is\0"),  # a string that is longer than the message
        CALL.replace(b"\x02ii\0", b"\x02ay\0"),  # bytes that end elsewhere
        CALL.replace(b"\x02ii\0", b"\x02(i\0"),  # no signature
        CALL.replace(b"\x02ii\0", b"\x02iy\0"),  # three bytes more than it says
        CALL.replace(b"\3\1s\0", b"\3\1u\0"),  # a number for the member
        CALL.replace(b"l\1", b"l\7"),  # no kind
        CALL.replace(b"/p", b"\xff\xff"),  # no text
    ],
)
def test_broken_ones_are_told(data: bytes) -> None:
    with pytest.raises(BusError, match="a message of 80 bytes is broken"):
        parsed(data)


def test_variants_within_variants_do_not_break_the_stack() -> None:
    nested = b"\1v\0" * 100_000 + b"\1y\0\0"
    data = bytearray(packed(replace(CALLED, signature="v", body=(("y", 0),))))
    data[-4:] = nested
    data[4:8] = len(nested).to_bytes(4, "little")
    with pytest.raises(BusError, match="broken"):
        parsed(data)


@given(st.data())
def test_any_bytes_are_a_message_or_broken(data: st.DataObject) -> None:
    mutant = bytearray(data.draw(st.sampled_from([CALL, BIG_ENDIAN])))
    for _ in range(data.draw(st.integers(1, 4))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BusError):
        message_bytes(bytes(mutant[:START_BYTES]))
        parsed(mutant)
