import numpy as np
import pytest

from piment.codecs.image import ImageType, Picture, packed_rows
from piment.errors import CodecError

PALETTE = np.array([0x010203, 0x0A0B0C, 0xFFFFFF], np.uint32)


@pytest.mark.parametrize(
    ("kind", "width", "stride"),
    [("PLT1_BE", 9, 2), ("PLT4_LE", 9, 5), ("PLT8", 9, 9), ("RGB16", 9, 18), ("RGB24", 9, 27)],
)
def test_rows_begin_at_a_byte(kind: str, width: int, stride: int) -> None:
    assert ImageType[kind].stride(width) == stride


@pytest.mark.parametrize(
    ("kind", "width", "row", "expected"),
    [
        ("PLT1_LE", 3, [0b001], [0x0A0B0C, 0x010203, 0x010203]),
        ("PLT1_BE", 3, [0b10000000], [0x0A0B0C, 0x010203, 0x010203]),
        ("PLT4_LE", 3, [0x21, 0x03], [0x0A0B0C, 0xFFFFFF, 0x010203]),
        ("PLT4_BE", 3, [0x12, 0x30], [0x0A0B0C, 0xFFFFFF, 0x010203]),
        ("PLT8", 2, [2, 0], [0xFFFFFF, 0x010203]),
        ("A8", 2, [7, 255], [0x07000000, 0xFF000000]),
        ("GRAY", 2, [7, 255], [0x070707, 0xFFFFFF]),
    ],
)
def test_bytes_become_bgrx(kind: str, width: int, row: list[int], expected: list[int]) -> None:
    picture = Picture(ImageType[kind], np.array([row], np.uint8), width, PALETTE)
    assert picture.bgrx().view("<u4")[..., 0].tolist() == [expected]


def test_five_bits_become_eight() -> None:
    pixels = np.array([[0x7FFF, 0x8000, 0b0_10000_00001_01000]], np.uint16)
    picture = Picture(ImageType.RGB16, pixels, 3)
    assert picture.bgrx().tolist() == [[[255, 255, 255, 0], [0, 0, 0, 0], [66, 8, 132, 0]]]


def test_missing_palette_entries_are_an_error() -> None:
    row = np.array([[2, 3]], np.uint8)
    with pytest.raises(CodecError, match="PLT8 needs 4 palette entries, has 3"):
        Picture(ImageType.PLT8, row, 2, PALETTE).bgrx()
    with pytest.raises(CodecError, match="PLT1_LE needs 2 palette entries, has 0"):
        Picture(ImageType.PLT1_LE, row, 9).bgrx()
    with pytest.raises(CodecError, match="PLT4_BE needs 16 palette entries, has 0"):
        Picture(ImageType.PLT4_BE, row, 4).bgrx()


def test_strided_rows_are_not_copied() -> None:
    wide = np.zeros((4, 9, 4), np.uint8)
    assert np.shares_memory(packed_rows(wide[:, 2:5], ImageType.RGB32), wide)
    assert packed_rows(wide[:, ::2], ImageType.RGB32).shape == (4, 20)
    assert packed_rows(np.zeros((4, 6), np.uint16)[:, 1:3], ImageType.RGB16).shape == (4, 4)
