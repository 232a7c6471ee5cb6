from __future__ import annotations

import pytest

from piment.client.display.palettes import Palettes
from piment.errors import ProtocolError
from piment.limits import MOST_CACHED_PALETTES
from piment.protocol.image import Bitmap, BitmapFlags, BitmapFmt, LzPlt, Palette


def bringing(palette: Palette | None, flags: BitmapFlags = BitmapFlags.PAL_CACHE_ME) -> Bitmap:
    return Bitmap(BitmapFmt.FMT_8BIT, flags, 0, 0, 0, None, palette, b"")


def naming(key: int) -> LzPlt:
    return LzPlt(BitmapFlags.PAL_FROM_CACHE, key, None, b"")


def entries(palettes: Palettes, image: Bitmap | LzPlt) -> list[int]:
    found = palettes.of(image)
    assert found is not None
    values: list[int] = found.tolist()
    return values


def test_a_palette_is_remembered_and_found() -> None:
    palettes = Palettes()
    assert entries(palettes, bringing(Palette(5, [1, 0xFFFFFFFF]))) == [1, 0xFFFFFFFF]
    assert entries(palettes, naming(5)) == [1, 0xFFFFFFFF]
    assert entries(palettes, bringing(Palette(5, [3]))) == [3]
    assert entries(palettes, naming(5)) == [3]


def test_an_image_may_have_none() -> None:
    assert Palettes().of(bringing(None)) is None


@pytest.mark.parametrize(
    "image", [bringing(Palette(5, [1]), BitmapFlags(0)), bringing(Palette(0, [1]))]
)
def test_what_is_not_to_be_kept_is_not(image: Bitmap) -> None:
    palettes = Palettes()
    assert entries(palettes, image) == [1]
    assert len(palettes) == 0
    with pytest.raises(ProtocolError, match="no palette 0x5"):
        palettes.of(naming(5))


def test_palettes_are_dropped_one_by_one_or_all_together() -> None:
    palettes = Palettes()
    for key in (1, 2, 3):
        palettes.of(bringing(Palette(key, [key])))
    palettes.drop(2)
    palettes.drop(9)
    assert len(palettes) == 2
    with pytest.raises(ProtocolError):
        palettes.of(naming(2))
    palettes.clear()
    assert len(palettes) == 0


def test_there_is_room_for_as_many_as_the_protocol_says() -> None:
    palettes = Palettes()
    for key in range(1, MOST_CACHED_PALETTES + 1):
        palettes.of(bringing(Palette(key, [])))
    palettes.of(bringing(Palette(1, [7])))
    with pytest.raises(ProtocolError, match="more than 128"):
        palettes.of(bringing(Palette(999, [])))
    palettes.drop(1)
    palettes.of(bringing(Palette(999, [])))
