"""Our desktop for programs, and its commands, with machines that are not ours."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from piment import Desktop, Image, InputError, Rect, WaitTimeout, connect
from piment.client.options import Options
from piment.client.session import Session
from piment.client.terms import MouseMode
from piment.client.uri import parse
from piment.server.sources.x11 import X11Source
from tests.interop.looking import bgr
from tests.interop.peers.display import Display, Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.qemu.display import AGENT, Spice
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.xspice import Xspice
from tests.interop.serving import Serving

# Dead keys, AltGr, both, and what is elsewhere than on a US keyboard.
TEXTS = {
    "us": "echo \"$HOME\" | sed 's/~/{}/' && ls -l [a-z]*; # 100%^@!\n",
    "de": "Grüße @ {[]} \\ | ~ € µ ^ ` ´ ° é è ê z y Z Y <>\tÄÖÜß Ê\n",
    "fr": "Où êtes-vous, garçon ? Noël à 5 €, @#{[|`\\^]} ~ 0123 Î ï ü Û\n",
    "ru": 'Съешь же ещё этих мягких французских булок, №1; Ё: "да"/нет\\?\n',
}

CENTRE = (512, 384)

Start = Callable[..., Machine]
Shot = Callable[..., Awaitable[Pixels]]


async def piment(*arguments: str, said: str | None = None) -> tuple[int, str, str]:
    """Run a command; return its exit code, and what it said on both of its streams."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "piment", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(None if said is None else said.encode())
    assert process.returncode is not None
    assert b"Traceback" not in err
    return process.returncode, out.decode(), err.decode()


async def show_terminal(server: Xspice, file: Path) -> None:
    """Show a terminal over most of a screen, which writes what is typed into a file."""
    need("xterm")
    program = f"stty -echo; exec cat >{shlex.quote(str(file))}"
    terminal = server.start("xterm", "-u8", "-geometry", "100x40+0+0", "-e", "sh", "-c", program)
    await asyncio.to_thread(server.window, "--class", "xterm", of=terminal)
    assert await becomes(file.exists)


# --- QEMU ----------------------------------------------------------------------------------------


async def test_a_bios_screen_is_seen_as_qemu_and_spicy_screenshot_see_it(
    qemu_firmware: Start, screenshot: Shot
) -> None:
    machine = qemu_firmware()
    async with connect(machine.uri) as desktop:
        await desktop.wait_until_stable(500)  # although its cursor blinks twice a second
        async with machine.paused():
            image = await desktop.wait_until_stable()
            assert np.array_equal(bgr(image), await machine.screendump())
    async with machine.paused(), connect(machine.uri) as desktop:
        image, others = await desktop.screenshot(), await screenshot(machine.uri)
        assert np.array_equal(bgr(image), others), difference(bgr(image), others)


async def test_a_bios_menu_is_driven_by_keys(machine: Start) -> None:
    vm = machine(options=("-boot", "menu=on,splash-time=60000"))
    menu = Rect(20, 64, 720, 112)  # beside the cursor
    async with connect(vm.uri) as desktop:
        prompt = await desktop.wait_until_stable(500)
        await desktop.key("esc")
        assert (await desktop.wait_for_change(menu, since=prompt)).top < 80
        shown = await desktop.wait_until_stable(500)
        assert not prompt.crop(menu).pixels.any()
        assert await desktop.wait_for_image(shown.crop(menu)) == menu
        await desktop.key("1")
        await desktop.wait_for_change((20, 112, 720, 400), since=shown)


async def test_a_guests_shell_gets_every_stroke(tiny: Machine) -> None:
    await tiny.ready()
    lines = [f"echo {number}: 'The quick brown fox' '{{jumps}}'" for number in range(4)]
    await tiny.run("rm -f /typed")
    async with connect(tiny.uri) as desktop:
        await desktop.wait_until_stable()
        for line in lines:
            await desktop.type(f"{line} >>/typed\n")
        await desktop.wait_until_stable()
    typed = (await tiny.run("cat /typed")).splitlines()
    assert typed == [f"{number}: The quick brown fox {{jumps}}" for number in range(4)]


async def test_a_guests_console_answers_a_key(tiny: Machine) -> None:
    await tiny.ready()
    async with connect(tiny.uri) as desktop:
        await desktop.wait_until_stable()
        milliseconds = [await desktop.measure_latency("x") for _ in range(5)]
        assert all(0.1 < each < 5000 for each in milliseconds)
        await desktop.key("ctrl-u")


async def test_a_machine_without_tablet_and_pointer_is_not_clicked_at(qemu_firmware: Start) -> None:
    async with connect(qemu_firmware().uri) as desktop:
        with pytest.raises(InputError, match="usb-tablet"):
            await desktop.click(10, 10)


async def test_the_commands_drive_a_guest(tiny: Machine, tmp_path: Path) -> None:
    await tiny.ready()
    await tiny.run("rm -f /said")
    code, out, _ = await piment("info", tiny.uri, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["uuid"] or told["name"] is not None
    assert {"display:0", "inputs:0", "cursor:0"} <= {each["name"] for each in told["channels"]}
    assert (await piment("wait", tiny.uri, "--stable", "500"))[0] == 0

    assert await piment("type", tiny.uri, r"echo 'it \\o/ works' >/said\n") == (0, "", "")
    assert await piment("type", tiny.uri, "-", said="echo again >>/said\n") == (0, "", "")
    assert await piment("wait", tiny.uri, "--stable", "500") == (0, "", "")
    assert await tiny.run("cat /said") == "it \\o/ works\nagain\n"

    shot = tmp_path / "shot.png"
    assert await piment("screenshot", tiny.uri, str(shot), "--wait-stable", "300") == (0, "", "")
    assert np.array_equal(bgr(Image.load(shot)), await tiny.screendump())

    code, out, _ = await piment("watch", tiny.uri, "--once", "--json")
    assert code == 0
    assert json.loads(out)["latency_ms"] > 0


async def test_a_wait_that_is_in_vain_ends_with_1_and_the_last_picture(
    qemu_firmware: Start, tmp_path: Path
) -> None:
    machine = qemu_firmware()
    assert (await piment("wait", machine.uri, "--stable", "500"))[0] == 0
    last, sought = tmp_path / "last.png", tmp_path / "sought.png"
    Image(np.full((8, 8, 3), 77, np.uint8)).save(sought)
    async with machine.paused():  # its cursor too
        code, _, told = await piment(
            *("wait", machine.uri, "--image", str(sought)),
            *("--timeout", "1", "--save-last", str(last)),
        )
        assert code == 1
        assert told.startswith("piment: a picture of 8x8 was not shown within 1 s")
        assert np.array_equal(bgr(Image.load(last)), await machine.screendump())


async def test_a_ticket_is_asked_for_and_taken(machine: Start, tmp_path: Path) -> None:
    vm = machine(display=Spice(password="secret123"))
    file = tmp_path / "password"
    file.write_text("secret123\n")
    assert (await piment("wait", vm.uri, "--stable", "300", "--password-file", str(file)))[0] == 0
    code, _, told = await piment("wait", vm.uri, "--stable", "300")
    assert code == 1
    assert told.startswith("piment: authentication: ")


# --- Xspice --------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", TEXTS)
async def test_a_terminal_reads_the_text_that_was_typed(
    layout: str,
    xspice: Callable[..., Xspice],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    need("x11-xkb-utils")
    server, file = xspice(), tmp_path / "typed"
    async with connect(server.uri, layout=layout, pace_ms=2) as desktop:
        await desktop.screenshot()
        await asyncio.to_thread(server.run, "setxkbmap", "-layout", layout)
        await show_terminal(server, file)
        await desktop.click(100, 100)
        await desktop.type(3 * TEXTS[layout])
        expected = 3 * TEXTS[layout].encode()
        await becomes(lambda: len(file.read_bytes()) >= len(expected))
    assert file.read_bytes() == expected


async def test_a_desktop_is_seen_as_spice_gtk_sees_it_at_the_same_moment(
    xspice: Callable[..., Xspice], glib_client: Callable[[], Awaitable[GLibClient]]
) -> None:
    server = xspice(several_viewers=True)
    other = await glib_client()
    await other.connect(server.uri)
    async with connect(server.uri) as desktop:
        await desktop.screenshot()
        terminal = server.start("xterm", "-geometry", "80x24+30+30", "-e", "sh")
        await asyncio.to_thread(server.window, "--class", "xterm", of=terminal)
        await desktop.click(200, 200)
        for line in (
            "ls -l /usr/bin | head -40\n",
            "seq 200\n",
            "printf '\\033[41mred\\033[0m\\n'\n",
        ):
            await desktop.type(line)
            ours = bgr(await desktop.wait_until_stable(500))
            theirs = await other.settle(500)
            assert np.array_equal(ours, theirs), difference(ours, theirs)


async def test_clicks_and_drags_arrive_where_they_should(xspice: Callable[..., Xspice]) -> None:
    server = xspice()
    need("xdotool")
    async with connect(server.uri) as desktop:
        await desktop.screenshot()
        for place in ((0, 0), (1023, 767), CENTRE):
            await desktop.move(*place)
            assert await becomes(lambda place=place: pointer(server) == place)  # type: ignore[misc]


async def test_a_pointer_that_can_only_be_moved_is_led_to_its_place(
    xvfb: Xvfb, serve: Callable[..., Awaitable[Serving[X11Source]]]
) -> None:
    """Xspice ignores motions; our server hands them on to an X server that accelerates."""
    need("xdotool")
    xvfb.run("xset", "mouse", "5/2", "4")
    serving = await serve(X11Source(xvfb.name))
    options = Options(mouse_mode=MouseMode.SERVER)
    async with Desktop(Session(parse(serving.uri), options)) as desktop:
        await desktop.screenshot()
        for place in ((700, 500), (5, 9), (1399, 20), CENTRE):
            await desktop.move(*place)
            assert await asyncio.to_thread(pointer, xvfb) == place


@pytest.mark.peers
async def test_a_guests_pointer_is_led_to_its_place_by_a_ps2_mouse(
    machine: Start, desktop_guest: Guest
) -> None:
    guest = machine(desktop_guest, options=AGENT)
    options = Options(mouse_mode=MouseMode.SERVER)
    async with Desktop(Session(parse(guest.uri), options)) as desktop:
        await guest.ready()
        await desktop.wait_until_stable(2000, timeout=120)
        for place in ((400, 300), (5, 9), (700, 20), (200, 200)):
            await desktop.move(*place)
            told = await guest.run("DISPLAY=:0 xdotool getmouselocation --shell")
            assert location(told) == place


async def test_a_window_is_waited_for_found_and_clicked(
    xspice: Callable[..., Xspice], tmp_path: Path
) -> None:
    need("x11-apps")
    server = xspice()
    async with connect(server.uri) as desktop:
        before = await desktop.wait_until_stable()
        program = server.start("xcalc", "-geometry", "+300+200")
        where = await desktop.wait_for_change(since=before)
        window = await desktop.wait_until_stable()
        shown = Rect(300, 200, 310, 210)
        assert where.overlaps(shown)
        found = await desktop.wait_for_image(window.crop(Rect(320, 220, 380, 260)))
        assert found == Rect(320, 220, 380, 260)
        await asyncio.to_thread(program.stop)
        await desktop.wait_for_change(since=window)
        with pytest.raises(WaitTimeout) as caught:
            await desktop.wait_for_image(window.crop(Rect(320, 220, 380, 260)), timeout=0.5)
    assert caught.value.image is not None


async def test_nothing_is_stable_while_a_video_plays(xspice: Callable[..., Xspice]) -> None:
    need("gstreamer1.0-tools", "gstreamer1.0-plugins-base")
    server = xspice(SpiceStreamingVideo="all")
    async with connect(server.uri) as desktop:
        await desktop.wait_until_stable()
        source = "videotestsrc pattern=zone-plate kx2=10 ky2=10 kt=10"
        caps = "video/x-raw,width=480,height=360,framerate=25/1"
        pipeline = f"{source} ! {caps} ! videoconvert ! ximagesink"
        video = server.start("gst-launch-1.0", *pipeline.split(" "))
        await desktop.wait_for_change()
        with pytest.raises(WaitTimeout):
            await desktop.wait_until_stable(300, timeout=3)
        changes = 0
        async for frame in desktop.frames():
            assert frame.pixels.shape == (768, 1024, 3)
            changes += 1
            if changes == 20:
                break
        await asyncio.to_thread(video.stop)
        await desktop.wait_until_stable(300, streams=True)


def pointer(display: Display) -> tuple[int, int]:
    """Return where an X server has its pointer."""
    return location(display.xdotool("getmouselocation", "--shell"))


def location(told: str) -> tuple[int, int]:
    """Return the place that xdotool tells."""
    values = dict(line.split("=") for line in told.splitlines())
    return int(values["X"]), int(values["Y"])
