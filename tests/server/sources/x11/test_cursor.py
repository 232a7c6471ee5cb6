from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from piment.geometry import Point
from piment.server.scene.updates import CursorHidden, CursorShape, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.cursor import CursorWatch, arrow, shape_of
from piment.server.sources.x11.xvfb import Display
from tests.server.sources.x11.desk import open_xvfb, run


def reply(width: int, height: int, hot: Point, pixels: Sequence[int]) -> bytes:
    header = struct.pack("=8xhhHHHHI8x", 0, 0, width, height, *hot, 7)
    return header + struct.pack(f"={len(pixels)}I", *pixels)


async def look(watch: CursorWatch) -> Sequence[Update]:
    await watch.connection.answered()
    watch.ask()
    await watch.connection.answered()
    return watch.answer()


def test_pixels_keep_their_premultiplied_alpha() -> None:
    shape = shape_of(reply(2, 1, Point(1, 0), [0x80402010, 0x00000000]))
    assert isinstance(shape, CursorShape)
    assert shape.pixels.tolist() == [[[0x10, 0x20, 0x40, 0x80], [0, 0, 0, 0]]]
    assert shape.hot_spot == Point(1, 0)


def test_a_cursor_without_a_visible_pixel_is_hidden() -> None:
    assert shape_of(reply(1, 1, Point(0, 0), [0])) == CursorHidden()


def test_the_arrow_points_to_its_corner() -> None:
    shape = arrow()
    assert shape.hot_spot == Point(0, 0)
    assert shape.pixels.shape == (17, 11, 4)
    assert shape.pixels[0, 0].tolist() == [0, 0, 0, 255]
    assert shape.pixels[2, 1].tolist() == [255, 255, 255, 255]
    assert shape.pixels[0, 1].tolist() == [0, 0, 0, 0]


async def test_the_shape_is_followed(connection: Connection, display: Display) -> None:
    watch = CursorWatch(connection)
    (first,) = await look(watch)
    assert isinstance(first, CursorShape)
    assert await look(watch) == ()
    await run(display.environment, "xsetroot", "-cursor_name", "left_ptr")
    (second,) = await look(watch)
    assert isinstance(second, CursorShape)
    assert second.pixels.tobytes() != first.pixels.tobytes()
    assert np.all(second.pixels[..., :3] <= second.pixels[..., 3:])


async def test_a_shape_that_the_server_keeps_to_itself_becomes_an_arrow() -> None:
    # Without our own options, it tells nobody of the cursors of programs that ended.
    async with open_xvfb() as (name, _):
        connection = await Connection.open(name)
        watch = CursorWatch(connection)
        await look(watch)
        await run({"DISPLAY": name}, "xsetroot", "-cursor_name", "watch")
        (shape,) = await look(watch)
        assert isinstance(shape, CursorShape)
        assert shape.pixels.tobytes() == arrow().pixels.tobytes()
        connection.close()
