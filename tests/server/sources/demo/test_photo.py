import numpy as np

from piment.geometry import Size
from piment.server.sources.demo.photo import CONTENT, Photo, landscape


def test_the_same_picture_every_time() -> None:
    first = landscape(Size(90, 60)).copy()
    landscape.cache_clear()
    assert (landscape(Size(90, 60)) == first).all()


def test_the_window_shows_the_picture() -> None:
    assert (Photo().canvas[..., 2::-1] == landscape(CONTENT)).all()


def test_the_picture_gives_photo_codecs_work() -> None:
    picture = landscape(CONTENT).astype(int)
    assert picture.shape == (CONTENT.height, CONTENT.width, 3)
    colours = np.unique(picture.reshape(-1, 3), axis=0)
    # As many colours as photographs have, no runs, but neighbours that are alike.
    assert len(colours) > 20_000
    steps = np.abs(np.diff(picture, axis=1))
    assert (steps.sum(axis=2) == 0).mean() < 0.05
    assert steps.mean() < 10
    assert picture.max() > 245
    assert picture.min() < 25
