"""From scancode bytes to keys (wire.md 8.2)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.server.channels.scancodes import ScancodeReader


def read(codes: bytes) -> list[tuple[int, bool]]:
    return list(ScancodeReader().read(codes))


@pytest.mark.parametrize(
    ("codes", "keys"),
    [
        ("1e", [(0x1E, True)]),
        ("9e", [(0x1E, False)]),
        ("1e9e", [(0x1E, True), (0x1E, False)]),
        ("e04d", [(0xE04D, True)]),
        ("e0cd", [(0xE04D, False)]),
        ("e04de0cd", [(0xE04D, True), (0xE04D, False)]),
        ("e11d45", [(0xE11D45, True)]),
        ("e19dc5", [(0xE11D45, False)]),
        ("e11d45e19dc5", [(0xE11D45, True), (0xE11D45, False)]),
        ("2ae0379e", [(0x2A, True), (0xE037, True), (0x1E, False)]),
        ("e02ae037", [(0xE02A, True), (0xE037, True)]),
        ("58d8", [(0x58, True), (0x58, False)]),
        ("", []),
        ("e0", []),
        ("e11d", []),
    ],
)
def test_keys(codes, keys) -> None:
    assert read(bytes.fromhex(codes)) == keys


CODES = st.one_of(
    st.integers(1, 0x58).map(lambda code: bytes([code])),
    st.integers(1, 0x58).map(lambda code: bytes([0xE0, code])),
    st.just(b"\xe1\x1d\x45"),
)


@given(st.lists(CODES, max_size=20), st.lists(st.integers(0, 60), max_size=10))
def test_it_does_not_matter_how_bytes_are_cut_into_messages(codes, cuts) -> None:
    whole = b"".join(codes)
    edges = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    reader = ScancodeReader()
    parts = [whole[start:end] for start, end in itertools.pairwise(edges)]
    keys = [key for part in parts for key in reader.read(part)]
    assert keys == read(whole)
    assert [code for code, _ in keys] == [int.from_bytes(code, "big") for code in codes]


@given(st.binary(max_size=300))
def test_any_bytes_give_keys_and_leave_little(codes) -> None:
    reader = ScancodeReader()
    for code, _ in reader.read(codes):
        assert 0 <= code <= 0xE1FFFF
    assert len(reader._pending) <= 2
