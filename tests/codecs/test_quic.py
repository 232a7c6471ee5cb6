import struct
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.codecs import quic
from piment.codecs.image import ImageType
from piment.errors import CodecError
from tests.codecs.pictures import pictures
from tests.reference import quic as reference
from tools.check_vectors import Vector, carried, check_quic, read

TYPES = [ImageType.GRAY, ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA]
VECTORS = [
    vector for vector in read(Path(__file__).parents[1] / "vectors") if vector.codec == "QUIC"
]
SMALL = [vector for vector in VECTORS if vector.entry["compressed_size"] < 2000]


def components(pixels: np.ndarray, kind: ImageType) -> np.ndarray:
    """Return pixels as the reference has them: (height, width, channels), R, G, B, A."""
    match kind:
        case ImageType.GRAY:
            return pixels[..., None]
        case ImageType.RGB16:
            return np.stack([pixels >> shift & 31 for shift in (10, 5, 0)], 2).astype(np.uint8)
        case ImageType.RGBA:
            return pixels[..., [2, 1, 0, 3]]
        case _:
            return pixels[..., [2, 1, 0]]


def drawn(types: list[ImageType], side: int = 70):
    """Draw pictures with pixels: QUIC has no others."""
    return pictures(types, side).filter(lambda picture: picture[1].size > 0)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_vectors_pass_in_both_directions(vector: Vector) -> None:
    check_quic(vector)


def test_there_are_vectors_of_every_type() -> None:
    assert {vector.type for vector in VECTORS} == set(TYPES)


@pytest.mark.parametrize("vector", SMALL, ids=[vector.name for vector in SMALL])
def test_the_reference_is_right_about_the_vectors(vector: Vector) -> None:
    parts = components(vector.pixels, vector.type)
    assert reference.encode(vector.type, parts) == vector.stream
    kind, decoded = reference.decode(vector.stream)
    assert kind is vector.type
    np.testing.assert_array_equal(decoded, parts)


@given(picture=drawn(TYPES))
@settings(max_examples=200)
def test_streams_are_the_reference_s_and_decode(picture) -> None:
    kind, pixels, width = picture
    stream = quic.encode(pixels, kind)
    assert stream == reference.encode(kind, components(pixels, kind))
    decoded = quic.decode(stream)
    assert (decoded.type, decoded.width, decoded.top_down) == (kind, width, True)
    np.testing.assert_array_equal(carried(decoded.pixels, kind), carried(pixels, kind))


@given(picture=drawn(TYPES, side=300), repeats=st.integers(1, 4))
@settings(max_examples=60)
def test_wide_and_large_pictures_come_back(picture, repeats) -> None:
    kind, pixels, _ = picture
    pixels = np.concatenate([pixels] * repeats, axis=1)
    decoded = quic.decode(quic.encode(pixels, kind)).pixels
    np.testing.assert_array_equal(carried(decoded, kind), carried(pixels, kind))


def test_any_strides_give_the_same_stream() -> None:
    wide = np.random.default_rng(3).integers(0, 40, (40, 60, 4), np.uint8)
    stream = quic.encode(np.ascontiguousarray(wide[30:5:-2, 7:50]), ImageType.RGB32)
    assert quic.encode(wide[30:5:-2, 7:50], ImageType.RGB32) == stream
    every_other = np.ascontiguousarray(wide[:, ::2])
    stream = quic.encode(every_other, ImageType.RGBA)
    assert quic.encode(wide[:, ::2], ImageType.RGBA) == stream


def test_what_is_not_carried_is_zero() -> None:
    pixels = np.full((3, 5, 4), 255, np.uint8)
    assert (quic.decode(quic.encode(pixels, ImageType.RGB32)).pixels[..., 3] == 0).all()
    pixels = np.full((3, 5), 0xFFFF, np.uint16)
    assert (quic.decode(quic.encode(pixels, ImageType.RGB16)).pixels == 0x7FFF).all()


@given(picture=drawn(TYPES, side=12))
@settings(max_examples=60)
def test_every_truncation_is_a_codec_error(picture) -> None:
    kind, pixels, _ = picture
    stream = quic.encode(pixels, kind)
    for length in range(len(stream)):
        with pytest.raises(CodecError, match="QUIC: "):
            quic.decode(stream[:length])
    with pytest.raises(CodecError, match="4 bytes after the last word"):
        quic.decode(stream + b"\0\0\0\0")


@given(
    vector=st.sampled_from(SMALL),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4),
)
@settings(max_examples=500)
def test_mutations_give_the_reference_s_picture_or_a_codec_error(vector, changes) -> None:
    stream = bytearray(vector.stream)
    for place, value in changes:
        stream[place % len(stream)] = value
    try:
        decoded = quic.decode(stream, limit=1 << 16)
    except CodecError:
        return
    _, expected = reference.decode(bytes(stream))
    np.testing.assert_array_equal(components(decoded.pixels, decoded.type), expected)


class AnyWriter(reference.Writer):
    """A stream that makes up the numbers which nobody gives it."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self.random = random
        self.noise = random.choice([0.02, 0.1, 0.9])

    def number(self, count: int, value: int | None) -> int:
        made_up = self.random.getrandbits(count) if self.random.random() < self.noise else 0
        return super().number(count, made_up if value is None else value)

    def zeros(self, most: int, value: int | None) -> int:
        made_up = min(self.random.choice([1, 1, 2, 30]), most)
        made_up = made_up if self.random.random() < self.noise else 0
        return super().zeros(most, made_up if value is None else value)


class AnyGroup(reference.Group):
    """Channels whose runs end where they like."""

    stream: AnyWriter

    def run(self, i: int, end: int) -> int:
        choose = self.stream.random
        length = self.run_length(
            min(choose.choice([0, 1, 2, choose.randint(0, end - i), end]), end - i)
        )
        self.current += [self.current[i - 1]] * length
        return length


@given(
    kind=st.sampled_from(TYPES),
    width=st.integers(1, 150),
    height=st.integers(1, 20),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=150)
def test_streams_of_other_encoders_decode(kind, width, height, seed) -> None:
    """Runs need not be as long as they could, and residuals may be larger than there are."""
    writer = AnyWriter(Random(seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "Group", AnyGroup)
        parts = reference.groups(writer, kind, width)
    rows = [[group.row(None) for group in parts] for _ in range(height)]
    number = next(number for number, type_ in reference.TYPES.items() if type_ is kind)
    stream = struct.pack("<5I", reference.MAGIC, 0, number, width, height) + writer.finish()
    expected = [[sum(pixel, ()) for pixel in zip(*row, strict=True)] for row in rows]
    decoded = quic.decode(stream)
    assert components(decoded.pixels, kind).tolist() == [list(map(list, row)) for row in expected]


def test_a_header_alone_allocates_nothing() -> None:
    huge = struct.pack("<5I", 0x43495551, 0, 4, 16_000, 16_000)
    with pytest.raises(CodecError, match="256000000, at most 67108864 allowed"):
        quic.decode(huge)
    with pytest.raises(CodecError, match="image needs 191991 bits, 0 bytes are there"):
        quic.decode(huge, limit=1 << 30)


def test_wrong_pixels_are_refused() -> None:
    with pytest.raises(ValueError, match="RGB32 needs uint8 of shape"):
        quic.encode(np.zeros((2, 2, 3), np.uint8), ImageType.RGB32)
    with pytest.raises(CodecError, match="PLT8 cannot be coded"):
        quic.encode(np.zeros((2, 2), np.uint8), ImageType.PLT8)
    with pytest.raises(CodecError, match="image of 0x2 is empty"):
        quic.encode(np.zeros((2, 0), np.uint8), ImageType.GRAY)
