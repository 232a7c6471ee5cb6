import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from piment.codecs import measure
from piment.codecs.image import ImageType
from piment.codecs.measure import Graduality, Pixels
from piment.geometry import Rect, Size
from tools.check_vectors import read

FOLDER = Path(__file__).parents[1] / "vectors"
VECTORS = [vector for vector in read(FOLDER) if "picture" in vector.entry]
LEVELS = json.loads((FOLDER / "manifest.json").read_text())["graduality"]
TILES = st.builds(Size, st.integers(1, 80), st.integers(1, 30))


def plain_words(pixels: Pixels) -> NDArray[np.uint32]:
    """Return the colours of all pixels, 0x00RRGGBB."""
    wide = pixels.astype(np.uint32)
    return wide[..., 0] | wide[..., 1] << 8 | wide[..., 2] << 16


def plain_tiles(values: NDArray[Any], tile: Size) -> list[list[NDArray[Any]]]:
    """Cut an array of pixels into tiles."""
    height, width = values.shape[:2]
    return [
        [values[y : y + tile.height, x : x + tile.width] for x in range(0, width, tile.width)]
        for y in range(0, height, tile.height)
    ]


def plain_graduality(pixels: NDArray[Any], kind: ImageType) -> Graduality:
    """Return the level as codecs.md 5.3 has it, word for word."""
    height, width = pixels.shape[:2]
    if kind is ImageType.RGB16:
        parts = [pixels >> shift & 31 for shift in (0, 5, 10)]
        limit, high = 8, 0.0
    else:
        parts = [pixels[..., channel] for channel in range(3)]
        limit, high = 60, -0.03
    px = np.stack(parts, axis=-1).reshape(-1, 3).astype(int)
    score, samples = 0.0, 0
    if width > 1 and height > 1:
        jump = 14 if 15 % width == 0 else 15
        cur, last = width // 2, (height - 1) * width
        while cur < last:
            if (cur + 1) % width == 0:
                cur -= 1
            scores = []
            for other in (cur + 1, cur + width, cur + width + 1):
                differences = np.abs(px[cur] - px[other])
                equal = 0.5 if not differences.any() else -0.25
                scores.append(1.0 if (differences >= limit).any() else equal)
            score += 0 if scores == [0.5] * 3 else sum(scores)
            samples += 3
            cur += jump
    if not samples:
        return Graduality.LOW
    if score / samples < high:
        return Graduality.HIGH
    return Graduality.MEDIUM if score / samples < 0.002 else Graduality.LOW


@st.composite
def pictures(draw: st.DrawFn, side: int = 150, least: int = 0) -> Pixels:
    """Draw a picture, maybe strided: few or many colours, in blocks, and X without meaning."""
    width, height = draw(st.integers(least, side)), draw(st.integers(least, side))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    colours = random.integers(
        0, draw(st.sampled_from([3, 80, 256])), (draw(st.integers(1, 400)), 4)
    )
    block = draw(st.sampled_from([1, 5, 64]))
    coarse = colours[random.integers(0, len(colours), (height // block + 1, width // block + 1))]
    gap = draw(st.integers(0, 3))
    fine = coarse.repeat(block, axis=0).repeat(block, axis=1)[:height, :width]
    wide = np.full((height, width + gap, 4), 0xEE, np.uint8)
    wide[:, :width] = fine
    wide[..., 3] = random.integers(0, 256, wide.shape[:2])
    return wide[:, :width]


def noise(height: int, width: int, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)


def recorded(picture: str, kind: ImageType) -> NDArray[Any] | None:
    """Return a recorded picture in one of its forms, if there is that one."""
    found = (v for v in VECTORS if (v.entry["picture"], v.type) == (picture, kind))
    return next((vector.pixels for vector in found), None)


def derived(picture: str, kind: ImageType) -> NDArray[Any]:
    """Return a recorded picture in a form made from another one."""
    deep = recorded(picture, ImageType.RGB24)
    if deep is None:
        deep = recorded(picture, ImageType.RGB32)
    assert deep is not None
    if kind is not ImageType.RGB16:
        return np.concatenate([deep[..., :3], deep[..., :1] * 0], axis=2)[..., : kind.unit_size]
    five = deep.astype(np.uint16) >> 3
    return five[..., 0] | five[..., 1] << 5 | five[..., 2] << 10


@pytest.mark.parametrize("entry", LEVELS, ids=[f"{e['picture']}_{e['type']}" for e in LEVELS])
def test_graduality_is_the_reference_s(entry: dict[str, str]) -> None:
    name, kind = entry["picture"], ImageType[entry["type"]]
    pixels = recorded(name, kind)
    if pixels is None:  # recorded in other forms only; all forms came from one picture
        pixels = derived(name, kind)
    assert measure.graduality(pixels.copy(), kind).name == entry["level"]


def test_recorded_gradualities_are_of_every_level() -> None:
    assert {entry["level"] for entry in LEVELS} >= {"LOW", "HIGH"}


@given(
    picture=pictures(side=60),
    kind=st.sampled_from([ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA]),
    smooth=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_graduality_is_that_of_the_specification(picture, kind, smooth) -> None:
    pixels: NDArray[Any] = picture
    if smooth:
        pixels = (picture // 64 + np.arange(picture.shape[1], dtype=np.uint8)[:, None]).copy()
    if kind is ImageType.RGB16:
        pixels = pixels[..., :2].astype(np.uint16) @ np.array([257, 31], np.uint16)
    elif kind is ImageType.RGB24:
        pixels = pixels[..., :3].copy()
    assert measure.graduality(pixels, kind) is plain_graduality(pixels, kind)


def test_gradualities_at_the_thresholds() -> None:
    """One pair of neighbours at a time: 60 is a contrast, 59 is none."""
    for step, expected in ((59, Graduality.HIGH), (60, Graduality.LOW)):
        ramp = np.zeros((3, 2, 4), np.uint8)
        ramp[:, 1] = ramp[1] = step
        assert measure.graduality(ramp, ImageType.RGB32) is expected


@given(
    picture=pictures(),
    dots=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 3))),
    tile=TILES,
)
@settings(max_examples=300, deadline=None)
def test_changed_tiles_and_equality(picture, dots, tile) -> None:
    height, width = picture.shape[:2]
    after = picture.copy()
    for x, y, channel in dots:
        if picture.size:
            after[int(y * (height - 1)), int(x * (width - 1)), channel] ^= 1
    differs = plain_words(picture) != plain_words(after)
    expected = [[part.any() for part in row] for row in plain_tiles(differs, tile)]
    assert measure.changed_tiles(picture, after, tile).tolist() == expected
    assert measure.equal(picture, after) is not bool(differs.any())


@given(picture=pictures(), tile=TILES)
@settings(max_examples=200, deadline=None)
def test_hashes_are_equal_where_tiles_are(picture, tile) -> None:
    parts = plain_tiles(plain_words(picture), tile)
    keys = [[(part.shape, part.tobytes()) for part in row] for row in parts]
    hashes = measure.tile_hashes(picture, tile)
    assert hashes.dtype == np.uint64
    known: dict[Any, int] = {}
    for row, found in zip(keys, hashes.tolist(), strict=True):
        for key, hash_ in zip(row, found, strict=True):
            assert known.setdefault(key, hash_) == hash_
    assert len(set(known.values())) == len(known)


def test_every_bit_of_a_tile_counts() -> None:
    tile = np.zeros((16, 64, 4), np.uint8)
    seen = {int(measure.tile_hashes(tile)[0, 0])}
    for place in np.ndindex(16, 64, 3):
        for bit in (1, 128):
            tile[place] ^= bit
            seen.add(int(measure.tile_hashes(tile)[0, 0]))
            tile[place] ^= bit
    assert len(seen) == 1 + 16 * 64 * 3 * 2


@given(picture=pictures(), tile=TILES)
@settings(max_examples=200, deadline=None)
def test_solid_tiles(picture, tile) -> None:
    parts = plain_tiles(plain_words(picture), tile)
    expected = [
        [int(part[0, 0]) if (part == part[0, 0]).all() else measure.MIXED for part in row]
        for row in parts
    ]
    assert measure.solid_tiles(picture, tile).tolist() == expected
    whole = plain_words(picture)
    solid = int(whole[0, 0]) if picture.size and (whole == whole[0, 0]).all() else None
    assert measure.solid_colour(picture) == solid


@given(picture=pictures(), most=st.integers(0, 256))
@settings(max_examples=300, deadline=None)
def test_palettes(picture, most) -> None:
    words = plain_words(picture)
    kinds, first = np.unique(words, return_index=True)
    found = measure.palette(picture, most)
    counted = measure.colours(picture, most)
    if len(kinds) > most:
        assert found is None
        assert counted is None
        return
    assert found is not None
    assert found.colours.tolist() == kinds[np.argsort(first)].tolist()
    assert found.colours.tolist() == (counted.tolist() if counted is not None else None)
    assert found.indices.shape == picture.shape[:2]
    if picture.size:
        np.testing.assert_array_equal(found.colours[found.indices], words)


@given(picture=pictures(), tile=TILES)
@settings(max_examples=200, deadline=None)
def test_textures(picture, tile) -> None:
    pixels = picture[..., :3].astype(int)
    height, width = pixels.shape[:2]
    counts = np.zeros((height, width, 3), int)
    for shift in ((0, 1), (1, 0)):
        here = pixels[: max(height - shift[0], 0), : max(width - shift[1], 0)]
        distance = np.abs(here - pixels[shift[0] :, shift[1] :]).max(axis=2, initial=0)
        kinds = np.stack([distance == 0, (distance > 0) & (distance < 60), distance >= 60], axis=2)
        counts[: here.shape[0], : here.shape[1]] += kinds
    parts = plain_tiles(counts, tile)
    expected = [[part.sum(axis=(0, 1)).tolist() for part in row] for row in parts]
    assert measure.tile_textures(picture, tile).tolist() == expected
    assert list(measure.texture(picture)) == counts.sum(axis=(0, 1)).tolist()


def test_texture_tells_text_from_photos() -> None:
    rows, columns = np.indices((64, 64))
    photo = np.stack([rows * 2, columns * 3, rows + columns, rows], axis=2).astype(np.uint8)
    text = np.where(noise(64, 64) > 200, 0, 255).astype(np.uint8)
    assert measure.texture(photo).soft > 0.9 * sum(measure.texture(photo))
    assert measure.texture(text).soft == 0
    assert measure.texture(np.zeros((64, 64, 4), np.uint8)) == (2 * 64 * 63, 0, 0)


def check_shift(before: Pixels, after: Pixels, shift: measure.Shift) -> None:
    """A shift is right to the pixel, counts its gain right, and moves one way only."""
    old, new = plain_words(before), plain_words(after)
    left, top, right, bottom = shift.area
    assert 0 <= left < right <= new.shape[1]
    assert 0 <= top < bottom <= new.shape[0]
    now = new[top:bottom, left:right]
    left, top, right, bottom = shift.source
    assert left >= 0
    assert top >= 0
    np.testing.assert_array_equal(now, old[top:bottom, left:right])
    there = old[shift.area.top : shift.area.bottom, shift.area.left : shift.area.right]
    assert shift.gain == np.count_nonzero(there != now)
    assert shift.gain > 0
    assert (shift.offset.x == 0) != (shift.offset.y == 0)


@given(
    top=st.integers(0, 60),
    left=st.integers(0, 60),
    size=st.tuples(st.integers(80, 200), st.integers(30, 200)),
    by=st.integers(-25, 25).filter(bool),
    upright=st.booleans(),
    seed=st.integers(0, 99),
)
@settings(max_examples=200, deadline=None)
def test_what_scrolls_in_a_picture_is_found_to_the_pixel(
    top, left, size, by, upright, seed
) -> None:
    width, height = size if upright else size[::-1]
    before = noise(top + height + 33, left + width + 21, seed)
    after = before.copy()
    area = (slice(top, top + height), slice(left, left + width))
    after[area] = np.roll(before[area], by, axis=0 if upright else 1)
    if upright:
        exposed = slice(top, top + by) if by > 0 else slice(top + height + by, top + height)
        after[exposed, area[1]] = noise(abs(by), width, seed + 1)
        left_top = (left, top + max(by, 0))
        extent = (width, height - abs(by))
    else:
        exposed = slice(left, left + by) if by > 0 else slice(left + width + by, left + width)
        after[area[0], exposed] = noise(height, abs(by), seed + 1)
        left_top = (left + max(by, 0), top)
        extent = (width - abs(by), height)
    shift = measure.find_shift(before, after)
    # Where no cell lies wholly inside the moved part there is nothing to vote.
    across = (left, width) if upright else (top, height)
    limit = before.shape[1 if upright else 0]
    whole = any(
        across[0] <= start and min(start + 64, limit) <= sum(across)
        for start in range(0, limit, 64)
    )
    assume(whole)
    assert shift is not None
    check_shift(before, after, shift)
    assert shift.offset == ((0, by) if upright else (by, 0))
    assert shift.area == Rect(*left_top, left_top[0] + extent[0], left_top[1] + extent[1])


@given(picture=pictures(least=1), change=st.integers(0, 2**32), by=st.integers(-40, 40))
@settings(max_examples=300, deadline=None)
def test_whatever_is_found_is_right(picture, change, by) -> None:
    random = np.random.default_rng(change)
    after = np.roll(picture, by, axis=random.integers(0, 2))
    spots = random.random(after.shape[:2]) < random.choice([0, 0.001, 0.1])
    after[spots] = random.integers(0, 256, (int(spots.sum()), 4))
    shift = measure.find_shift(picture, after)
    if shift is not None:
        check_shift(picture, after, shift)


def test_a_page_that_scrolls_beside_its_bar() -> None:
    """Lines of letters on white, a bar that moves the other way, a fixed head above them."""
    random = np.random.default_rng(5)
    page = np.full((900, 640, 4), 255, np.uint8)
    for line in range(0, 900, 20):
        page[line + 4 : line + 15, 20 : random.integers(200, 600)] //= random.integers(
            1, 4, (11, 1, 1), np.uint8
        )
        letters = random.random((11, 580)) < 0.3
        page[line + 4 : line + 15, 20:600][letters] = 0
    before, after = page[:400].copy(), page[60:460].copy()
    before[:50] = after[:50] = 77
    before[50:150, 620:] = 30
    after[90:190, 620:] = 30
    shift = measure.find_shift(before, after)
    assert shift is not None
    check_shift(before, after, shift)
    assert shift.offset == (0, -60)
    assert shift.area.top >= 50
    changed = np.count_nonzero(plain_words(before) != plain_words(after))
    assert shift.gain > 0.75 * changed


def test_nothing_moved() -> None:
    picture = noise(100, 100)
    for after in (picture, 255 - picture, np.zeros_like(picture)):
        assert measure.find_shift(picture, after) is None
    empty = np.zeros((0, 0, 4), np.uint8)
    assert measure.find_shift(empty, empty) is None


def test_a_pattern_has_no_say() -> None:
    """Stripes fit at many places; only what is there once votes."""
    stripes = np.zeros((120, 128, 4), np.uint8)
    stripes[::2] = 255
    assert measure.find_shift(stripes, np.roll(stripes, 1, axis=0)) is None


def test_wrong_arrays_are_refused() -> None:
    picture = noise(4, 6)
    for other in (noise(4, 5), noise(3, 6)):
        for compare in (measure.equal, measure.changed_tiles, measure.find_shift):
            with pytest.raises(ValueError, match="pictures differ in shape"):
                compare(picture, other)
    with pytest.raises(ValueError, match="pixels have 4 bytes, not 3"):
        measure.solid_colour(picture[..., :3].copy())
    with pytest.raises(ValueError, match="contiguous"):
        measure.tile_hashes(picture[:, ::2])
    with pytest.raises(ValueError, match="tiles of 0x16 pixels"):
        measure.tile_textures(picture, Size(0, 16))
    with pytest.raises(ValueError, match="257 colours, at most 256"):
        measure.colours(picture, 257)
    with pytest.raises(ValueError, match="A8 has no graduality"):
        measure.graduality(picture[..., 0].copy(), ImageType.A8)
