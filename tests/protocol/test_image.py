from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.protocol import image
from piment.protocol.image import Bitmap, BitmapFlags, BitmapFmt, Image, ImageFlags, Palette
from piment.wire import WireError
from tests.protocol.constants import CONSTANTS
from tests.wire.checks import check_bytes, check_reading, check_round_trip, check_truncations
from tests.wire.strategies import damaged, values

# The descriptor that the bytes below begin with, up to the type and behind it.
ID = "0200000005000000"
SIZE = "04000000 02000000"


def of(payload: image.Payload, flags: int = 0) -> Image:
    """Return an image of 4x2 pixels."""
    return Image(0x0000000500000002, ImageFlags(flags), 4, 2, payload)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (of(image.Quic(b"q")), f"{ID} 01 00 {SIZE} 01000000 71"),
        (of(image.LzRgb(b"lz")), f"{ID} 65 00 {SIZE} 02000000 6c7a"),
        (of(image.GlzRgb(b"")), f"{ID} 66 00 {SIZE} 00000000"),
        (of(image.FromCache()), f"{ID} 67 00 {SIZE}"),
        (of(image.Surface(9)), f"{ID} 68 00 {SIZE} 09000000"),
        (of(image.Jpeg(b"\xff\xd8"), ImageFlags.CACHE_ME), f"{ID} 69 01 {SIZE} 02000000 ffd8"),
        (of(image.FromCacheLossless()), f"{ID} 6a 00 {SIZE}"),
        (of(image.ZlibGlzRgb(99, b"z")), f"{ID} 6b 00 {SIZE} 63000000 01000000 7a"),
        (
            of(image.JpegAlpha(image.JpegAlphaFlags.TOP_DOWN, 2, b"JPlz")),
            f"{ID} 6c 00 {SIZE} 01 02000000 04000000 4a506c7a",
        ),
        (of(image.Lz4(b"4")), f"{ID} 6d 00 {SIZE} 01000000 34"),
        (
            of(image.LzPlt(BitmapFlags(0), None, Palette(1, [0xFFFFFF]), b"lz")),
            f"{ID} 64 00 {SIZE} 00 02000000 1d000000 6c7a 0100000000000000 0100 ffffff00",
        ),
        (
            of(image.LzPlt(BitmapFlags.PAL_FROM_CACHE, 0x1234, None, b"lz")),
            f"{ID} 64 00 {SIZE} 02 02000000 3412000000000000 6c7a",
        ),
        (
            of(Bitmap(BitmapFmt.FMT_32BIT, BitmapFlags.TOP_DOWN, 1, 2, 4, None, None, bytes(8))),
            f"{ID} 00 00 {SIZE} 08 04 01000000 02000000 04000000 00000000 0000000000000000",
        ),
    ],
)
def test_values_and_their_bytes(value: Image, text: str) -> None:
    check_bytes(value, text)


@given(st.data())
def test_no_bytes_do_harm(data: st.DataObject) -> None:
    value = data.draw(values(Image))
    check_round_trip(value)
    check_truncations(value)
    check_reading(Image, data.draw(damaged(value.pack())))


def test_a_palette_of_lz_must_be_there() -> None:
    data = bytes.fromhex(f"{ID} 64 00 {SIZE} 00 00000000 00000000")
    with pytest.raises(WireError, match=r"Image\.payload\.palette: the offset must not be 0"):
        Image.unpack(data)


def test_rows_must_fit() -> None:
    data = bytes.fromhex(f"{ID} 00 00 {SIZE} 08 04 01000000 02000000 04000000 00000000 0000")
    with pytest.raises(WireError, match=r"Image\.payload\.data: needs 8 bytes, 2 left"):
        Image.unpack(data)
    with pytest.raises(WireError, match=r"payload\.data: holds 7, stride \* y announces 8"):
        of(Bitmap(BitmapFmt.FMT_8BIT, BitmapFlags(0), 4, 2, 4, None, None, bytes(7))).pack()


def test_rows_are_limited() -> None:
    data = bytes.fromhex(f"{ID} 00 00 {SIZE} 08 04 01000000 ffffffff ffffffff 00000000")
    with pytest.raises(WireError, match=r"data: 18446744065119617025 is over the limit 268435456"):
        Image.unpack(data)


def test_the_reserved_type_is_no_image() -> None:
    with pytest.raises(WireError, match=r"Image\.payload: tag 2 is none of 0, 1, 100, "):
        Image.unpack(bytes.fromhex(f"{ID} 02 00 {SIZE}"))


def test_the_descriptor_has_its_size() -> None:
    assert len(of(image.FromCache()).pack()) == CONSTANTS["structure_sizes"]["ImageDescriptor"]
