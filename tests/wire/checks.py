"""What must hold for every declared struct."""

from __future__ import annotations

from piment.wire.error import WireError
from piment.wire.struct import Struct


def check_bytes(value: Struct, text: str) -> None:
    """A value has these bytes (in hex, spaced at will), and the bytes this value."""
    data = bytes.fromhex(text)
    assert value.pack().hex(" ") == data.hex(" ")
    assert type(value).unpack(data) == value


def check_round_trip(value: Struct) -> None:
    """A value comes back from its bytes, and its bytes from the value."""
    data = value.pack()
    again = type(value).unpack(data)
    assert again == value
    assert again.pack() == data


def check_reading(cls: type[Struct], data: bytes) -> None:
    """Any bytes give a value, or an error that names the struct."""
    value = None
    try:
        value = cls.unpack(data)
    except WireError as error:
        where, why = error.where, error.why
    if value is None:
        assert where == cls.__name__ or where.startswith(cls.__name__ + ".")
        assert why
    else:
        assert type(value) is cls


def check_truncations(value: Struct) -> None:
    """No beginning of a value's bytes does harm."""
    data = value.pack()
    for end in range(len(data)):
        check_reading(type(value), data[:end])
