import io
import tracemalloc
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
import simplejpeg
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.codecs import jpeg, lz
from piment.codecs.image import ImageType, Picture
from piment.errors import CodecError
from tools.check_vectors import Vector, check_jpeg, check_jpeg_alpha, read

TYPES = [ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA]
ALL = read(Path(__file__).parents[1] / "vectors")
FILES = [vector for vector in ALL if vector.codec == "JPEG"]
ALPHA = [vector for vector in ALL if vector.codec == "JPEG_ALPHA"]
TABLES = 0xC4
SCAN = 0xDA


def names(vectors: list[Vector]) -> list[str]:
    return [vector.name for vector in vectors]


def smooth(width: int, height: int, depth: int = 4) -> np.ndarray:
    """Return a picture that JPEG keeps nearly as it is."""
    rows, columns = np.indices((height, width)) * 2
    layers = [100 + columns, 60 + rows, 40 + (rows + columns) // 2, 255 - rows]
    return np.stack(layers[:depth], axis=2).clip(0, 255).astype(np.uint8)


def segments(file: bytes) -> list[bytes]:
    """Return what stands before the coded picture, segment by segment, and then the rest."""
    parts, place = [file[:2]], 2
    while parts[-1][1] != SCAN:
        end = place + 2 + int.from_bytes(file[place + 2 : place + 4], "big")
        parts.append(file[place:end])
        place = end
    return [*parts, file[place:]]


def without_tables(file: bytes) -> bytes:
    return b"".join(part for part in segments(file) if part[1] != TABLES)


def change_frame(file: bytes, place: int, content: bytes) -> bytes:
    """Return the file with bytes of its frame header changed; its marker is at 0."""
    start = file.index(b"\xff\xc0") + place
    return file[:start] + content + file[start + len(content) :]


def with_size(file: bytes, width: int, height: int) -> bytes:
    return change_frame(file, 5, height.to_bytes(2, "big") + width.to_bytes(2, "big"))


@pytest.mark.parametrize("vector", FILES, ids=names(FILES))
def test_vectors_pass_in_both_directions(vector: Vector) -> None:
    check_jpeg(vector)


@pytest.mark.parametrize("vector", ALPHA, ids=names(ALPHA))
def test_vectors_with_alpha_pass_in_both_directions(vector: Vector) -> None:
    check_jpeg_alpha(vector)


@pytest.mark.parametrize("vector", FILES, ids=names(FILES))
def test_frames_without_huffman_tables_decode(vector: Vector) -> None:
    bare = without_tables(vector.stream)
    assert len(bare) < len(vector.stream) - 400
    np.testing.assert_array_equal(jpeg.decode(bare).pixels, jpeg.decode(vector.stream).pixels)


def test_a_frame_without_tables_after_one_with_its_own_gets_the_standard_ones() -> None:
    bare = without_tables(jpeg.encode(smooth(64, 40), ImageType.RGB32))
    expected = jpeg.decode(bare).pixels
    parts = segments(jpeg.encode(smooth(64, 40), ImageType.RGB32))
    swapped = [
        part[:4] + bytes([part[4] ^ 1]) + part[5:] if part[1] == TABLES else part for part in parts
    ]
    with pytest.raises(CodecError):
        jpeg.decode(b"".join(swapped))
    np.testing.assert_array_equal(jpeg.decode(bare).pixels, expected)


@given(
    kind=st.sampled_from(TYPES),
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    gap=st.integers(0, 5),
    fast=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_smooth_pictures_survive(kind, width, height, gap, fast) -> None:
    pixels = smooth(width, height)
    if kind is ImageType.RGB16:
        wide = pixels.astype(np.uint16) >> 3
        pixels = wide[..., 0] | wide[..., 1] << 5 | wide[..., 2] << 10
    elif kind is ImageType.RGB24:
        pixels = pixels[..., :3].copy()
    padded = np.full((height, width + gap, *pixels.shape[2:]), 7, pixels.dtype)
    padded[:, :width] = pixels
    picture = jpeg.decode(jpeg.encode(padded[:, :width], kind, quality=95, fast=fast))
    assert (picture.type, picture.width, picture.height) == (ImageType.RGB32, width, height)
    assert not picture.pixels[..., 3].any()
    expected = Picture(kind, pixels, width).bgrx()[..., :3].astype(int)
    assert np.abs(picture.pixels[..., :3] - expected).max() <= 12


@given(width=st.integers(1, 60), height=st.integers(1, 60), top_down=st.booleans())
@settings(max_examples=100, deadline=None)
def test_alpha_is_exact(width, height, top_down) -> None:
    pixels = smooth(width, height)
    pixels[..., 3] = np.random.default_rng(width).integers(0, 256, (height, width))
    data, size = jpeg.encode_alpha(pixels, quality=95, top_down=top_down)
    picture = jpeg.decode_alpha(data, size, top_down=top_down)
    assert (picture.type, picture.top_down) == (ImageType.RGBA, top_down)
    np.testing.assert_array_equal(picture.pixels[..., 3], pixels[..., 3])
    assert np.abs(picture.pixels.astype(int) - pixels).max() <= 12


@pytest.mark.parametrize("vector", FILES[3:6], ids=names(FILES[3:6]))
def test_every_truncation_is_a_codec_error(vector: Vector) -> None:
    for length in range(len(vector.stream)):
        with pytest.raises(CodecError, match="JPEG: "):
            jpeg.decode(vector.stream[:length])


def test_every_truncation_with_alpha_is_a_codec_error() -> None:
    data, size = jpeg.encode_alpha(smooth(20, 20))
    for length in range(len(data)):
        with pytest.raises(CodecError):
            jpeg.decode_alpha(data[:length], size)
    for wrong in range(size):
        with pytest.raises(CodecError):
            jpeg.decode_alpha(data, wrong)


@given(
    vector=st.sampled_from(FILES),
    bare=st.booleans(),
    changes=st.lists(st.tuples(st.integers(0, 2999), st.integers(0, 255)), min_size=1, max_size=4),
)
@settings(max_examples=500, deadline=None)
def test_mutations_give_a_picture_or_a_codec_error(vector, bare, changes) -> None:
    file = bytearray(without_tables(vector.stream) if bare else vector.stream)
    for place, value in changes:
        file[place % len(file)] = value
    try:
        picture = jpeg.decode(file, limit=1 << 20)
    except CodecError:
        return
    assert picture.pixels.shape == (picture.height, picture.width, 4)
    assert picture.width * picture.height <= 1 << 20


def test_a_header_alone_allocates_nothing() -> None:
    file = jpeg.encode(smooth(64, 64), ImageType.RGB32)
    tracemalloc.start()
    with pytest.raises(CodecError, match=r"65500x65500 pixels, 1 to 67108864 allowed"):
        jpeg.decode(with_size(file, 65500, 65500))
    with pytest.raises(CodecError, match=r"8192x8192 pixels need 393216 bytes, \d+ left"):
        jpeg.decode(with_size(file, 8192, 8192))
    with pytest.raises(CodecError, match="0x64 pixels, 1 to"):
        jpeg.decode(with_size(file, 0, 64))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_the_fewest_bytes_are_enough(subsampling: str) -> None:
    """One colour, with Huffman codes made for it: no picture takes fewer bits."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (512, 512), (90, 90, 90)).save(
        file, "JPEG", subsampling=subsampling, optimize=True
    )
    assert (jpeg.decode(file.getvalue()).pixels[..., :3] == 90).all()


def test_gray_files_decode() -> None:
    flat = np.full((60, 50, 1), 128, np.uint8)
    gray = simplejpeg.encode_jpeg(flat, 85, "GRAY", colorsubsampling="Gray")
    assert (jpeg.decode(gray).pixels == (128, 128, 128, 0)).all()


def test_what_is_not_sequential_is_refused() -> None:
    file = jpeg.encode(smooth(16, 16), ImageType.RGB32)
    for kind in (0xC2, 0xC3, 0xC9, 0xCA):
        with pytest.raises(CodecError, match=f"frame of kind {kind:02x}, only sequential"):
            jpeg.decode(change_frame(file, 1, bytes([kind])))


def test_broken_headers_say_what_is_wrong() -> None:
    file = jpeg.encode(smooth(16, 16), ImageType.RGB32)
    with pytest.raises(CodecError, match="starts with 8950, not ffd8"):
        jpeg.decode(b"\x89PNG")
    with pytest.raises(CodecError, match="no segment begins with 00000000"):
        jpeg.decode(file[:2] + bytes(8))
    with pytest.raises(CodecError, match="no segment begins with ffe00001"):
        jpeg.decode(file[:2] + b"\xff\xe0\x00\x01" + bytes(8))
    with pytest.raises(CodecError, match="frame header of 15 bytes for 4 components"):
        jpeg.decode(change_frame(file, 9, b"\x04"))
    with pytest.raises(CodecError, match=r"sampling factors \[\(2, 2\), \(0, 1\)"):
        jpeg.decode(change_frame(file, 14, b"\x01"))
    parts = segments(file)
    one = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    with pytest.raises(CodecError, match="a scan of 1 components, 3 in the frame"):
        jpeg.decode(b"".join([*parts[:-2], one, parts[-1]]))
    with pytest.raises(CodecError, match="a scan without frame header"):
        jpeg.decode(b"".join(part for part in parts if part[1] != 0xC0))


def test_parts_must_fit_each_other() -> None:
    pixels = smooth(10, 6)
    file = jpeg.encode(pixels, ImageType.RGB32)
    for alpha in (
        lz.encode(pixels[:5], ImageType.XXXA),
        lz.encode(pixels[..., 3].copy(), ImageType.A8),
        lz.encode(pixels, ImageType.XXXA, top_down=False),
    ):
        with pytest.raises(CodecError, match="the rest XXXA 10x6 top-down"):
            jpeg.decode_alpha(file + alpha, len(file))
    with pytest.raises(CodecError, match=rf"the file needs 99999 bytes, {len(file)} left"):
        jpeg.decode_alpha(file, 99999)


def test_what_cannot_be_coded_is_refused() -> None:
    with pytest.raises(CodecError, match="A8 cannot be coded"):
        jpeg.encode(np.zeros((2, 2), np.uint8), ImageType.A8)
    with pytest.raises(CodecError, match="4x0 pixels cannot be coded"):
        jpeg.encode(np.zeros((0, 4, 4), np.uint8), ImageType.RGB32)
    with pytest.raises(CodecError, match="70000x1 pixels cannot be coded"):
        jpeg.encode(np.zeros((1, 70000, 4), np.uint8), ImageType.RGB32)
    with pytest.raises(ValueError, match="RGB24 needs uint8 of shape"):
        jpeg.encode(np.zeros((2, 2, 4), np.uint8), ImageType.RGB24)
