from pathlib import Path

import lz4.block
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.codecs import lz4 as codec
from piment.codecs.image import ImageType
from piment.errors import CodecError
from tests.codecs.pictures import pictures
from tools.check_vectors import Vector, check_lz4, read

TYPES = [ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA]
VECTORS = [
    vector for vector in read(Path(__file__).parents[1] / "vectors") if vector.codec == "LZ4"
]
WINDOW = 64 << 10


def linked_blocks(data: bytes, chunk: int) -> bytes:
    """Return blocks of liblz4, each with what was before it as dictionary."""
    blocks = []
    for start in range(0, len(data), chunk):
        block = lz4.block.compress(
            data[start : start + chunk],
            store_size=False,
            dict=data[max(start - WINDOW, 0) : start],
        )
        blocks.append(len(block).to_bytes(4, "big") + block)
    return b"".join(blocks)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_vectors_pass_in_both_directions(vector: Vector) -> None:
    check_lz4(vector)


def test_there_are_vectors_of_every_type() -> None:
    assert {vector.type for vector in VECTORS} == set(TYPES)


@given(picture=pictures(TYPES), top_down=st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_was_encoded_decodes_here_and_in_liblz4(picture, top_down) -> None:
    kind, pixels, width = picture
    height = len(pixels)
    if not width or not height:
        with pytest.raises(CodecError, match="without pixels"):
            codec.encode(pixels, kind, top_down=top_down)
        return
    stream = codec.encode(pixels, kind, top_down=top_down)
    decoded = codec.decode(stream, width, height)
    assert (decoded.type, decoded.width, decoded.top_down) == (kind, width, top_down)
    np.testing.assert_array_equal(decoded.pixels, pixels)
    theirs = lz4.block.decompress(stream[6:], uncompressed_size=pixels.nbytes)
    assert theirs == pixels[:: 1 if top_down else -1].tobytes()


@given(picture=pictures(TYPES), chunk=st.integers(1, 3000))
@settings(max_examples=200, deadline=None)
def test_blocks_refer_to_what_was_before_them(picture, chunk) -> None:
    kind, pixels, width = picture
    if not pixels.size:
        return
    stream = bytes((1, kind)) + linked_blocks(pixels.tobytes(), chunk)
    np.testing.assert_array_equal(codec.decode(stream, width, len(pixels)).pixels, pixels)


def test_blocks_refer_no_further_than_the_window() -> None:
    random = np.random.default_rng(1).integers(0, 256, WINDOW, np.uint8).tobytes()
    data = random + bytes(1000) + random
    stream = bytes((1, ImageType.RGB32)) + linked_blocks(data, len(random) // 2 + 77)
    decoded = codec.decode(stream, len(data) // 4, 1)
    assert decoded.pixels.tobytes() == data


def test_every_truncation_is_a_codec_error() -> None:
    data = bytes(range(60)) * 4
    stream = bytes((0, ImageType.RGB24)) + linked_blocks(data, 50)
    assert codec.decode(stream, 8, 10).pixels[::-1].tobytes() == data
    for length in range(len(stream)):
        with pytest.raises(CodecError, match="LZ4: "):
            codec.decode(stream[:length], 8, 10)


@given(
    vector=st.sampled_from(VECTORS),
    changes=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 255)), min_size=1, max_size=4),
)
@settings(max_examples=500, deadline=None)
def test_mutations_give_a_picture_of_that_size_or_a_codec_error(vector, changes) -> None:
    stream = bytearray(vector.stream)
    for place, value in changes:
        stream[place % len(stream)] = value
    width, height = vector.entry["width"], vector.entry["height"]
    try:
        decoded = codec.decode(stream, width, height)
    except CodecError:
        return
    assert (decoded.width, decoded.height) == (width, height)


def test_size_must_fit() -> None:
    stream = codec.encode(np.zeros((3, 5, 4), np.uint8), ImageType.RGB32)
    with pytest.raises(CodecError, match="image needs 80 bytes, blocks hold 60"):
        codec.decode(stream, 5, 4)
    with pytest.raises(CodecError, match="at byte 0 of 40: "):
        codec.decode(stream, 5, 2)
    for width, height in ((0, 3), (5, -3), (-5, -3)):
        with pytest.raises(CodecError, match=f"{width}x{height} pixels, 1 to"):
            codec.decode(stream, width, height)
    with pytest.raises(CodecError, match="5x3 pixels, 1 to 14 allowed"):
        codec.decode(stream, 5, 3, limit=14)


def test_a_few_bytes_allocate_nothing() -> None:
    stream = codec.encode(np.zeros((3, 5, 4), np.uint8), ImageType.RGB32)
    with pytest.raises(CodecError, match=r"268435456 bytes cannot be coded in \d\d bytes"):
        codec.decode(stream, 8192, 8192)


def test_wrong_types_are_refused() -> None:
    with pytest.raises(CodecError, match="A8 cannot be coded"):
        codec.encode(np.zeros((2, 2), np.uint8), ImageType.A8)
    with pytest.raises(CodecError, match="bitmap format 5 cannot be coded"):
        codec.decode(b"\x01\x05\x00\x00\x00\x01\x00", 1, 1)
    with pytest.raises(CodecError, match="a block has no bytes"):
        codec.decode(b"\x01\x06\x00\x00\x00\x00", 1, 1)
    with pytest.raises(ValueError, match="RGB32 needs uint8 of shape"):
        codec.encode(np.zeros((2, 2, 3), np.uint8), ImageType.RGB32)


# --- plain bytes ---------------------------------------------------------------------------------


@given(st.binary(min_size=1, max_size=5000))
def test_bytes_come_back(data: bytes) -> None:
    assert codec.decode_bytes(codec.encode_bytes(data), len(data), limit=5000) == data


def test_a_block_and_its_bytes() -> None:
    """Four literals (0x40), as the format has it for what cannot be shorter."""
    assert codec.encode_bytes(b"abcd").hex(" ") == "40 61 62 63 64"
    assert codec.decode_bytes(bytes.fromhex("40 61 62 63 64"), 4, limit=4) == b"abcd"


def test_others_read_our_blocks_and_we_read_theirs() -> None:
    data = b"".join(b"line %d of a console\n" % number for number in range(2000))
    ours = codec.encode_bytes(data)
    assert len(ours) < len(data) / 3
    assert lz4.block.decompress(ours, uncompressed_size=len(data)) == data
    theirs = lz4.block.compress(data, store_size=False)
    assert codec.decode_bytes(theirs, len(data), limit=len(data)) == data


@pytest.mark.parametrize(("block", "size"), [(b"", 1), (b"\x40abcd", 5), (b"\x40abcd", 3)])
def test_a_block_of_another_size_is_an_error(block: bytes, size: int) -> None:
    with pytest.raises(CodecError, match="LZ4"):
        codec.decode_bytes(block, size, limit=9)


def test_more_bytes_than_allowed_are_not_looked_at() -> None:
    with pytest.raises(CodecError, match="1073741824 bytes, 100 allowed"):
        codec.decode_bytes(b"\x40abcd", 1 << 30, limit=100)
