from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.codecs import lz
from piment.codecs.image import ImageType, Picture
from piment.errors import CodecError
from tests.codecs.pictures import pictures
from tests.reference import lz as reference
from tools.check_vectors import Vector, carried, check_lz, read

TYPES = [kind for kind in ImageType if kind is not ImageType.GRAY]
VECTORS = [vector for vector in read(Path(__file__).parents[1] / "vectors") if vector.codec == "LZ"]


def names(vectors: list[Vector]) -> list[str]:
    return [vector.name for vector in vectors]


def in_stream_order(picture: Picture) -> bytes:
    return picture.pixels[:: 1 if picture.top_down else -1].tobytes()


@pytest.mark.parametrize("vector", VECTORS, ids=names(VECTORS))
def test_vectors_pass_in_both_directions(vector: Vector) -> None:
    check_lz(vector)


@pytest.mark.parametrize("kind", TYPES)
def test_streams_are_no_larger_than_the_reference_s(kind: ImageType) -> None:
    own = [vector for vector in VECTORS if vector.type is kind]
    ours = sum(len(lz.encode(v.pixels, kind, width=v.entry["width"])) for v in own)
    assert ours <= sum(vector.entry["compressed_size"] for vector in own)


def test_there_are_vectors_of_every_type() -> None:
    assert {vector.type for vector in VECTORS} == set(TYPES)


@given(picture=pictures(TYPES), top_down=st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_was_encoded_decodes(picture, top_down) -> None:
    kind, pixels, width = picture
    stream = lz.encode(pixels, kind, width=width, top_down=top_down)
    decoded = lz.decode(stream)
    assert (decoded.type, decoded.width, decoded.top_down) == (kind, width, top_down)
    np.testing.assert_array_equal(carried(decoded.pixels, kind), carried(pixels, kind))
    slow = (kind, width, decoded.height, top_down, in_stream_order(decoded))
    assert reference.decode(stream) == slow


@given(picture=pictures(TYPES, side=12))
@settings(max_examples=60, deadline=None)
def test_every_truncation_is_a_codec_error(picture) -> None:
    kind, pixels, width = picture
    stream = lz.encode(pixels, kind, width=width)
    for length in range(len(stream)):
        with pytest.raises(CodecError, match="LZ: "):
            lz.decode(stream[:length])


@given(
    vector=st.sampled_from(
        [vector for vector in VECTORS if vector.entry["compressed_size"] < 3000]
    ),
    changes=st.lists(st.tuples(st.integers(0, 2999), st.integers(0, 255)), min_size=1, max_size=4),
)
@settings(max_examples=500, deadline=None)
def test_mutations_give_the_reference_s_picture_or_a_codec_error(vector, changes) -> None:
    stream = bytearray(vector.stream)
    for place, value in changes:
        stream[place % len(stream)] = value
    try:
        decoded = lz.decode(stream, limit=1 << 20)
    except CodecError:
        return
    assert reference.decode(bytes(stream))[4] == in_stream_order(decoded)


def test_a_header_alone_allocates_nothing() -> None:
    huge = lz.encode(np.zeros((2, 2, 4), np.uint8), ImageType.RGB32)[:28]
    huge = huge[:12] + (16000).to_bytes(4, "big") * 2 + (64000).to_bytes(4, "big") + huge[24:]
    with pytest.raises(CodecError, match="256000000, at most 67108864 allowed"):
        lz.decode(huge)
    with pytest.raises(CodecError, match="256000000 units cannot be coded in 0 bytes"):
        lz.decode(huge, limit=1 << 30)


def test_wrong_pixels_are_refused() -> None:
    with pytest.raises(ValueError, match="RGB32 needs uint8 of shape"):
        lz.encode(np.zeros((2, 2, 3), np.uint8), ImageType.RGB32)
    with pytest.raises(CodecError, match="image type 100 cannot be coded"):
        lz.encode(np.zeros((2, 2), np.uint8), ImageType.GRAY)
    with pytest.raises(CodecError, match="image needs 4 bytes of pixels, 2 given"):
        lz.encode(np.zeros((2, 1), np.uint8), ImageType.PLT1_LE, width=9)


def test_the_palette_is_handed_on() -> None:
    palette = np.array([0x102030, 0xFFFFFF], np.uint32)
    stream = lz.encode(np.array([[0b10]], np.uint8), ImageType.PLT1_LE, width=3)
    picture = lz.decode(stream, palette=palette)
    assert picture.width == 3
    assert picture.bgrx().tolist() == [[[0x30, 0x20, 0x10, 0], [255, 255, 255, 0], [48, 32, 16, 0]]]
