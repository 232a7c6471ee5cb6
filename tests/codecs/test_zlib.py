import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.codecs import zlib as codec
from piment.errors import CodecError
from tools.check_vectors import Vector, check_zlib, read

VECTORS = [
    vector for vector in read(Path(__file__).parents[1] / "vectors") if "zlib" in vector.entry
]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_vectors_pass_in_both_directions(vector: Vector) -> None:
    check_zlib(vector)


def test_there_are_vectors() -> None:
    assert sum(len(vector.entry["images"]) for vector in VECTORS) > 10


@given(data=st.binary(max_size=2000), level=st.integers(1, 9))
def test_what_was_deflated_inflates(data, level) -> None:
    assert codec.inflate(codec.deflate(data, level=level), len(data)) == data


def test_every_truncation_is_a_codec_error() -> None:
    data = bytes(range(200)) * 2
    stream = codec.deflate(data)
    for length in range(len(stream)):
        with pytest.raises(CodecError, match="zlib: "):
            codec.inflate(stream[:length], len(data))


@given(
    changes=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), min_size=1, max_size=3)
)
def test_mutations_give_the_same_or_a_codec_error(changes) -> None:
    data = b"GLZ images, and again GLZ images" * 9
    stream = bytearray(codec.deflate(data))
    for place, value in changes:
        stream[place % len(stream)] = value
    try:
        assert codec.inflate(stream, len(data)) == data
    except CodecError:
        return


def test_the_size_must_be_exact() -> None:
    stream = codec.deflate(bytes(1000))
    with pytest.raises(CodecError, match="999 bytes expected, more there"):
        codec.inflate(stream, 999)
    with pytest.raises(CodecError, match="0 bytes expected, more there"):
        codec.inflate(stream, 0)
    with pytest.raises(CodecError, match="1001 bytes expected, 1000 there"):
        codec.inflate(stream, 1001)
    with pytest.raises(CodecError, match="3 bytes behind the stream"):
        codec.inflate(stream + b"abc", 1000)
    with pytest.raises(CodecError, match="the stream has no end"):
        codec.inflate(stream[:-1], 1000)


def test_bombs_do_not_inflate() -> None:
    bomb = zlib.compress(bytes(100 << 20), 9)
    with pytest.raises(CodecError, match="1000 bytes expected, more there"):
        codec.inflate(bomb, 1000)
    with pytest.raises(CodecError, match="104857600 bytes, at most 1048576 allowed"):
        codec.inflate(bomb, 100 << 20, limit=1 << 20)
