"""The kit itself, proved on peers that we did not write: no test here needs Piment's server."""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from tests.interop.peers import packages
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.glib_guest import ViewerError
from tests.interop.peers.html5 import SpiceHtml5
from tests.interop.peers.patience import until_true, written
from tests.interop.peers.pictures import Pixels, difference, find
from tests.interop.peers.ports import free_port
from tests.interop.peers.process import PeerError, Process, running
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.relay import ThrottledRelay
from tests.interop.peers.remote_viewer import RemoteViewer, connection_file
from tests.interop.peers.tls import TlsFiles
from tests.interop.peers.xspice import Xspice, configuration

A_KEY = 0x1E
CLIENT_MODE, SERVER_MODE = 2, 1
NUM_LOCK = 2


def with_terminal(server: Xspice) -> Xspice:
    """Show an xterm in a place that tests know, where a click at 200,200 gives it the focus."""
    server.manage_windows()
    terminal = server.start("xterm", "-geometry", "80x24+30+30", "-e", "sh")
    server.window("--class", "xterm", of=terminal)
    return server


@pytest.mark.parametrize("ci", ["true", ""])
def test_a_missing_package_fails_in_ci_and_skips_elsewhere(
    monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setattr(packages, "missing", lambda: ("xterm",))
    monkeypatch.setenv("CI", ci)
    packages.need("xvfb")
    outcome = pytest.fail.Exception if ci else pytest.skip.Exception
    with pytest.raises(outcome, match="apt-get install --no-install-recommends xterm"):
        packages.need("xvfb", "xterm")


@pytest.mark.parametrize(
    ("user", "outcome"), [(0, ["xterm"]), (1000, "For all tests, run as root: apt-get install")]
)
def test_missing_packages_are_installed_by_root_and_told_to_others(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    user: int,
    outcome: object,
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(packages, "missing", lambda: ("xterm",))
    monkeypatch.setattr(packages, "install", installed.extend)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    packages.main()
    told = capsys.readouterr().out
    assert (installed or told[:43]) == outcome


async def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    script = "setsid sh -c 'trap \"\" TERM; echo $$ >child; exec sleep 1000' & wait"
    process = Process(["sh", "-c", f"cd {tmp_path}; {script}"], tmp_path / "log")
    child = int(await written(tmp_path / "child"))
    assert {process.pid, child} <= set(running())
    process.stop(grace_s=0.1)
    assert not process.is_running
    assert process.processes() == []


def test_a_program_that_fails_shows_its_log(tmp_path: Path) -> None:
    process = Process(["sh", "-c", "echo no such thing; exit 3"], tmp_path / "log")
    assert process.wait() == 3
    with pytest.raises(PeerError, match="no such thing"):
        raise process.error("failed")


def test_pictures_are_found_and_compared() -> None:
    rng = np.random.default_rng(1)
    screen = rng.integers(0, 2, (90, 120, 3), np.uint8)
    picture = screen[20:60, 31:100].copy()
    assert find(picture, screen) == (31, 20)
    assert difference(picture, screen[20:60, 31:100]) == ""
    picture[5, 7] ^= 1
    assert find(picture, screen) is None
    assert "1 pixels differ, within x 7..7, y 5..5" in difference(picture, screen[20:60, 31:100])
    assert find(screen, picture) is None


async def test_certificates_are_for_localhost(tls_files: TlsFiles) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tls_files.certificate, tls_files.key)
    server = await asyncio.start_server(lambda _, w: w.close(), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    async with server:
        trusting = ssl.create_default_context(cafile=tls_files.ca)
        for host in ("localhost", "127.0.0.1"):
            _, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=trusting, server_hostname=host
            )
            writer.close()
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.open_connection("127.0.0.1", port, ssl=ssl.create_default_context())


async def test_a_relay_is_as_slow_as_told(
    relay: Callable[..., Awaitable[ThrottledRelay]],
) -> None:
    sent = 0

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.get_extra_info("socket").setsockopt(1, 7, 8192)  # SOL_SOCKET, SO_SNDBUF
        try:
            while True:
                writer.write(bytes(4096))
                await writer.drain()
                sent += 4096
        except ConnectionError:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        line = await relay(port, bits_per_second=800_000, delay_ms=100)
        started = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
        try:
            await reader.readexactly(100_000)
            assert time.monotonic() - started == pytest.approx(1.1, abs=0.4)
            assert line.forwarded[1] <= sent < 300_000 + 100_000  # nothing large piles up between
        finally:
            writer.close()
            await writer.wait_closed()


def test_an_option_that_xspice_has_not_is_refused() -> None:
    packages.need("xserver-xspice")
    with pytest.raises(KeyError, match="SpiceColour"):
        configuration({"SpiceColour": "red"})


async def test_the_glib_client_sees_and_drives_xspice(
    xspice: Callable[..., Xspice],
    glib_client: Callable[[], Awaitable[GLibClient]],
    tmp_path: Path,
) -> None:
    server = with_terminal(xspice())
    client = await glib_client()
    await client.connect(server.uri)
    assert client.channels() == {"display:0", "cursor:0", "inputs:0"}
    assert difference(await client.settle(), server.pixels()) == ""

    await client.click(200, 200)
    await client.type(f"echo Hello, World! >{tmp_path}/out\n")
    assert await written(tmp_path / "out") == "Hello, World!\n"
    assert difference(await client.settle(), server.pixels()) == ""
    state = await client.state()
    assert state["mouse_mode"] == CLIENT_MODE
    assert state["counters"]["primaries"] == 1
    assert len(await client.invalidations()) == state["counters"]["invalidations"] > 1
    assert await client.invalidations() == []


async def test_the_glib_client_measures_latency(
    xspice: Callable[..., Xspice], glib_client: Callable[[], Awaitable[GLibClient]]
) -> None:
    server = with_terminal(xspice())
    client = await glib_client()
    await client.connect(server.uri)
    before = await client.settle()
    await client.click(200, 200)
    probes = [await client.latency_probe(A_KEY) for _ in range(5)]
    assert all(0 < probe.milliseconds < 1000 for probe in probes)
    await client.until(lambda pixels: not np.array_equal(pixels, before))


async def test_the_glib_client_tells_the_cursor_and_the_locks(
    xspice: Callable[..., Xspice], glib_client: Callable[[], Awaitable[GLibClient]]
) -> None:
    server = xspice()
    client = await glib_client()
    await client.connect(server.uri)
    await client.settle()
    since = len(client.events)
    server.run("xsetroot", "-cursor_name", "watch")
    await client.position(300, 300)
    shape = await client.wait_for("cursor-set", since=since)
    cursor = await client.cursor()
    assert cursor.pixels is not None
    assert cursor.pixels.shape == (shape.fields["height"], shape.fields["width"], 4)
    assert cursor.pixels.any()
    assert cursor.is_visible

    await client.set_modifiers(NUM_LOCK)
    await client.wait_for("modifiers", modifiers=NUM_LOCK)
    await client.request_mouse_mode(SERVER_MODE)
    await client.wait_for("mouse-mode", mode=SERVER_MODE, since=since)


async def test_the_glib_client_knows_why_it_was_refused(
    xspice: Callable[..., Xspice], glib_client: Callable[[], Awaitable[GLibClient]]
) -> None:
    server = xspice(SpiceDisableTicketing="False", SpicePassword="secret")
    wrong = await glib_client()
    with pytest.raises(ViewerError, match="main:0 error-auth"):
        await wrong.connect(server.uri, password="wrong")
    right = await glib_client()
    await right.connect(server.uri, password="secret")
    await right.settle()
    server.stop()
    await right.wait_for("channel-event", channel="main:0", what="closed")
    assert right.losses()


async def test_the_glib_client_that_leaves_has_lost_nothing(
    qemu_firmware: Callable[..., Machine],
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    client = await glib_client()
    await client.connect(qemu_firmware().uri)
    await client.disconnect()
    assert client.events[-1].name == "disconnected"
    assert client.losses() == []


async def test_a_client_that_died_shows_its_log(
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    client = await glib_client()
    os.kill(client.process.pid, 9)
    with pytest.raises(PeerError, match=r"glib\.driver.*ended"):
        await client.wait_for("primary")
    with pytest.raises(PeerError, match=r"glib\.driver.*ended"):
        await client.ask("state")


async def test_qemu_is_seen_over_tls_with_a_ticket(
    qemu_firmware: Callable[..., Machine],
    glib_client: Callable[[], Awaitable[GLibClient]],
    tls_files: TlsFiles,
) -> None:
    port = free_port()
    machine = qemu_firmware(f"tls-port={port},x509-dir={tls_files.folder},disable-ticketing=on")
    uri = f"spice+tls://localhost:{port}"
    trusting = await glib_client()
    await trusting.connect(uri, ca_file=str(tls_files.ca))
    pixels = await trusting.until(lambda pixels: bool(pixels.any()))
    assert pixels.shape[1] in (640, 720)
    doubting = await glib_client()
    with pytest.raises(ViewerError, match="error-tls"):
        await doubting.connect(uri)
    plain = await glib_client()
    await plain.connect(machine.uri)


async def test_spicy_screenshot_sees_xspice(
    xspice: Callable[..., Xspice], screenshot: Callable[..., Awaitable[Pixels]]
) -> None:
    server = with_terminal(xspice())
    assert difference(await screenshot(server.uri), server.pixels()) == ""
    server.stop()
    with pytest.raises(PeerError, match="wrote no picture"):
        await screenshot(server.uri)


async def test_remote_viewer_shows_and_drives_xspice(
    xspice: Callable[..., Xspice],
    remote_viewer: Callable[[str | Path], Awaitable[RemoteViewer]],
    tmp_path: Path,
) -> None:
    server = with_terminal(xspice(SpiceDisableTicketing="False", SpicePassword="secret"))
    file = connection_file(
        tmp_path / "it.vv", host="127.0.0.1", port=server.port, password="secret"
    )
    viewer = await remote_viewer(file)
    left, top = await viewer.until_shown(server.pixels)
    viewer.click(left + 200, top + 200)
    viewer.type(f"echo Hello, World! >{tmp_path}/out\n")
    assert await written(tmp_path / "out") == "Hello, World!\n"
    assert viewer.screenshot().shape[1] >= server.pixels().shape[1]


async def test_spice_html5_shows_and_drives_xspice(
    xspice: Callable[..., Xspice],
    spice_html5: Callable[..., Awaitable[SpiceHtml5]],
    tmp_path: Path,
) -> None:
    server = with_terminal(xspice())
    viewer = await spice_html5(server.port)
    await viewer.until_shown(server.pixels())
    await viewer.click(200, 200)
    await viewer.type(f"echo Hello, World! >{tmp_path}/out\n")
    assert await written(tmp_path / "out") == "Hello, World!\n"


async def test_a_screen_shows_what_runs_on_it(xvfb: Xvfb) -> None:
    assert xvfb.pixels().shape == (1200, 1400, 3)
    terminal = xvfb.start("xterm", "-geometry", "80x24+30+30", "-e", "sleep 1000")
    window = xvfb.window("--class", "xterm", of=terminal)

    async def look() -> bool:
        inside_border = 31, 31
        return find(xvfb.pixels(window), xvfb.pixels()) == inside_border

    assert await until_true(look)
