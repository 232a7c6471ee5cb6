import pytest

from piment.geometry import Point
from piment.server.sources.demo.cursors import SIZE, Cursor, cursor_shape


@pytest.mark.parametrize("cursor", Cursor)
def test_a_shape_is_premultiplied_and_has_its_hot_spot_on_itself(cursor: Cursor) -> None:
    shape = cursor_shape(cursor)
    assert shape.pixels.shape == (SIZE.height, SIZE.width, 4)
    assert (shape.pixels[..., :3] <= shape.pixels[..., 3:]).all()
    assert shape.pixels[shape.hot_spot.y, shape.hot_spot.x, 3] > 128


@pytest.mark.parametrize("cursor", Cursor)
def test_a_shape_can_be_seen_on_black_and_on_white(cursor: Cursor) -> None:
    pixels = cursor_shape(cursor).pixels
    solid = pixels[..., 3] == 255
    assert (pixels[solid][:, 0] == 0).sum() > 20
    assert (pixels[solid][:, 0] == 255).sum() > 20


def test_shapes_differ_and_do_not_change() -> None:
    shapes = {cursor_shape(cursor).pixels.tobytes() for cursor in Cursor}
    assert len(shapes) == len(Cursor)
    with pytest.raises(ValueError, match="read-only"):
        cursor_shape(Cursor.ARROW).pixels[0, 0] = 1


def test_the_arrow_points_with_its_tip() -> None:
    pixels = cursor_shape(Cursor.ARROW).pixels
    hot_spot = cursor_shape(Cursor.ARROW).hot_spot
    assert hot_spot == Point(4, 3)
    assert (pixels[: hot_spot.y - 2, :, 3] < 128).all()
    assert (pixels[:, : hot_spot.x - 2, 3] < 128).all()
