"""Our own page in Chromium: what it shows is exact, what is done there arrives."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from piment.client.keyboard.layout import Layout
from piment.geometry import Size
from piment.server.server import Settings
from piment.server.sources.demo import DemoSource
from piment.server.sources.qemu import Monitored, QemuSource
from piment.server.sources.x11 import X11Source
from piment.server.tickets import PasswordTickets
from tests.interop.peers.display import Xvfb
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes, until_true, written
from tests.interop.peers.pictures import Pixels
from tests.interop.peers.ports import free_port
from tests.interop.peers.qemu.display import DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.web_page import WebPage, told
from tests.interop.peers.witness import Happened, Witness
from tests.interop.peers.xspice import Xspice
from tests.interop.serving import Command, Serve, ServeCommand, Serving

OpenPage = Callable[..., Awaitable[WebPage]]

BACK_SECONDS = 3.0
"""How long after a server is there again its viewers may take to come back."""


def demo() -> DemoSource:
    """Return a demo whose clock stands."""
    return DemoSource(Size(1024, 768), clock=lambda: datetime(2026, 3, 4, 5, 6, 7))


def shown(source: DemoSource) -> Pixels:
    """Return what a demo shows."""
    return source.framebuffer[:, :, :3]


@pytest.fixture
def desk(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """An X11 desktop with a terminal."""
    display = Xvfb(folder(), 1024, 768)
    display.start("xterm", "-geometry", "70x20+10+10", "-e", "sh")
    yield display
    display.stop()


# --- the demo ------------------------------------------------------------------------------------


async def test_the_demo_is_shown_exactly_and_driven(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    source = demo()
    page = await web_page(await (await serve(source)).open_page())
    await page.until_open()
    await page.until_shown(shown(source))

    await page.close_toolbar()
    left, top, right, bottom = source.desktop.notepad.content
    await page.click((left + right) // 2, (top + bottom) // 2)
    await page.type("Hello, {World}!\n")
    assert await becomes(lambda: source.text == "Hello, {World}!\n")

    photo = source.desktop.photo
    x, y = photo.position
    await page.drag((x + 50, y + 15), (x - 70, y + 99))
    assert await becomes(lambda: photo.position == (x - 120, y + 84))
    await page.until_shown(shown(source))

    source.resize(Size(800, 600))
    await page.until_shown(shown(source))
    assert await page.complaints() == []


async def test_a_password_is_asked_for_until_it_is_right(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    source = demo()
    serving = await serve(source, Settings(PasswordTickets(lambda: b"secret")))
    page = await web_page(await serving.open_page())
    field = page.find("#password-field")
    await field.wait_for(state="visible")
    assert await page.find("#password-error").inner_text() == ""
    await field.fill("wrong")
    await page.chromium.page.keyboard.press("Enter")
    await (
        page.find(
            "#password-error",
        )
        .filter(has_text="does not let in")
        .wait_for()
    )
    await field.fill("secret")
    await page.chromium.page.keyboard.press("Enter")
    await page.until_open()
    await page.until_shown(shown(source))
    assert await page.find("#password").is_hidden()


async def test_a_server_that_comes_back_is_seen_again(
    piment_serve: ServeCommand, folder: Callable[[], Path], web_page: OpenPage
) -> None:
    places = ("--listen", "127.0.0.1:0", "--web", f"127.0.0.1:{free_port()}")
    first = await Command.start(folder(), "demo", *places)
    page = await web_page(first.link)
    await page.until_open()
    await first.kill()
    title = page.find("#card-title").filter(has_text="The connection was lost")
    await title.wait_for(state="visible")
    assert await page.find("#screen").is_visible()  # what it showed last
    second = await piment_serve("demo", *places)
    began = time.monotonic()
    await page.until_open()
    assert time.monotonic() - began < BACK_SECONDS
    assert second.link == first.link
    assert await page.find("#card").is_hidden()


async def test_who_only_looks_changes_nothing(serve: Serve[DemoSource], web_page: OpenPage) -> None:
    source = demo()
    before = source.desktop.photo.position
    page = await web_page(await (await serve(source)).open_page(), "view-only&scale=1:1")
    await page.until_open()
    await page.until_shown(shown(source))
    await page.close_toolbar()
    await page.drag((before.x + 50, before.y + 15), (before.x - 70, before.y + 99))
    await page.type("x")
    await page.until_shown(shown(source))
    assert source.desktop.photo.position == before
    assert source.text == ""
    assert await page.find("#keys-button").is_hidden()


async def test_nobody_there_is_told_and_waited_for(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    source = demo()
    link = await (await serve(source)).open_page()
    page = await web_page(link, f"port={free_port()}")
    title = page.find("#card-title").filter(has_text="cannot be reached")
    await title.wait_for(state="visible")
    assert "no connection" in await page.find("#card-text").inner_text()
    await page.find("#stop").click()
    await page.find("#card-title").filter(has_text="Disconnected").wait_for()
    await page.find("#retry").click()
    await title.wait_for(state="visible")


async def test_an_address_that_makes_no_sense_is_told(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    page = await web_page(await (await serve(demo())).open_page(), "scale=huge")
    await page.find("#card-text").filter(has_text="scale=huge is none of").wait_for()


# --- input ---------------------------------------------------------------------------------------


async def test_keys_that_the_browser_keeps_come_from_the_menu(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    page = await web_page(await (await serve(demo())).open_page())
    await page.until_open()
    await page.find("#keys-button").click()
    await page.find("#keys").wait_for(state="visible")
    assert await page.find("[role=menuitem]:focus").inner_text() == "Ctrl-Alt-Del"
    await page.chromium.page.keyboard.press("Escape")
    assert await page.find("#keys").is_hidden()


async def test_the_toolbar_can_be_reached_by_keys(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    page = await web_page(await (await serve(demo())).open_page())
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


async def type_on(page: WebPage, layout: str, text: str) -> None:
    """Type text as somebody does whose keyboard has a layout."""
    for stroke in Layout(layout).strokes(text):
        await page.press_keys([*stroke.held, stroke.key])


async def opened_desk(desk: Xvfb, serve: Serve[X11Source], web_page: OpenPage) -> WebPage:
    """Return the page with the terminal of `desk`, which has the focus."""
    serving: Serving[X11Source] = await serve(X11Source(desk.name))
    assert await becomes(lambda: bool(desk.pixels()[100, 100].all()))  # the terminal is white
    page = await web_page(await serving.open_page())
    await page.until_open()

    async def is_shown() -> bool:
        return np.array_equal(await page.pixels(), desk.pixels())

    assert await until_true(is_shown)
    await page.close_toolbar()
    await page.click(100, 100)
    return page


# --- machines ------------------------------------------------------------------------------------


async def test_a_machine_is_driven_and_takes_the_size_of_the_page(
    machine: Callable[..., Machine],
    tiny_guest: Guest,
    folder: Callable[[], Path],
    serve: Serve[QemuSource],
    web_page: OpenPage,
) -> None:
    path = folder() / "monitor"
    guest = machine(tiny_guest, DBus(monitor=path), vga="virtio")
    serving = await serve(QemuSource(Monitored(path)))
    await guest.ready()
    screen = serving.server.scene.screens[0]
    page = await web_page(await serving.open_page(), "scale=guest", width=900, height=700)
    await page.until_open()
    assert await becomes(lambda: screen.primary.size == Size(900, 700))
    await page.chromium.page.set_viewport_size({"width": 1021, "height": 600})
    assert await becomes(lambda: screen.primary.size == Size(1020, 600))

    async def is_shown() -> bool:
        return np.array_equal(await page.pixels(), screen.primary.pixels[:, :, :3])

    assert await until_true(is_shown)
    await page.close_toolbar()
    await page.find("#screen").focus()
    await page.type("echo Hello >/tmp/typed\n")
    assert await until_true(lambda: has_typed(guest))


async def has_typed(guest: Machine) -> bool:
    """Whether the text has arrived in the guest."""
    return await guest.run("cat /tmp/typed 2>/dev/null; true") == "Hello\n"


# --- servers that are not ours -------------------------------------------------------------------


@pytest.fixture
async def link(serve: Serve[DemoSource]) -> str:
    """The page of a server whose machine nobody wants to see."""
    return await (await serve(demo())).open_page()


async def test_qemu_by_its_own_websocket(
    qemu_firmware: Callable[..., Machine], link: str, web_page: OpenPage
) -> None:
    machine = qemu_firmware()
    page = await web_page(link, f"port={machine.port}&scale=1:1")
    await page.until_open()
    expected = await machine.settled()
    await page.until_shown(expected)


async def test_a_machine_without_a_tablet_gets_the_mouse_when_it_is_caught(
    qemu_firmware: Callable[..., Machine], link: str, web_page: OpenPage
) -> None:
    machine = qemu_firmware()
    page = await web_page(link, f"port={machine.port}&scale=1:1")
    await page.until_open()
    await page.close_toolbar()
    await page.click(100, 100)
    caught = "() => document.pointerLockElement?.id"
    assert await until_true(
        lambda: page.chromium.page.evaluate(f"async () => ({caught})() === 'screen'")
    )


async def test_xspice_draws_with_all_its_commands(
    xspice: Callable[..., Xspice], link: str, web_page: OpenPage, tmp_path: Path
) -> None:
    server = xspice()
    server.start("xterm", "-geometry", "70x20+10+10", "-e", "sh")
    page = await web_page(link, f"port={server.port}&scale=1:1", width=1600, height=1300)
    await page.until_open()

    async def is_shown() -> bool:
        return np.array_equal(await page.pixels(), server.pixels())

    assert await becomes(lambda: bool(server.pixels()[100, 100].all()))
    assert await until_true(is_shown)
    await page.close_toolbar()
    await page.click(100, 100)
    await page.type(f"ls -la /usr/bin | head -60; echo Hello >{tmp_path}/out\n")
    assert await written(tmp_path / "out") == "Hello\n"
    assert await until_true(is_shown)


# --- people --------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_nobody_is_shut_out(
    serve: Serve[DemoSource], web_page: OpenPage, colours: str
) -> None:
    link = await (await serve(demo())).open_page()
    page = await web_page(link, colours=colours)
    await page.until_open()
    await page.find("#numbers-button").click()
    assert (found := await page.violations()) == [], told(found)
    await page.find("#keys-button").click()
    assert (found := await page.violations()) == [], told(found)
    await page.chromium.page.keyboard.press("Escape")
    await page.find("#paste-button").click()
    assert (found := await page.violations()) == [], told(found)
    await page.find("#paste-cancel").click()
    await page.find("#leave-button").click()
    await page.find("#card").wait_for(state="visible")
    assert (found := await page.violations()) == [], told(found)


async def test_a_display_of_small_pixels_shows_each_of_the_machines(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    source = demo()
    link = await (await serve(source)).open_page()
    page = await web_page(link, width=800, height=600, scale=2)
    await page.until_open()
    await page.until_shown(shown(source))
    box = await page.find("#screen").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (512, 384)
    assert (box["x"] * 2) % 1 == (box["y"] * 2) % 1 == 0
