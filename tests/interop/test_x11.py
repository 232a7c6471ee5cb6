"""An X11 desktop, seen and driven through spice-gtk; the X server itself says what is true."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from piment.server.sources.x11 import X11Source
from tests.interop.peers.display import Display, Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import written
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.witness import Happened, Witness
from tests.interop.serving import Serve, ServeCommand

SERVER_MODE, CLIENT_MODE = 1, 2
NUM_LOCK = 2
LEFT_SHIFT, A_KEY = 0x2A, 0x1E
X_LEFT_SHIFT, X_A_KEY = 50, 38
BUTTONS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 9}  # SPICE's number: X's
PLACE = (600, 100, 300, 200)  # of the witness: x, y, width, height
BLUE = 0x3355AA


@pytest.fixture
def desk(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """The desktop that is served."""
    display = Xvfb(folder(), 1024, 768)
    yield display
    display.stop()


@pytest.fixture
async def witness(desk: Xvfb) -> AsyncIterator[Witness]:
    """A window on the desktop."""
    window = Witness(desk.name, PLACE, BLUE)
    yield window
    window.close()


@pytest.fixture
async def client(
    desk: Xvfb,
    witness: Witness,
    serve: Serve[X11Source],
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> AsyncIterator[GLibClient]:
    """A viewer of the desktop, which places the pointer."""
    serving = await serve(X11Source(desk.name))
    client = await glib_client()
    await client.connect(serving.uri)
    await client.wait_for("mouse-mode", mode=CLIENT_MODE)
    await client.wait_for("mark")
    yield client
    assert client.losses() == []


async def agrees(client: GLibClient, desk: Display) -> None:
    """Wait until the viewer has every pixel of the root window."""

    def is_same(pixels: Pixels) -> bool:
        return np.array_equal(pixels, desk.pixels())

    try:
        await client.until(is_same)
    except TimeoutError:
        pytest.fail(difference(await client.pixels(), desk.pixels()))


async def test_a_viewer_holds_every_pixel_and_types_into_a_terminal(
    client: GLibClient, desk: Xvfb, tmp_path: Path
) -> None:
    desk.start("xterm", "-geometry", "70x20+10+10", "-e", "sh")
    await client.until(lambda pixels: pixels[100, 100].all())  # its background is white
    await client.click(100, 100)
    text = 'Hello, World! {a|b} <~> "100%"'
    await client.type(f"echo '{text}' >{tmp_path}/out; exec sleep 1000\n", pause_ms=2)
    assert await written(tmp_path / "out") == f"{text}\n"
    assert difference(await client.settle(), desk.pixels()) == ""
    assert client.channels() == {"display:0", "cursor:0", "inputs:0"}


async def test_clicks_drags_and_the_wheel_arrive(client: GLibClient, witness: Witness) -> None:
    for number in BUTTONS:
        await client.click(700, 150 + number, number)
    clicks = [
        Happened(what, number, 700, 150 + spice)
        for spice, number in BUTTONS.items()
        for what in ("press", "release")
    ]
    await client.position(610, 110)
    await client.button(1, True)
    for step in range(1, 6):
        await client.position(610 + 50 * step, 110 + 30 * step)
    await client.button(1, False)
    drag = [
        Happened("press", 1, 610, 110),
        *(Happened("motion", 0, 610 + 50 * step, 110 + 30 * step) for step in range(1, 6)),
        Happened("release", 1, 860, 260),
    ]
    await witness.until(lambda: witness.events[-1:] == drag[-1:])
    assert [each for each in witness.events if each.what != "motion"][: len(clicks)] == clicks
    assert witness.events[-len(drag) :] == drag


async def test_the_pointers_shape_follows(client: GLibClient, witness: Witness) -> None:
    shape = np.random.default_rng(7).integers(0, 256, (24, 40, 4), np.uint8)
    shape[..., :3] = np.minimum(shape[..., :3], shape[..., 3:])  # premultiplied
    witness.wear(shape, (31, 5))
    since = len(client.events)
    await client.position(700, 200)
    await client.wait_for("cursor-set", since=since, width=40, height=24, hot_x=31, hot_y=5)
    cursor = await client.cursor()
    assert cursor.is_visible
    assert cursor.pixels is not None
    assert np.array_equal(cursor.pixels[:, :, [2, 1, 0, 3]], shape)

    witness.wear(np.zeros((16, 16, 4), np.uint8), (0, 0))
    await client.wait_for("cursor-hide", since=since)


async def test_a_viewer_may_move_the_pointer(client: GLibClient, witness: Witness) -> None:
    await client.position(650, 150)
    await witness.until(lambda: witness.pointer() == (650, 150))
    since = len(client.events)
    await client.request_mouse_mode(SERVER_MODE)
    await client.wait_for("mouse-mode", mode=SERVER_MODE, since=since)
    x, y = 650, 150
    for dx, dy in ((30, -20), (-1, 3), (100, 57)):
        x, y = x + dx, y + dy
        await client.motion(dx, dy)
        await client.wait_for("cursor-move", since=since, x=x, y=y)
        assert witness.pointer() == (x, y)
    await client.button(1, True)
    await client.button(1, False)
    await witness.until(lambda: witness.events[-1:] == [Happened("release", 1, x, y)])


async def test_a_viewer_that_leaves_lets_go_of_everything(
    client: GLibClient,
    witness: Witness,
) -> None:
    witness.take_keyboard()
    await client.position(700, 200)
    await client.button(1, True)
    await client.key(LEFT_SHIFT, True)
    await client.key(A_KEY, True)
    await witness.until(lambda: Happened("key-press", X_A_KEY, 700, 200) in witness.events)
    assert any(witness.keys_down())
    await client.disconnect()
    released = {
        Happened("release", 1, 700, 200),
        Happened("key-release", X_LEFT_SHIFT, 700, 200),
        Happened("key-release", X_A_KEY, 700, 200),
    }
    await witness.until(lambda: released <= set(witness.events))
    assert not any(witness.keys_down())


async def test_an_open_viewer_follows_another_size(
    client: GLibClient, witness: Witness, desk: Xvfb
) -> None:
    for name, width, height in (("small", 808, 600), ("odd", 1001, 701)):
        since = len(client.events)
        timings = [str(each) for side in (width, height) for each in [side] * 4]
        desk.run("xrandr", "--newmode", name, "30", *timings)
        desk.run("xrandr", "--addmode", "screen", name)
        desk.run("xrandr", "--output", "screen", "--mode", name)
        await client.wait_for("primary", since=since, width=width, height=height)
        await client.wait_for("mark", since=since)
        await agrees(client, desk)
    await client.click(640, 120)
    await witness.until(lambda: witness.events[-1:] == [Happened("release", 1, 640, 120)])
    assert difference(await client.settle(), desk.pixels()) == ""


async def test_the_lights_of_the_keyboard_agree(client: GLibClient, desk: Xvfb) -> None:
    def is_on() -> bool:
        return "Num Lock:    on" in desk.run("xset", "q")

    before = is_on()
    for wanted in (not before, before):
        since = len(client.events)
        modifiers = NUM_LOCK if wanted else 0
        await client.set_modifiers(modifiers)
        await client.wait_for("modifiers", since=since, modifiers=modifiers)
        assert is_on() == wanted


async def test_the_command_serves_a_desktop_of_its_own(
    piment_serve: ServeCommand,
    glib_client: Callable[[], Awaitable[GLibClient]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    script = f"echo $DISPLAY $XAUTHORITY >{tmp_path}/where; exec xterm -geometry 60x20+40+50 -e sh"
    server = await piment_serve(
        "x11", "--listen", "127.0.0.1:0", "--size", "900x700", "--", "sh", "-c", script
    )
    client = await glib_client()
    await client.connect(server.uri)
    name, authority = (await written(tmp_path / "where")).split()
    monkeypatch.setitem(os.environ, "XAUTHORITY", authority)
    desk = Display(name, tmp_path)
    await client.until(lambda pixels: pixels[100, 100].all())
    await client.click(100, 100)
    await client.type(
        f"echo it types >{tmp_path}/out; while :; do read -r line; exit; done", pause_ms=2
    )
    pixels = await client.settle()
    assert pixels.shape == (700, 900, 3)
    assert difference(pixels, desk.pixels()) == ""
    await client.type("\n\n")
    assert await written(tmp_path / "out") == "it types\n"
    await server.end()
    await client.wait_for("channel-event", channel="main:0", what="closed")
