"""Rop descriptors as truth tables (wire.md 19.3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from piment.protocol.draw import Ropd

COPY = 0b1100
"""The code of the operation whose result is the source."""
INVERT = 0b0101
"""The code of the operation whose result is what the destination was not."""


class Operands(NamedTuple):
    """Which flags of a descriptor invert a command's source and its destination."""

    source: Ropd
    destination: Ropd


BRUSH_ON_SURFACE = Operands(Ropd.INVERS_BRUSH, Ropd.INVERS_DEST)
IMAGE_ON_SURFACE = Operands(Ropd.INVERS_SRC, Ropd.INVERS_DEST)
BRUSH_ON_IMAGE = Operands(Ropd.INVERS_BRUSH, Ropd.INVERS_SRC)

# The first flag that is set decides.
_COMBINED: tuple[tuple[Ropd, Callable[[int, int], int]], ...] = (
    (Ropd.OP_PUT, lambda s, d: s),
    (Ropd.OP_OR, lambda s, d: s | d),
    (Ropd.OP_AND, lambda s, d: s & d),
    (Ropd.OP_XOR, lambda s, d: s ^ d),
)
_FIXED: tuple[tuple[Ropd, Callable[[int, int], int]], ...] = (
    (Ropd.OP_BLACKNESS, lambda s, d: 0),
    (Ropd.OP_WHITENESS, lambda s, d: 1),
    (Ropd.OP_INVERS, lambda s, d: d ^ 1),
)


def code(ropd: Ropd, operands: Operands) -> int:
    """Return what a descriptor makes of a source and a destination bit.

    The result for s and d is bit 2 * s + d.
    """
    return _code(int(ropd) & 0x7FF, operands)  # unknown bits mean nothing, and are no cache keys


@cache
def _code(flags: int, operands: Operands) -> int:
    bits = (_bit(Ropd(flags), operands, index >> 1, index & 1) << index for index in range(4))
    return sum(bits)


def _bit(ropd: Ropd, operands: Operands, s: int, d: int) -> int:
    inverted_s = s ^ bool(ropd & operands.source)
    inverted_d = d ^ bool(ropd & operands.destination)
    for flag, combine in _COMBINED:
        if ropd & flag:
            return combine(inverted_s, inverted_d) ^ bool(ropd & Ropd.INVERS_RES)
    for flag, combine in _FIXED:
        if ropd & flag:
            return combine(s, d)
    return s
