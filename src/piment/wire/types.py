"""Integers, enumerations and flag sets as they travel: little-endian, unpadded."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from struct import calcsize
from typing import Annotated


@dataclass(frozen=True)
class Int:
    """An integer field; `code` is its letter in the `struct` module."""

    code: str
    kind: type[enum.IntEnum] | type[enum.IntFlag] | None = None

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return calcsize("<" + self.code)

    @property
    def bits(self) -> int:
        """Bits on the wire."""
        return 8 * self.size

    @property
    def signed(self) -> bool:
        """Whether negative values can travel."""
        return self.code.islower()


u8 = Annotated[int, Int("B")]
u16 = Annotated[int, Int("H")]
u32 = Annotated[int, Int("I")]
u64 = Annotated[int, Int("Q")]
i16 = Annotated[int, Int("h")]
i32 = Annotated[int, Int("i")]
i64 = Annotated[int, Int("q")]
fix28_4 = Annotated[int, Int("i")]
"""Fixed point with four fractional bits, kept as the raw integer."""


class Enum8(enum.IntEnum):
    """An enumeration sent as one byte."""


class Enum16(enum.IntEnum):
    """An enumeration sent as two bytes."""


class Enum32(enum.IntEnum):
    """An enumeration sent as four bytes."""


class Flags8(enum.IntFlag, boundary=enum.KEEP):
    """A set of flags sent as one byte; bits that we do not know survive."""


class Flags16(enum.IntFlag, boundary=enum.KEEP):
    """A set of flags sent as two bytes; bits that we do not know survive."""


class Flags32(enum.IntFlag, boundary=enum.KEEP):
    """A set of flags sent as four bytes; bits that we do not know survive."""


CODES: dict[type, str] = {
    Enum8: "B",
    Enum16: "H",
    Enum32: "I",
    Flags8: "B",
    Flags16: "H",
    Flags32: "I",
}


def flags_of(kind: type[enum.IntFlag], value: int) -> enum.IntFlag:
    """Return `value`, which is no member, as a flag set of its own.

    `kind(value)` would remember every combination it has ever seen, and a peer can send 2^32.
    """
    flags = int.__new__(kind, value)
    flags._name_ = None
    flags._value_ = value
    return flags
