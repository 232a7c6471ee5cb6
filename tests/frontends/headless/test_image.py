from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from piment.frontends.headless.image import Image
from piment.geometry import Rect, Size


def picture(seed: int = 1, width: int = 30, height: int = 20) -> Image:
    random = np.random.default_rng(seed)
    return Image(random.integers(0, 256, (height, width, 3), dtype=np.uint8))


def test_pixels_of_a_screen_become_red_green_blue() -> None:
    image = Image.of_bgrx(np.array([[[1, 2, 3, 4], [5, 6, 7, 8]]], np.uint8))
    assert image.pixels.tolist() == [[[3, 2, 1], [7, 6, 5]]]
    assert image.pixels.flags.c_contiguous
    assert image.size == Size(2, 1)
    assert image.bgrx().tolist() == [[[1, 2, 3, 0], [5, 6, 7, 0]]]


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.ppm"])
def test_a_file_has_the_same_pixels(tmp_path: Path, name: str) -> None:
    image = picture()
    image.save(tmp_path / name)
    assert Image.load(tmp_path / name) == image
    image.save(str(tmp_path / name))
    assert Image.load(str(tmp_path / name)) == image


def test_files_without_a_name_that_says_otherwise_are_png(tmp_path: Path) -> None:
    image, buffer = picture(), io.BytesIO()
    image.save(tmp_path / "shot")
    image.save(buffer)
    for data in ((tmp_path / "shot").read_bytes(), buffer.getvalue(), image.png()):
        assert data.startswith(b"\x89PNG")
    assert Image.load(tmp_path / "shot") == image


def test_a_format_that_is_named_goes_before_the_name_of_the_file(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.png", "jpeg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\xff\xd8")


def test_an_unknown_format_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown file extension"):
        picture().save(tmp_path / "a.nonsense")


def test_libraries_take_it_as_an_array() -> None:
    image = picture()
    assert np.asarray(image) is image.pixels
    assert np.array(image) is not image.pixels
    assert np.asarray(image, np.float32).dtype == np.float32
    with pytest.raises(ValueError, match="without a copy"):
        image.__array__(np.dtype(np.float32), copy=False)
    assert Pillow.fromarray(np.asarray(image)).size == (30, 20)


def test_equal_are_those_with_equal_pixels() -> None:
    assert picture() == picture()
    assert picture() != picture(2)
    assert picture() != picture(1, 20, 30)
    assert picture() != picture().pixels.tolist()
    with pytest.raises(TypeError, match="unhashable"):
        hash(picture())
    assert repr(picture()) == "<image of 30x20>"


def test_a_part_is_cut_out_as_far_as_it_lies_inside() -> None:
    image = picture()
    part = image.crop(Rect(25, 15, 35, 40))
    np.testing.assert_array_equal(part.pixels, image.pixels[15:, 25:])


def test_a_smaller_picture_is_found() -> None:
    image = picture()
    area = Rect(7, 3, 12, 9)
    template = image.crop(area)
    assert image.find(template) == area
    assert image.find(template.pixels) == area
    assert image.find(template, region=Rect(7, 3, 13, 9)) == area
    assert image.find(template, region=Rect(8, 0, 30, 20)) is None
    assert image.find(picture(2, 4, 4)) is None


def test_it_may_differ_as_far_as_is_tolerated() -> None:
    image = picture()
    nearly = Image(np.where(image.pixels > 100, image.pixels - 3, image.pixels).astype(np.uint8))
    assert image.find(nearly.crop(Rect(2, 2, 9, 9))) is None
    assert image.find(nearly.crop(Rect(2, 2, 9, 9)), tolerance=3) == Rect(2, 2, 9, 9)
    with pytest.raises(ValueError, match="0 to 255, not 256"):
        image.find(nearly, tolerance=256)


def test_templates_are_images_arrays_or_files(tmp_path: Path) -> None:
    image = picture()
    image.save(tmp_path / "a.png")
    assert Image.of(image) is image
    assert Image.of(image.pixels) == image
    assert Image.of(tmp_path / "a.png") == image
    with pytest.raises(OSError, match="nowhere"):
        Image.of(tmp_path / "nowhere.png")


def test_transparency_of_a_file_is_left_out(tmp_path: Path) -> None:
    Pillow.new("RGBA", (2, 2), (1, 2, 3, 0)).save(tmp_path / "a.png")
    assert Image.load(tmp_path / "a.png").pixels[0, 0].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((2, 2, 4), np.uint8),
        np.zeros((2, 2), np.uint8),
        np.zeros((2, 2, 3), np.float32),
    ],
)
def test_what_is_no_picture(pixels: np.ndarray) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValueError, match="uint8 of shape"):
        Image(pixels)
