import numpy as np
import pytest

from piment.geometry import Size
from piment.server.sources.demo.wallpaper import wallpaper


@pytest.mark.parametrize(
    "size", [Size(1, 1), Size(3, 900), Size(1280, 800), Size(2560, 1440), Size(4000, 700)]
)
def test_it_fills_any_size_opaquely(size: Size) -> None:
    pixels = wallpaper(size)
    assert pixels.shape == (size.height, size.width, 4)
    assert pixels.dtype == np.uint8
    assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("size", [Size(1280, 800), Size(2560, 1440)])
def test_it_is_soft(size: Size) -> None:
    pixels = wallpaper(size).astype(int)
    assert np.abs(np.diff(pixels, axis=1)).max() < 60
    assert np.abs(np.diff(pixels, axis=1)).mean() < 0.5
    assert pixels[0, 0].tolist() != pixels[-1, -1].tolist()
