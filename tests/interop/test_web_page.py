"""Our own page in Chromium: what it shows is exact, what is done there arrives."""

from __future__ import annotations

import signal
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from piment.geometry import Point, Rect, Size
from piment.server.scene.actions import PointerPlaced
from piment.server.scene.updates import Notice, Painted, Resized, Severity
from piment.server.server import Settings
from piment.server.sources.demo import DemoSource
from piment.server.sources.qemu import Monitored, QemuSource
from piment.server.tickets import PasswordTickets
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes, until_true, written
from tests.interop.peers.pictures import Pixels
from tests.interop.peers.ports import free_port
from tests.interop.peers.qemu.display import DBus
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.web_page import WebPage, told
from tests.interop.peers.xspice import Xspice
from tests.interop.serving import Command, Serve, ServeCommand
from tests.server.scripted import Scripted

OpenPage = Callable[..., Awaitable[WebPage]]

BACK_SECONDS = 3.0
"""How long after a server is there again its viewers may take to come back."""


def demo() -> DemoSource:
    """Return a demo whose clock stands."""
    return DemoSource(Size(1024, 768), clock=lambda: datetime(2026, 3, 4, 5, 6, 7))


def shown(source: DemoSource) -> Pixels:
    """Return what a demo shows."""
    return source.framebuffer[:, :, :3]


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
    assert await page.find("#keys-button").is_disabled()
    assert await page.find("#leave-button").is_disabled()
    await page.find("#retry").click()
    await title.wait_for(state="visible")


async def test_an_address_that_makes_no_sense_is_told(
    serve: Serve[DemoSource], web_page: OpenPage
) -> None:
    page = await web_page(await (await serve(demo())).open_page(), "scale=huge")
    await page.find("#card-text").filter(has_text="scale=huge is none of").wait_for()


LOCKS = """() => {
    const { keyboard } = navigator;
    window.locks = [];
    for (const name of ["lock", "unlock"]) {
        const own = keyboard[name].bind(keyboard);
        keyboard[name] = (...keys) => {
            window.locks.push(name);
            return own(...keys);
        };
    }
}"""
"""Notes when the page takes the keyboard from the browser, and when it gives it back."""


async def test_full_screen_and_back(serve: Serve[DemoSource], web_page: OpenPage) -> None:
    page = await web_page(await (await serve(demo())).open_page())
    await page.until_open()
    button = page.find("#full-button")
    await button.evaluate(LOCKS)
    for is_on in ("true", "false"):
        await button.click()
        await page.find(f"#full-button[aria-pressed={is_on}]").wait_for(state="attached")
        full: bool = await button.evaluate("() => document.fullscreenElement !== null")
        assert str(full).lower() == is_on
        await page.chromium.page.mouse.move(700, 1)
        await page.find("#bar[data-open=true]").wait_for(state="attached")
    assert await button.evaluate("() => window.locks") == ["lock", "unlock"]
    assert await page.complaints() == []


async def test_several_screens_and_what_the_server_says(
    serve: Serve[Scripted], web_page: OpenPage
) -> None:
    random = np.random.default_rng(1)
    first, second = (
        random.integers(0, 256, (h, w, 4), np.uint8) for w, h in ((400, 300), (320, 200))
    )
    source = Scripted(Size(400, 300))
    source.paint(Rect(0, 0, 400, 300), first)
    source.tell(Resized(Size(320, 200), 1), Painted(Rect(0, 0, 320, 200), second, 1))
    page = await web_page(await (await serve(source)).open_page())
    await page.until_open()
    await page.until_shown(first[:, :, :3])
    await page.chromium.page.get_by_role("button", name="Screen 2").click()
    await page.until_shown(second[:, :, :3])
    await page.close_toolbar()
    await page.click(50, 60)
    assert await becomes(lambda: PointerPlaced(Point(50, 60), 1) in source.actions)
    source.tell(Notice(Severity.WARNING, "The <b>disk</b> is full."))
    await page.find("#notices").filter(has_text="The <b>disk</b> is full.").wait_for()
    source.tell(Resized(Size(400, 100), 1))
    await page.until_shown(np.zeros((100, 400, 3), np.uint8))


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


BARS = (
    *("videotestsrc", "pattern=smpte", "horizontal-speed=3"),
    *("!", "video/x-raw,width=400,height=300,framerate=25/1", "!", "videoconvert", "!"),
)
CODING_COST = 16
"""How much the mean of a row may differ, of 255; noise below the bars costs the most."""


@pytest.mark.parametrize(
    "codec", ["spice:mjpeg", "gstreamer:vp8", "gstreamer:vp9", "gstreamer:h264"]
)
async def test_the_browser_decodes_streams(
    xspice: Callable[..., Xspice], link: str, web_page: OpenPage, codec: str
) -> None:
    """Bars that move sideways: a row's mean colour stays, whichever frame is looked at."""
    need("gstreamer1.0-plugins-good", "gstreamer1.0-plugins-ugly", "gstreamer1.0-x")
    server = xspice(SpiceStreamingVideo="all", SpiceVideoCodecs=codec)
    page = await web_page(link, f"port={server.port}&scale=1:1", width=1600, height=1300)
    await page.until_open()
    await page.find("#numbers-button").click()
    player = server.start("gst-launch-1.0", *BARS, "ximagesink")
    await page.find("#numbers").filter(has_text=codec.partition(":")[2].upper()).wait_for()

    async def are_bars() -> bool:
        pair = (await page.pixels(), server.pixels())
        means = [pixels[:300, :400].mean(axis=1) for pixels in pair]
        return bool(np.abs(means[0] - means[1]).max() < CODING_COST)

    assert await until_true(are_bars)
    player.signal_all(signal.SIGSTOP)

    async def is_shown() -> bool:
        return np.array_equal(await page.pixels(), server.pixels())

    assert await until_true(is_shown)
    player.signal_all(signal.SIGCONT)
    dropped = page.find("#numbers dt:text-is('Dropped') + dd")
    assert await dropped.inner_text() == "0"


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
