from __future__ import annotations

import asyncio
import random
from typing import Any

import numpy as np
import pytest

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import Button, ButtonChanged, Key, PointerPlaced
from piment.server.scene.updates import CursorHidden, CursorShape, Painted, Resized
from piment.server.sources.base import Source, SourceError
from piment.server.sources.x11 import X11Source
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.xvfb import Display
from tests.server.sources.x11.desk import (
    PATIENCE_S,
    Watcher,
    Window,
    program,
    root_pixels,
    run,
)

RED, BLUE = 0xE01020, 0x2030F0
SEED = 20

# What the shells in the xterms of these tests show when they are ready.
MARK = ("-xrm", "XTerm*color4: #2030f0")
SHOW_MARK = r"printf '\033[44m   \033[0m'; "


def some_rect(dice: random.Random, size: Size) -> Rect:
    left, top = dice.randrange(size.width), dice.randrange(size.height)
    return Rect(left, top, left + dice.randrange(1, 150), top + dice.randrange(1, 150))


def draw(dice: random.Random, windows: list[Window]) -> None:
    """Change something on the screen."""
    window = dice.choice(windows)
    area = some_rect(dice, Size(200, 200))
    match dice.randrange(4):
        case 0 | 1:
            window.fill(area, dice.randrange(1 << 24))
        case 2:
            window.scroll(area, dice.randrange(-50, 50), dice.randrange(-50, 50))
        case _:
            window.move(Point(dice.randrange(-100, 600), dice.randrange(-100, 450)))


async def test_replaying_all_updates_gives_the_screen(
    connection: Connection, watcher: Watcher, eyes: Any
) -> None:
    dice = random.Random(SEED)
    windows = [
        Window(
            connection, Rect(i * 70, i * 50, i * 70 + 200, i * 50 + 200), dice.randrange(1 << 24)
        )
        for i in range(6)
    ]
    for _ in range(25):
        for _ in range(dice.randrange(1, 30)):
            draw(dice, windows)
        await connection.answered()
        await watcher.until_equal(eyes)
    assert len(np.unique(watcher.screen.reshape(-1, 3), axis=0)) > 10


async def test_a_storm_of_drawing(display: Display, watcher: Watcher, eyes: Any) -> None:
    storm = ["-rect10", "-line100", "-dot", "-ftext", "-scroll100", "-putimage100", "-circulate"]
    await run(display.environment, "x11perf", "-reps", "400", "-repeat", "1", *storm)
    await watcher.until_equal(eyes)
    assert any(isinstance(update, Painted) for update in watcher.updates)


async def test_a_terminal_that_scrolls(display: Display, watcher: Watcher, eyes: Any) -> None:
    script = f"seq 1 3000; {SHOW_MARK} sleep 1000"
    terminal = ("xterm", *MARK, "-geometry", "60x20+20+20", "-e", "sh", "-c", script)
    async with program(display.environment, *terminal):
        await watcher.until(lambda: watcher.shows(BLUE))
        await watcher.until_equal(eyes)
    await watcher.until(lambda: not watcher.screen.any())


async def test_windows_that_others_move(
    display: Display, connection: Connection, watcher: Watcher, eyes: Any
) -> None:
    window = Window(connection, Rect(0, 0, 100, 100), RED)
    await connection.answered()
    for x, y in ((50, 60), (600, 400), (-50, -50)):
        await run(display.environment, "xdotool", "windowmove", str(window.id), str(x), str(y))
        await watcher.until_equal(eyes)
    assert watcher.shows(RED)


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("us", "qwertyuiop asdfghjkl;' zxcvbnm,./ QZ!@"),
        ("de", 'qwertzuiop asdfghjklöä yxcvbnm,.- QY!"'),
        ("fr", "azertyuiop qsdfghjklmù wxcvbn,;:! AW12"),
    ],
)
async def test_keys_type_what_the_desktops_layout_says(
    layout: str, text: str, tmp_path: Any
) -> None:
    file = tmp_path / "typed"
    shell = f"{SHOW_MARK} read -r line; printf '%s' \"$line\" > {file}"
    xterm = f"xterm -u8 -xrm '{MARK[1]}' -geometry 60x20+0+0 -e sh -c '{quoted(shell)}'"
    source = X11Source.running(
        ["env", "LC_ALL=C.UTF-8", "sh", "-c", f"setxkbmap {layout}; exec {xterm}"], Size(640, 480)
    )
    await source.open()
    watcher = Watcher(source)
    source.act(PointerPlaced(Point(100, 100)))
    await watcher.until(lambda: watcher.shows(BLUE))
    rows = [*range(0x10, 0x1A), 0x39, *range(0x1E, 0x29), 0x39, *range(0x2C, 0x36), 0x39]
    type_keys(source, rows)
    source.act(Key(0x2A, True))
    type_keys(source, [0x10, 0x2C, 0x02, 0x03])
    source.act(Key(0x2A, False))
    type_keys(source, [0x1C])
    await asyncio.wait_for(watcher.task, PATIENCE_S)
    assert file.read_text() == text
    await source.close()


def quoted(script: str) -> str:
    """A script within single quotes."""
    return script.replace("'", "'\\''")


def type_keys(source: X11Source, codes: list[int]) -> None:
    for code in codes:
        source.act(Key(code, True))
        source.act(Key(code, False))


async def test_what_viewers_do_arrives(
    source: X11Source, connection: Connection, watcher: Watcher
) -> None:
    window = Window(connection, Rect(0, 0, 640, 480))
    await connection.answered()
    source.act(PointerPlaced(Point(30, 40)))
    await watcher.until(lambda: watcher.position == Point(30, 40))
    source.act(ButtonChanged(Button.DOWN, True))
    source.act(ButtonChanged(Button.DOWN, False))
    source.act(Key(0x1E, True))
    source.act(PointerPlaced(Point(31, 41)))
    await watcher.until(lambda: watcher.position == Point(31, 41))
    await connection.answered()
    assert window.input() == [("ButtonPress", 5), ("ButtonRelease", 5), ("KeyPress", 38)]


async def test_the_pointer_and_its_shape_are_followed(
    display: Display, source: X11Source, connection: Connection, watcher: Watcher
) -> None:
    await watcher.until(lambda: isinstance(watcher.cursor, CursorShape))
    before = watcher.cursor
    await run(display.environment, "xsetroot", "-cursor_name", "left_ptr")
    await watcher.until(lambda: watcher.cursor is not before)
    arrow = watcher.cursor
    async with program(display.environment, "xterm", "-geometry", "40x10+0+0"):
        source.act(PointerPlaced(Point(60, 60)))
        await watcher.until(lambda: watcher.cursor is not arrow)
        beam = watcher.cursor
        assert isinstance(beam, CursorShape)
        height, width = beam.pixels.shape[:2]
        assert height > width
        assert 0 < beam.hot_spot.y < height
    await run(display.environment, "xdotool", "mousemove", "600", "400")
    await watcher.until(lambda: watcher.position == Point(600, 400))
    hide_pointer(connection)
    await watcher.until(lambda: watcher.cursor == CursorHidden())


def hide_pointer(connection: Connection) -> None:
    """Cover the screen with a window whose cursor has no pixel."""
    window = Window(connection, Rect(0, 0, 640, 480))
    bitmap, cursor = connection.new_id(), connection.new_id()
    core = connection.core
    core.CreatePixmap(1, bitmap, connection.root, 1, 1)
    pen = connection.new_id()
    core.CreateGC(pen, bitmap, 0, [])
    core.PolyPoint(0, bitmap, pen, 1, [b"\0\0\0\0"])
    core.CreateCursor(cursor, bitmap, bitmap, 0, 0, 0, 0, 0, 0, 0, 0)
    core.ChangeWindowAttributes(window.id, 1 << 14, [cursor])
    connection.flush()


async def test_a_new_size_is_followed_live(
    display: Display, source: X11Source, connection: Connection, watcher: Watcher, eyes: Any
) -> None:
    Window(connection, Rect(600, 400, 900, 700), RED)
    await connection.answered()
    for size in (Size(800, 600), Size(320, 200), Size(1000, 700)):
        await source.resize(size)
        await watcher.until(lambda size=size: watcher.size == size)  # type: ignore[misc]
        await watcher.until_equal(eyes)
    await run(display.environment, "xrandr", "--output", "screen", "--mode", "4096x2560")
    await watcher.until(lambda: watcher.size == Size(4096, 2560))
    await watcher.until_equal(eyes)
    assert watcher.shows(RED)
    resized = [update for update in watcher.updates if isinstance(update, Resized)]
    assert isinstance(watcher.updates[0], Resized)
    assert len(resized) == 5


async def test_a_slow_reader_gets_the_newest(
    source: X11Source, connection: Connection, eyes: Any
) -> None:
    stream = source.updates()
    first = await anext(stream)
    assert first == Resized(Size(640, 480))
    window = Window(connection, Rect(0, 0, 640, 480))
    for step in range(200):
        window.fill(Rect(0, 0, 640, 480), step)
        await connection.answered()
    screen = np.zeros((480, 640, 3), np.uint8)
    paintings = 0
    while not np.array_equal(screen, root_pixels(eyes)):
        update = await asyncio.wait_for(anext(stream), PATIENCE_S)
        if isinstance(update, Painted):
            screen[update.area.rows, update.area.columns] = update.pixels[..., :3]
            paintings += 1
    assert paintings <= 2


async def test_what_is_pressed_is_released_at_the_end(
    source: X11Source, connection: Connection
) -> None:
    window = Window(connection, Rect(0, 0, 640, 480))
    await connection.answered()
    source.act(Key(0x2A, True))
    source.act(ButtonChanged(Button.LEFT, True))
    await source.close()
    await connection.answered()
    assert window.input()[2:] == [("KeyRelease", 50), ("ButtonRelease", 1)]


def as_source(source: X11Source) -> Source:
    """What the type checker makes sure of."""
    return source


async def test_closed_it_does_nothing() -> None:
    source = as_source(X11Source(":4711"))
    assert source.name == "X11 :4711"
    source.act(Key(0x1E, True))
    assert [update async for update in source.updates()] == []
    await source.close()


async def test_without_a_display_it_cannot_be_resized() -> None:
    with pytest.raises(SourceError, match="not open"):
        await X11Source().resize(Size(10, 10))
    with pytest.raises(SourceError, match="cannot open :4711"):
        await X11Source(":4711").open()
