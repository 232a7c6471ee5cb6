"""The kit: real programs as fixtures. All that a fixture starts is gone after the test.

Servers that are not ours:
    xspice(**options)       an X server that speaks SPICE: .uri, .pixels(), .start("xterm")
    qemu_firmware(options)  QEMU in its BIOS, with options of -spice: .uri
    machine(guest, display, vga="qxl", options=())  QEMU: .uri, await .screendump(), .run("ls"),
                            .sendkey("ctrl-c"), .qmp("query-status"); see peers/qemu/machine.py
    tiny                    a machine with the tiny guest and qxl, one for all tests of a module;
                            first `await tiny.ready()`
    tiny_guest              the tiny guest, for more machines
    desktop_guest           Debian with X, openbox, xterm and spice-vdagent (mark the test `peers`)
    newer_qemu              runs the test with each: machine(..., chroot=newer_qemu) (`peers`, too)
Viewers that are not ours, for their servers and for ours:
    await glib_client()     spice-gtk without a window: see peers/glib_client.py
    await remote_viewer(target)     in a window on `xvfb`: see peers/remote_viewer.py
    await screenshot(uri)   by spicy-screenshot
    await spice_html5(port) in Chromium: see peers/html5.py
Our own clients, for all servers:
    await look(port)        a session's first display: see looking.py
    tab                     the web client's core, in node: see tests/web/tab.py
    await web_page(link)    the page, in Chromium: see peers/web_page.py
Our server, for these viewers:
    await serve(source)     in the test's own process: .uri, .port, .source, .log; see serving.py
    await attach(source)    what a machine's source tells, without a server; see attached.py
    await piment_serve("demo", ...)     as the command: .uri, .uris, .port, .lines(), .told(...)
What they need:
    tls_files               a CA, a certificate for localhost: .ca, .certificate, .key, .folder
    desk                    a screen of 1024x768 with a terminal on it
    xvfb                    a screen of 1400x1200: .name, .pixels(), .start("xterm"), .xdotool(...)
    await relay(port, bits_per_second=..., delay_ms=...)    a slow network: .port
    peers.witness.Witness(display, ...)     a window that tells what happened to it
    peers.scenes.play(display)      a scripted session of 370 steps by real programs
    peers.raw.RawClient.connect(port)       the link stage by hand, byte for byte
    peers.sasl.make_sasl_accounts(folder, "digest-md5", passwords)  .env for servers with SASL
    await peers.tinyproxy.Tinyproxy.start(folder, ports)            an HTTP proxy: .url()
    await visits.opened(target)     which channels our client has there
and peers.ports.free_port, peers.pictures.find and .difference, and
peers.remote_viewer.connection_file, which writes .vv files.

A peer whose Debian package is missing skips the test, and fails it where CI=true.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

from piment.client.channels.display import DisplayChannel
from piment.client.options import Options
from piment.server.server import Settings
from piment.server.sources.base import Source
from piment.server.sources.qemu import QemuSource
from tests.interop.attached import Attached
from tests.interop.looking import Look, open_session
from tests.interop.peers.browser import Chromium
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.html5 import SpiceHtml5
from tests.interop.peers.packages import give_up, need
from tests.interop.peers.pictures import Pixels
from tests.interop.peers.process import PeerError
from tests.interop.peers.qemu.chroot import Chroot
from tests.interop.peers.qemu.desktop import build_desktop_guest
from tests.interop.peers.qemu.display import AGENT, TABLET, Display, Spice
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.qemu.tiny import build_tiny_guest
from tests.interop.peers.relay import ThrottledRelay
from tests.interop.peers.remote_viewer import RemoteViewer
from tests.interop.peers.spicy import spicy_screenshot
from tests.interop.peers.tls import TlsFiles, make_tls_files
from tests.interop.peers.web_page import WebPage
from tests.interop.peers.xspice import Xspice
from tests.interop.serving import Command, Serving
from tests.web.tab import Tab

T = TypeVar("T")

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("interop")


@pytest.fixture(scope="session")
def tls_files(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """Certificates for a server on localhost, and for its clients."""
    return make_tls_files(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[], Path]:
    """Make a folder for the files of one more program."""

    def make() -> Path:
        path = tmp_path / f"peer{len(list(tmp_path.glob('peer*')))}"
        path.mkdir()
        return path

    return make


@pytest.fixture
def xvfb(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """A screen that is large enough for a desktop of 1280x1024 and a viewer's title bar."""
    display = Xvfb(folder(), 1400, 1200)
    yield display
    display.stop()


@pytest.fixture
def xspice(folder: Callable[[], Path]) -> Iterator[Callable[..., Xspice]]:
    """Start Xspice with options of its configuration."""
    with ExitStack() as stack:

        def start(**options: Any) -> Xspice:
            server = Xspice(folder(), **options)
            stack.callback(server.stop)
            return server

        yield start


@pytest.fixture
def desk(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """An X11 desktop with a terminal, in which 100,100 is."""
    display = Xvfb(folder(), 1024, 768)
    display.start("xterm", "-geometry", "70x20+10+10", "-e", "sh")
    yield display
    display.stop()


@pytest.fixture
async def attach() -> AsyncIterator[Callable[[QemuSource], Awaitable[Attached]]]:
    """Attach to a machine by a source, and read what it tells."""
    async with AsyncExitStack() as stack:

        async def attached(source: QemuSource) -> Attached:
            it = Attached(source)
            await it.open()
            stack.push_async_callback(it.close)
            return it

        yield attached


@pytest.fixture
def machine(folder: Callable[[], Path]) -> Iterator[Callable[..., Machine]]:
    """Start QEMU with a guest or in its firmware."""
    with ExitStack() as stack:

        def start(
            guest: Guest | None = None, display: Display | None = None, **more: Any
        ) -> Machine:
            started = Machine(folder(), guest, display, **more)
            stack.callback(started.stop)
            return started

        yield start


@pytest.fixture
def qemu_firmware(machine: Callable[..., Machine]) -> Callable[..., Machine]:
    """Start QEMU in its firmware, with options of -spice."""

    def start(options: str = "") -> Machine:
        return machine(display=Spice(options))

    return start


@pytest.fixture(scope="session")
def tiny_guest() -> Guest:
    """The tiny guest, built if it never was."""
    need("busybox-static", "console-setup", "kbd", "kmod")
    return build(build_tiny_guest)


@pytest.fixture(scope="session")
def desktop_guest() -> Guest:
    """The desktop guest, built if it never was."""
    need("busybox-static", "kmod", "mmdebstrap")
    return build(build_desktop_guest)


@pytest.fixture(scope="session", params=list(Chroot), ids=[each.value for each in Chroot])
def newer_qemu(request: pytest.FixtureRequest) -> Chroot:
    """Each of the newer QEMUs, built if it never was."""
    need("mmdebstrap")
    chroot: Chroot = request.param
    build(chroot.build)
    return chroot


def build(thing: Callable[[], T]) -> T:
    """Return what takes long to build; a machine that cannot build it skips the test."""
    try:
        return thing()
    except PeerError as error:
        give_up(f"it cannot be built here: {error}")


@pytest.fixture(scope="module")
def tiny(tiny_guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with the tiny guest, an agent's port and a tablet."""
    machine = Machine(tmp_path_factory.mktemp("tiny"), tiny_guest, options=(*TABLET, *AGENT))
    yield machine
    machine.stop()


@pytest.fixture
async def glib_client(
    folder: Callable[[], Path],
) -> AsyncIterator[Callable[[], Awaitable[GLibClient]]]:
    """Start a spice-gtk client; it is not connected yet."""
    async with AsyncExitStack() as stack:

        async def start() -> GLibClient:
            client = await GLibClient.start(folder())
            stack.push_async_callback(client.close)
            return client

        yield start


@pytest.fixture
async def remote_viewer(
    xvfb: Xvfb, folder: Callable[[], Path]
) -> AsyncIterator[Callable[[str | Path], Awaitable[RemoteViewer]]]:
    """Open a URI or a .vv file with remote-viewer on the screen `xvfb`."""
    async with AsyncExitStack() as stack:

        async def start(target: str | Path) -> RemoteViewer:
            viewer = await RemoteViewer.start(target, xvfb, folder())
            stack.push_async_callback(viewer.close)
            return viewer

        yield start


@pytest.fixture
def screenshot(folder: Callable[[], Path]) -> Callable[..., Awaitable[Pixels]]:
    """Return what spicy-screenshot sees at a URI."""

    async def take(uri: str, *options: str) -> Pixels:
        return await spicy_screenshot(uri, folder(), *options)

    return take


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    """A browser with an empty page."""
    browser = await Chromium.start()
    yield browser
    await browser.close()


@pytest.fixture
async def spice_html5(
    chromium: Chromium,
) -> AsyncIterator[Callable[..., Awaitable[SpiceHtml5]]]:
    """Connect spice-html5 to a WebSocket port of 127.0.0.1."""
    viewer = SpiceHtml5(chromium)

    async def open_page(port: int, **settings: str) -> SpiceHtml5:
        await viewer.open(port, **settings)
        return viewer

    yield open_page
    await asyncio.to_thread(viewer.close)


@pytest.fixture
async def look() -> AsyncIterator[Look]:
    """Open a session with a port of this machine, with options."""
    async with AsyncExitStack() as stack:

        async def start(port: int, options: Options | None = None) -> DisplayChannel:
            session = await open_session(port, options)
            stack.push_async_callback(session.close)
            return session.displays[0]

        yield start


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    """The web client's core without a page."""
    async with Tab() as started:
        yield started


@pytest.fixture
async def web_page() -> AsyncIterator[Callable[..., Awaitable[WebPage]]]:
    """Open our page, each time in a browser of its own, with options of `Chromium.start`."""
    async with AsyncExitStack() as stack:

        async def open_page(link: str, query: str = "scale=1:1", **options: Any) -> WebPage:
            browser = await Chromium.start(**options)
            stack.push_async_callback(browser.close)
            page = WebPage(browser)
            await page.open(link, query)
            return page

        yield open_page


@pytest.fixture
async def relay() -> AsyncIterator[Callable[..., Awaitable[ThrottledRelay]]]:
    """Put a slow network before a port of 127.0.0.1."""
    async with AsyncExitStack() as stack:

        async def start(
            port: int, *, bits_per_second: float, delay_ms: float = 0.0
        ) -> ThrottledRelay:
            line = ThrottledRelay(port, bits_per_second, delay_ms)
            return await stack.enter_async_context(line)

        yield start


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[Serving[Any]]]]:
    """Serve a source in the test's own process; in the end its log must tell of no defect."""
    async with AsyncExitStack() as stack:

        async def start(source: Source, settings: Settings | None = None) -> Serving[Source]:
            serving = Serving(source, settings)
            stack.push_async_callback(serving.close)
            await serving.open()
            return serving

        yield start


@pytest.fixture
async def piment_serve(
    folder: Callable[[], Path],
) -> AsyncIterator[Callable[..., Awaitable[Command]]]:
    """Run `piment serve` with arguments; in the end Ctrl-C must end it without a traceback."""
    async with AsyncExitStack() as stack:

        async def start(*arguments: str) -> Command:
            command = await Command.start(folder(), *arguments)
            stack.push_async_callback(command.interrupt)
            return command

        yield start
