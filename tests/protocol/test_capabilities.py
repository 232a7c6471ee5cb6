from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.protocol import capabilities
from piment.protocol.capabilities import Capabilities, CommonCap, DisplayCap
from piment.protocol.channel import CHANNELS
from tests.protocol.constants import CAPABILITIES, CONSTANTS, members

numbers = st.sets(st.integers(0, 200))


@pytest.mark.parametrize(
    ("given_numbers", "words"),
    [
        ([], []),
        ([CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.AUTH_SPICE, CommonCap.MINI_HEADER], [0x0B]),
        ([31], [0x80000000]),
        ([32], [0, 1]),
        ([0, 33, 95], [1, 2, 0x80000000]),
    ],
)
def test_numbers_are_bits_of_words(given_numbers: list[int], words: list[int]) -> None:
    assert Capabilities(given_numbers).words == words
    assert Capabilities.from_words(words) == Capabilities(given_numbers)


def test_missing_words_are_zero() -> None:
    assert Capabilities.from_words([1, 0, 0]) == Capabilities.from_words([1])
    assert Capabilities.from_words([0, 0]) == Capabilities()


@given(numbers, numbers)
def test_they_are_sets(some: set[int], others: set[int]) -> None:
    left, right = Capabilities(some), Capabilities(others)
    assert set(left) == some
    assert len(left) == len(some)
    assert bool(left) == bool(some)
    assert set(left & right) == some & others
    assert set(left | right) == some | others
    assert set(left - right) == some - others
    assert (left == right) == (some == others)
    assert hash(left) == hash(Capabilities(some))
    assert all(number in left for number in some)
    assert 201 not in left


def test_they_equal_nothing_else() -> None:
    assert Capabilities([1]) != {1}
    assert repr(Capabilities([1, 3])) == "Capabilities([1, 3])"


def test_every_capability_has_its_number() -> None:
    assert {name: members(cls) for name, cls in CAPABILITIES.items()} == CONSTANTS["capabilities"]


def test_channels_have_their_capabilities() -> None:
    for number, cls in capabilities.CAPABILITIES.items():
        name = CHANNELS[number].name
        family = name if name in CAPABILITIES else "spicevmc"
        assert CAPABILITIES[family] is cls
    assert capabilities.CAPABILITIES[2] is DisplayCap
    assert CHANNELS["cursor"].number not in capabilities.CAPABILITIES
