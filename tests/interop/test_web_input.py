"""What people do on our own page in Chromium arrives: keys, texts, mouse, fingers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from piment.client.keyboard.layout import Layout
from piment.server.sources.demo import DemoSource
from piment.server.sources.x11 import X11Source
from tests.interop.peers.display import Xvfb
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes, until_true, written
from tests.interop.peers.web_page import WebPage
from tests.interop.peers.witness import Happened, Witness
from tests.interop.serving import Serve, Serving

OpenPage = Callable[..., Awaitable[WebPage]]


async def test_keys_that_the_browser_keeps_come_from_the_menu(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    page = await web_page(await (await serve(DemoSource())).open_page())
    await page.until_open()
    await page.find("#keys-button").click()
    await page.find("#keys").wait_for(state="visible")
    assert await page.find("[role=menuitem]:focus").inner_text() == "Ctrl-Alt-Del"
    await page.chromium.page.keyboard.press("Escape")
    assert await page.find("#keys").is_hidden()


async def test_the_toolbar_can_be_reached_by_keys(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    page = await web_page(await (await serve(DemoSource())).open_page())
    await page.until_open()
    await page.close_toolbar()
    for key in ("ControlLeft", "AltLeft", "ShiftLeft"):
        await page.chromium.page.keyboard.down(key)
    await page.find("#toolbar :focus").wait_for()
    for key in ("ShiftLeft", "AltLeft", "ControlLeft"):
        await page.chromium.page.keyboard.up(key)
    await page.chromium.page.keyboard.press("ArrowRight")
    await page.find("#paste-button:focus").wait_for()
    await page.chromium.page.keyboard.press("Escape")
    await page.find("#screen:focus").wait_for()
    assert await page.find("#bar").get_attribute("data-open") == "false"


PLACE = (100, 100, 400, 300)
BLUE = 0x2030F0
BUTTONS: Mapping[Literal["left", "middle", "right"], int] = {"left": 1, "middle": 2, "right": 3}


@pytest.fixture
async def witness(xvfb: Xvfb) -> AsyncIterator[Witness]:
    """A window that tells what happened to it."""
    window = Witness(xvfb.name, PLACE, BLUE)
    yield window
    window.close()


async def witnessed(
    xvfb: Xvfb, serve: Serve[X11Source], web_page: OpenPage, **options: Any
) -> WebPage:
    """Return the page with the display on which the witness is."""
    serving: Serving[X11Source] = await serve(X11Source(xvfb.name))
    link = await serving.open_page()
    page = await web_page(link, width=1400, height=1200, **options)
    await page.until_open()
    await page.until_shown(xvfb.pixels())
    await page.close_toolbar()
    return page


async def test_what_the_mouse_does_arrives(
    xvfb: Xvfb, witness: Witness, serve: Serve[X11Source], web_page: OpenPage
) -> None:
    page = await witnessed(xvfb, serve, web_page)
    mouse = page.chromium.page.mouse
    for place in ((150, 160), (151, 160), (499, 399)):
        await page.move(*place)
        await witness.until(lambda place=place: witness.pointer() == place)  # type: ignore[misc]
    for name, number in BUTTONS.items():
        witness.events.clear()
        await mouse.down(button=name)
        await page.move(200 + number, 200)
        await mouse.up(button=name)
        await witness.until(lambda: bool(witness.events) and witness.events[-1].what == "release")
        buttons = [each for each in witness.events if each.what != "motion"]
        assert buttons == [Happened(what, number, 0, 0) for what in ("press", "release")]
        assert (buttons[-1].x, buttons[-1].y) == (200 + number, 200)
    witness.events.clear()
    for delta in (120, 120, -120):
        await mouse.wheel(0, delta)
    await witness.until(lambda: witness.events[-1:] == [Happened("release", 4, 0, 0)])
    pressed = [each.detail for each in witness.events if each.what == "press"]
    assert pressed == [5, 5, 4]


async def test_the_pointer_looks_as_the_machine_has_it(
    xvfb: Xvfb, witness: Witness, serve: Serve[X11Source], web_page: OpenPage
) -> None:
    page = await witnessed(xvfb, serve, web_page)
    await page.move(150, 160)
    shape = np.zeros((20, 16, 4), np.uint8)
    shape[2:18, 3:9] = (0, 0, 255, 255)
    shape[5, 5] = (32, 16, 8, 64)  # premultiplied
    witness.wear(shape, (3, 2))
    picture = page.find("#pointer")

    async def is_worn() -> bool:
        size = await picture.evaluate("canvas => [canvas.width, canvas.height]")
        own: str = await page.find("#screen").evaluate("screen => screen.style.cursor")
        return size == [16, 20] and own.startswith("url(") and own.endswith(") 3 2, default")

    assert await until_true(is_worn)
    read = "canvas => [...canvas.getContext('2d').getImageData(3, 5, 3, 1).data]"
    assert await picture.evaluate(read) == [255, 0, 0, 255] * 2 + [32, 64, 128, 64]
    assert await picture.is_hidden()


async def test_keys_that_are_held_are_released_when_the_screen_is_left(
    xvfb: Xvfb, witness: Witness, serve: Serve[X11Source], web_page: OpenPage
) -> None:
    page = await witnessed(xvfb, serve, web_page)
    witness.take_keyboard()
    keyboard = page.chromium.page.keyboard
    for key in ("ControlLeft", "KeyA"):
        await keyboard.down(key)
    await witness.until(lambda: [each.what for each in witness.events].count("key-press") == 2)
    await page.find("#handle").focus()
    await witness.until(lambda: not any(witness.keys_down()))


async def test_fingers_are_a_mouse(
    xvfb: Xvfb, witness: Witness, serve: Serve[X11Source], web_page: OpenPage
) -> None:
    page = await witnessed(xvfb, serve, web_page, touch=True)
    await page.chromium.page.touchscreen.tap(300, 200)  # the screen fills the page
    await witness.until(lambda: witness.events[-1:] == [Happened("release", 1, 0, 0)])
    assert witness.pointer() == (300, 200)
    assert await page.find("#touch-button").count() == 1


TEXTS = {
    "us": "Hello, {World}! ~|\\",
    "de": "Grüße, {Zoë} äöü ß @€ y/z",
    "fr": "Où çà? L'été, {forêt} à 12€ @#",
}


@pytest.mark.parametrize("layout", TEXTS)
async def test_text_arrives_whatever_the_keyboards_are(
    layout: str, desk: Xvfb, serve: Serve[X11Source], web_page: OpenPage, tmp_path: Path
) -> None:
    need("x11-xkb-utils", "libxkbcommon0")
    desk.run("setxkbmap", layout)
    page = await opened_desk(desk, serve, web_page)
    await type_on(page, layout, f"cat >{tmp_path}/out\n")
    await type_on(page, layout, f"{TEXTS[layout]}\n")
    await page.press_keys([0x1D, 0x20])  # Ctrl-D, at the same place on all three
    assert await written(tmp_path / "out") == f"{TEXTS[layout]}\n"


async def test_locks_become_those_of_whoever_comes(
    desk: Xvfb, serve: Serve[X11Source], web_page: OpenPage, tmp_path: Path
) -> None:
    desk.xdotool("key", "Caps_Lock")  # which the browser's keyboard has not
    page = await opened_desk(desk, serve, web_page)
    await page.type(f"echo Hello >{tmp_path}/out\n")
    assert await written(tmp_path / "out") == "Hello\n"


async def test_a_pasted_text_is_typed(
    desk: Xvfb, serve: Serve[X11Source], web_page: OpenPage, tmp_path: Path
) -> None:
    need("x11-xkb-utils")
    desk.run("setxkbmap", "de")
    page = await opened_desk(desk, serve, web_page)
    await page.chromium.page.mouse.move(700, 1)
    await page.find("#paste-button").click()
    await page.find("#layout").select_option("de")
    await page.find("#paste-text").fill("Ж")
    await page.find("#paste .main").click()
    assert "Ж" in await page.find("#paste-error").inner_text()
    await page.find("#paste-text").fill(f"echo 'Grüße @ {{Zoë}}' >{tmp_path}/out\n")
    await page.find("#paste .main").click()
    assert await written(tmp_path / "out") == "Grüße @ {Zoë}\n"
    await page.find("#paste").wait_for(state="hidden")


async def test_a_text_of_the_device_s_own_keyboard_is_typed(
    desk: Xvfb, serve: Serve[X11Source], web_page: OpenPage, tmp_path: Path
) -> None:
    need("x11-xkb-utils")
    desk.run("setxkbmap", "de")
    page = await opened_desk(desk, serve, web_page, "layout=de&scale=1:1", touch=True)
    await page.find("#handle").tap()
    await page.find("#touch-button").tap()
    await page.find("#typed:focus").wait_for(state="attached")
    keyboard = page.chromium.page.keyboard
    await keyboard.insert_text(f"echo Grüßex >{tmp_path}/out")
    for _ in range(len(f"x >{tmp_path}/out")):
        await keyboard.press("Backspace")
    await keyboard.insert_text(f" >{tmp_path}/out")
    await keyboard.press("Enter")
    assert await written(tmp_path / "out") == "Grüße\n"
    await keyboard.insert_text("Ж")
    await page.find("#notices").filter(has_text="cannot type Ж").wait_for()


async def type_on(page: WebPage, layout: str, text: str) -> None:
    """Type text as somebody does whose keyboard has a layout."""
    for stroke in Layout(layout).strokes(text):
        await page.press_keys([*stroke.held, stroke.key])


async def opened_desk(
    desk: Xvfb,
    serve: Serve[X11Source],
    web_page: OpenPage,
    query: str = "scale=1:1",
    **options: Any,
) -> WebPage:
    """Return the page with the terminal of `desk`, which has the focus."""
    serving: Serving[X11Source] = await serve(X11Source(desk.name))
    assert await becomes(lambda: bool(desk.pixels()[100, 100].all()))  # the terminal is white
    page = await web_page(await serving.open_page(), query, **options)
    await page.until_open()

    async def is_shown() -> bool:
        return np.array_equal(await page.pixels(), desk.pixels())

    assert await until_true(is_shown)
    await page.close_toolbar()
    await page.click(100, 100)
    return page
