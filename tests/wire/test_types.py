from __future__ import annotations

import pytest

from piment.wire.types import CODES, Flags8, Int, flags_of


class Colour(Flags8):
    RED = 1
    GREEN = 2
    BLUE = 4


@pytest.mark.parametrize(
    ("code", "bits", "signed"),
    [
        ("B", 8, False),
        ("H", 16, False),
        ("I", 32, False),
        ("Q", 64, False),
        ("h", 16, True),
        ("i", 32, True),
        ("q", 64, True),
    ],
)
def test_integers_know_their_width(code: str, bits: int, signed: bool) -> None:
    rule = Int(code)
    assert rule.bits == 8 * rule.size == bits
    assert rule.signed is signed


def test_enumerations_travel_in_the_width_of_their_base() -> None:
    widths = {base.__name__: Int(code).bits for base, code in CODES.items()}
    assert widths == {
        "Enum8": 8,
        "Enum16": 16,
        "Enum32": 32,
        "Flags8": 8,
        "Flags16": 16,
        "Flags32": 32,
    }


def test_unknown_flags_survive() -> None:
    flags = flags_of(Colour, 0x81)
    assert isinstance(flags, Colour)
    assert flags == 0x81
    assert flags & Colour.RED
    assert not flags & Colour.GREEN
    assert (flags | Colour.BLUE) == 0x85


def test_a_peer_cannot_fill_the_cache_of_combinations() -> None:
    before = len(Colour._value2member_map_)
    for value in range(8, 256):
        assert flags_of(Colour, value).value == value
    assert len(Colour._value2member_map_) == before


def test_combinations_compare_and_hash_by_their_value() -> None:
    assert flags_of(Colour, 3) == Colour.RED | Colour.GREEN
    assert hash(flags_of(Colour, 3)) == hash(Colour.RED | Colour.GREEN)
    assert {flags_of(Colour, 3)} == {Colour(3)}
