from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest
from xcffib import xproto

from piment.geometry import Rect, Size
from piment.server.sources.x11 import images as module
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.images import Images, PlainImages, SharedImages, open_images
from piment.server.sources.x11.pixels import PixelFormat
from piment.server.sources.x11.segment import Segment
from tests.server.sources.x11.desk import Window, open_xvfb

SIZE = Size(640, 480)
WHITE = [0xFF, 0xFF, 0xFF]


def layout_of(connection: Connection) -> PixelFormat:
    return PixelFormat.of_screen(connection.setup, connection.screen)


@pytest.fixture(params=["shared", "plain"])
async def images(request: pytest.FixtureRequest, connection: Connection) -> AsyncIterator[Images]:
    made: Images | None = PlainImages(connection, layout_of(connection))
    if request.param == "shared":
        made = await SharedImages.open(connection, layout_of(connection), SIZE)
    assert made is not None
    yield made
    made.close()


async def test_areas_are_read_together(connection: Connection, images: Images) -> None:
    window = Window(connection, Rect(10, 20, 110, 120))
    window.fill(Rect(3, 0, 4, 1), 0x123456)
    asked = images.ask([Rect(9, 20, 15, 23), Rect(0, 0, 5, 5), Rect(13, 20, 14, 21)])
    await connection.answered()
    edge, outside, dot = images.read(asked)
    assert edge.shape == (3, 6, 4)
    assert edge[0, :, :3].tolist() == [[0] * 3, WHITE, WHITE, WHITE, [0x56, 0x34, 0x12], WHITE]
    assert edge[1, :, :3].tolist() == [[0] * 3, *[WHITE] * 5]
    assert not outside[..., :3].any()
    assert dot[..., :3].tolist() == [[[0x56, 0x34, 0x12]]]


async def test_the_whole_screen_fits(connection: Connection, images: Images) -> None:
    Window(connection, Rect(639, 479, 640, 480))
    asked = images.ask([Rect(0, 0, 640, 1), Rect(0, 1, 640, 480)])
    await connection.answered()
    line, rest = images.read(asked)
    assert (line.shape, rest.shape) == ((1, 640, 4), (479, 640, 4))
    assert np.flatnonzero(rest[..., 0]).tolist() == [479 * 640 - 1]


async def test_outside_of_the_screen_is_nothing(connection: Connection, images: Images) -> None:
    asked = images.ask([Rect(0, 0, 10, 10), Rect(630, 0, 650, 10), Rect(0, 20, 10, 30)])
    await connection.answered()
    with pytest.raises(xproto.MatchError):
        images.read(asked)


async def test_shared_memory_is_the_best_way(connection: Connection) -> None:
    images = await open_images(connection, layout_of(connection), SIZE)
    assert isinstance(images, SharedImages)
    asked = images.ask([Rect(0, 0, 640, 480)])
    await connection.answered()
    (pixels,) = images.read(asked)
    assert not pixels.flags.owndata
    assert not pixels.flags.writeable


async def test_where_memory_cannot_be_had_it_is_not_shared(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "Segment", full)
    images = await open_images(connection, layout_of(connection), SIZE)
    assert isinstance(images, PlainImages)


async def test_where_the_server_cannot_attach_it_is_not_shared(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(Segment):
        def __init__(self, size: int) -> None:
            super().__init__(size)
            self.forget()
            self.id = 0x7FFFFFFF

    monkeypatch.setattr(module, "Segment", Elsewhere)
    images = await open_images(connection, layout_of(connection), SIZE)
    assert isinstance(images, PlainImages)


async def test_a_server_without_the_extension() -> None:
    async with open_xvfb("-extension", "MIT-SHM") as (name, _):
        connection = await Connection.open(name)
        images = await open_images(connection, layout_of(connection), SIZE)
        assert isinstance(images, PlainImages)
        connection.close()


@pytest.mark.parametrize("options", [(), ("-extension", "MIT-SHM")])
async def test_sixteen_bits(options: tuple[str, ...]) -> None:
    async with open_xvfb("-screen", "0", "101x51x16", *options) as (name, _):
        connection = await Connection.open(name)
        images = await open_images(connection, layout_of(connection), Size(101, 51))
        window = Window(connection, Rect(0, 0, 101, 51), 0xFFFF)
        window.fill(Rect(1, 1, 2, 2), 0xF800)
        asked = images.ask([Rect(0, 0, 3, 3), Rect(0, 3, 101, 51)])
        await connection.answered()
        corner, rest = images.read(asked)
        assert corner[1, :, :3].tolist() == [WHITE, [0, 0, 0xFF], WHITE]
        assert (rest[..., :3] == 0xFF).all()
        connection.close()
