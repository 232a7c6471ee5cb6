from __future__ import annotations

import pytest

from piment.geometry import Rect, Size
from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.frames import Frames
from tests.server.sources.x11.desk import Window, open_xvfb

SIZE = Size(640, 480)
SCREEN = Rect.of_size(SIZE)


async def areas(frames: Frames) -> list[Rect]:
    return [painted.area for painted in await frames.paint()]


async def test_all_of_a_new_screen_is_read_once(connection: Connection) -> None:
    frames = Frames(connection)
    assert await areas(frames) == []
    await frames.resize(SIZE)
    assert await areas(frames) == [SCREEN]
    assert await areas(frames) == []


async def test_what_was_damaged_is_read(connection: Connection) -> None:
    frames = Frames(connection)
    await frames.resize(SIZE)
    await frames.paint()
    Window(connection, Rect(10, 10, 20, 20), 0x112233)
    frames.damage([Rect(15, 0, 30, 12), Rect(600, 470, 700, 500)])
    first, second = await frames.paint()
    assert (first.area, second.area) == (Rect(15, 0, 30, 12), Rect(600, 470, 640, 480))
    assert first.pixels[9, 0, :3].tolist() == [0, 0, 0]
    assert first.pixels[10, 0, :3].tolist() == [0x33, 0x22, 0x11]
    assert first.pixels.shape == (12, 15, 4)


async def test_what_could_not_be_read_is_not_forgotten(connection: Connection) -> None:
    frames = Frames(connection)
    await frames.resize(Size(700, 480))
    assert await areas(frames) == []
    await frames.resize(SIZE)
    assert await areas(frames) == [SCREEN]


@pytest.mark.parametrize(
    ("next_to_it", "is_guessed"),
    [(Rect(150, 100, 158, 116), True), (Rect(150, 400, 158, 416), False)],
)
async def test_what_goes_on_beside_the_last_change_needs_no_second_question(
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
    next_to_it: Rect,
    is_guessed: bool,
) -> None:
    frames = Frames(connection)
    await frames.resize(SIZE)
    await frames.paint()
    frames.damage([Rect(100, 100, 140, 116)])
    await frames.paint()
    Window(connection, next_to_it, 0x112233)
    frames.ask_ahead()
    await connection.answered()
    questions = 0
    answered = connection.answered

    async def count() -> bool:
        nonlocal questions
        questions += 1
        return await answered()

    monkeypatch.setattr(connection, "answered", count)
    frames.damage([next_to_it])
    (painted,) = await frames.paint()
    assert questions == (0 if is_guessed else 1)
    assert painted.area == next_to_it
    assert painted.pixels.shape == (next_to_it.height, next_to_it.width, 4)
    assert (painted.pixels[:, :, :3] == [0x33, 0x22, 0x11]).all()


async def test_after_a_large_change_nothing_is_guessed(connection: Connection) -> None:
    frames = Frames(connection)
    await frames.resize(SIZE)
    await frames.paint()
    frames.ask_ahead()
    frames.damage([Rect(0, 0, 8, 8)])
    assert await areas(frames) == [Rect(0, 0, 8, 8)]


async def test_a_guess_on_a_screen_that_has_shrunk_does_no_harm(connection: Connection) -> None:
    frames = Frames(connection)
    await frames.resize(Size(800, 480))
    frames.damage([Rect(0, 0, 0, 0)])
    await frames.resize(SIZE)
    await frames.paint()
    frames.damage([Rect(630, 0, 640, 8)])
    await frames.paint()
    frames.ask_ahead()
    await frames.resize(SIZE)
    assert await areas(frames) == [SCREEN]


async def test_nothing_is_read_from_a_closed_display(connection: Connection) -> None:
    frames = Frames(connection)
    await frames.resize(SIZE)
    asking = frames.paint()
    connection.close()
    assert await asking == []


async def test_palettes_are_refused() -> None:
    async with open_xvfb("-screen", "0", "64x64x8", "-cc", "3") as (name, _):
        connection = await Connection.open(name)
        with pytest.raises(SourceError, match="24 bit true colours"):
            Frames(connection)
        connection.close()
