import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.canvas import PixelFormat
from piment.canvas.load import load, load_mask, of_picture
from piment.codecs import jpeg, lz, lz4, quic
from piment.codecs.image import ImageType, Picture
from piment.errors import CodecError, PimentError, ProtocolError
from piment.protocol.image import (
    Bitmap,
    BitmapFlags,
    BitmapFmt,
    FromCache,
    GlzRgb,
    Image,
    ImageFlags,
    Jpeg,
    JpegAlpha,
    JpegAlphaFlags,
    Lz4,
    LzPlt,
    LzRgb,
    Palette,
    Payload,
    Quic,
)

XRGB, ARGB, RGB555 = PixelFormat.XRGB, PixelFormat.ARGB, PixelFormat.RGB555
TOP_DOWN = BitmapFlags.TOP_DOWN
COLOURS = Palette(0, [0x11000000, 0x22FFFFFF, 0x33FF0000] + [0x44 << 24 | n for n in range(13)])


def bitmap(form: BitmapFmt, size: tuple[int, int], data: bytes, palette=None, flags=TOP_DOWN):
    stride = len(data) // size[1] if size[1] else 0
    payload = Bitmap(form, flags, *size, stride, None, palette, data)
    return Image(1, ImageFlags(0), *size, payload)


@pytest.mark.parametrize(
    ("form", "width", "row", "native", "words"),
    [
        (BitmapFmt.FMT_1BIT_LE, 3, b"\x05\xff", XRGB, [0x22FFFFFF, 0x11000000, 0x22FFFFFF]),
        (BitmapFmt.FMT_1BIT_BE, 3, b"\xc0\xff", XRGB, [0x22FFFFFF, 0x22FFFFFF, 0x11000000]),
        (BitmapFmt.FMT_4BIT_LE, 3, b"\x12\xf0", XRGB, [0x33FF0000, 0x22FFFFFF, 0x11000000]),
        (BitmapFmt.FMT_4BIT_BE, 3, b"\x12\x0f", XRGB, [0x22FFFFFF, 0x33FF0000, 0x11000000]),
        (BitmapFmt.FMT_8BIT, 2, b"\x02\x0f", XRGB, [0x33FF0000, 0x4400000C]),
        (BitmapFmt.FMT_16BIT, 1, b"\x34\x92", RGB555, [0x9234]),
        (BitmapFmt.FMT_24BIT, 1, b"\x01\x02\x03\xff", XRGB, [0x00030201]),
        (BitmapFmt.FMT_32BIT, 1, b"\x01\x02\x03\x04", XRGB, [0x04030201]),
        (BitmapFmt.RGBA, 1, b"\x01\x02\x03\x04", ARGB, [0x04030201]),
        (BitmapFmt.FMT_8BIT_A, 2, b"\x80\xff", PixelFormat.A8, [0x80, 0xFF]),
    ],
)
def test_bitmaps(
    form: BitmapFmt, width: int, row: bytes, native: PixelFormat, words: list[int]
) -> None:
    palette = COLOURS if form <= BitmapFmt.FMT_8BIT else None
    loaded = load(bitmap(form, (width, 1), row, palette), XRGB)
    assert (loaded.format, loaded.words.tolist()) == (native, [words])


def test_rows_are_bottom_up_unless_said_otherwise() -> None:
    for flags, rows in ((TOP_DOWN, [[1], [2]]), (BitmapFlags(0), [[2], [1]])):
        image = bitmap(BitmapFmt.FMT_8BIT_A, (1, 2), b"\x01\0\x02\0", flags=flags)
        assert load(image, XRGB).words.tolist() == rows
        bits = bitmap(BitmapFmt.FMT_1BIT_BE, (1, 2), b"\x80\0", flags=flags)
        assert load_mask(bits).words.tolist() == ([[1], [0]] if flags else [[0], [1]])


def test_palettes_of_shallow_surfaces_have_shallow_entries() -> None:
    image = bitmap(BitmapFmt.FMT_8BIT, (1, 1), b"\x00", Palette(0, [0xABCD9234]))
    loaded = load(image, RGB555)
    assert (loaded.format, loaded.words.tolist()) == (RGB555, [[0x9234]])
    with pytest.raises(ProtocolError, match="16_565"):
        load(image, PixelFormat.RGB565)


def test_the_palette_may_be_cached() -> None:
    payload = Bitmap(BitmapFmt.FMT_8BIT, BitmapFlags.PAL_FROM_CACHE, 1, 1, 1, 7, None, b"\x01")
    image = Image(1, ImageFlags(0), 1, 1, payload)
    assert load(image, XRGB, np.array([5, 6], np.uint32)).words.tolist() == [[6]]
    with pytest.raises(ProtocolError, match="palette entry 1 is used, there are 0"):
        load(image, XRGB)


def test_high_bits_may_be_set() -> None:
    image = bitmap(BitmapFmt.FMT_32BIT, (1, 1), b"\x01\x02\x03\x04")
    image.flags = ImageFlags.HIGH_BITS_SET
    assert load(image, XRGB).words.tolist() == [[0xFF030201]]
    clear = bitmap(BitmapFmt.RGBA, (1, 1), b"\x01\x02\x03\x04")
    clear.flags = ImageFlags.HIGH_BITS_SET
    assert load(clear, XRGB).words.tolist() == [[0x04030201]]


def coded(payload: object, width: int, height: int) -> Image:
    return Image(1, ImageFlags(0), width, height, payload)


def test_coded_images() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    opaque = [[0x020100, 0x060504, 0x0A0908], [0x0E0D0C, 0x121110, 0x161514]]
    for data, payload in ((lz.encode, LzRgb), (quic.encode, Quic)):
        loaded = load(coded(payload(data(pixels, ImageType.RGB32)), 3, 2), XRGB)
        assert (loaded.format, loaded.words.tolist()) == (XRGB, opaque)
        clear = load(coded(payload(data(pixels, ImageType.RGBA)), 3, 2), XRGB)
        assert (clear.format, clear.words.tolist()) == (ARGB, pixels.view("<u4")[..., 0].tolist())


def test_lz_with_a_palette() -> None:
    rows = np.array([[2, 1]], np.uint8)
    payload = LzPlt(BitmapFlags(0), None, COLOURS, lz.encode(rows, ImageType.PLT8))
    assert load(coded(payload, 2, 1), XRGB).words.tolist() == [[0x00FF0000, 0x00FFFFFF]]
    assert load(coded(payload, 2, 1), RGB555).words.tolist() == [[0, 0x7FFF]]


def test_sixteen_bits_stay_on_shallow_surfaces() -> None:
    picture = Picture(ImageType.RGB16, np.array([[0x7FFF, 0x0001]], np.uint16), 2)
    assert of_picture(picture, PixelFormat.RGB565).format is RGB555
    assert of_picture(picture, XRGB).words.tolist() == [[0xFFFFFF, 0x000008]]
    alpha = of_picture(Picture(ImageType.A8, np.array([[7]], np.uint8), 1), XRGB)
    assert (alpha.format, alpha.words.tolist()) == (PixelFormat.A8, [[7]])


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (coded(FromCache(), 1, 1), "FromCache cannot be decoded"),
        (coded(GlzRgb(b""), 1, 1), "GlzRgb cannot be decoded"),
        (coded(LzRgb(lz.encode(np.zeros((1, 2, 4), np.uint8), ImageType.RGB32)), 3, 1), "3x1"),
        (bitmap(BitmapFmt.INVALID, (1, 1), b"\0"), "format 0"),
        (bitmap(BitmapFmt.FMT_32BIT, (2, 1), b"\0\0\0\0"), "need 8 bytes, not 4"),
        (bitmap(BitmapFmt.FMT_1BIT_LE, (2**16, 2**13), b""), "at most"),
    ],
)
def test_what_cannot_be_loaded(image: Image, says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        load(image, XRGB)


def test_what_is_no_mask() -> None:
    with pytest.raises(ProtocolError, match="1 bit"):
        load_mask(bitmap(BitmapFmt.FMT_8BIT, (1, 1), b"\0"))
    with pytest.raises(ProtocolError, match="not FromCache"):
        load_mask(coded(FromCache(), 1, 1))


def test_broken_codes_are_codec_errors() -> None:
    with pytest.raises(CodecError):
        load(coded(LzRgb(b"nothing"), 1, 1), XRGB)


@given(
    form=st.sampled_from(BitmapFmt),
    size=st.tuples(st.integers(0, 20), st.integers(0, 5)),
    stride=st.integers(0, 90),
    entries=st.none() | st.integers(0, 256),
    surface=st.sampled_from(PixelFormat),
    data=st.data(),
)
def test_any_bitmap_gives_its_size_or_an_error(form, size, stride, entries, surface, data) -> None:
    rows = data.draw(st.binary(min_size=stride * size[1], max_size=stride * size[1]))
    palette = None if entries is None else Palette(0, list(range(entries)))
    image = Image(
        1, ImageFlags(0), *size, Bitmap(form, TOP_DOWN, *size, stride, None, palette, rows)
    )
    try:
        loaded = load(image, surface)
    except PimentError:
        return
    assert loaded.size == size
    assert loaded.words.dtype == loaded.format.dtype
    assert loaded.fit_for(surface).words.shape == (size[1], size[0])


@pytest.mark.parametrize("form", [XRGB, RGB555])
def test_lz4_of_16_bits_is_555_on_all_surfaces(form: PixelFormat) -> None:
    pixels = np.array([[0x7C00, 0x001F]], np.uint16)
    image = Image(0, ImageFlags(0), 2, 1, Lz4(lz4.encode(pixels, ImageType.RGB16)))
    loaded = load(image, form)
    assert (loaded.format, loaded.words.tolist()) == (RGB555, [[0x7C00, 0x001F]])


def test_lz4_keeps_the_undefined_byte() -> None:
    pixels = np.array([[[1, 2, 3, 4]]], np.uint8)
    for type_, form in ((ImageType.RGB32, XRGB), (ImageType.RGBA, ARGB)):
        loaded = load(Image(0, ImageFlags(0), 1, 1, Lz4(lz4.encode(pixels, type_))), XRGB)
        assert (loaded.format, loaded.words.tolist()) == (form, [[0x04030201]])


def test_jpeg_with_alpha_has_the_order_that_its_flag_says() -> None:
    pixels = np.full((8, 8, 4), 100, np.uint8)
    pixels[4:, :, 3] = 200
    for top_down in (True, False):
        data, size = jpeg.encode_alpha(pixels, top_down=top_down)
        payload = JpegAlpha(JpegAlphaFlags(int(top_down)), size, data)
        loaded = load(Image(0, ImageFlags(0), 8, 8, payload), XRGB)
        assert (loaded.words >> 24).tolist() == pixels[..., 3].tolist()
        wrong = JpegAlpha(JpegAlphaFlags(int(not top_down)), size, data)
        with pytest.raises(CodecError, match="alpha"):
            load(Image(0, ImageFlags(0), 8, 8, wrong), XRGB)


@pytest.mark.parametrize(
    "payload",
    [
        LzRgb(lz.encode(np.zeros((9, 9, 4), np.uint8), ImageType.RGB32)),
        Quic(quic.encode(np.zeros((9, 9, 4), np.uint8), ImageType.RGB32)),
        Jpeg(jpeg.encode(np.zeros((9, 9, 4), np.uint8), ImageType.RGB32)),
    ],
)
def test_nothing_is_decoded_beyond_the_descriptors_size(payload: Payload) -> None:
    with pytest.raises(CodecError, match=r"8[01]"):
        load(Image(0, ImageFlags(0), 8, 10, payload), XRGB)
