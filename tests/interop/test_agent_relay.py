"""The agent of Linux, carried by our server to viewers that are not ours."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from piment.server.agent.filters import Filters
from piment.server.server import Settings
from tests.interop.peers.clipboard import Clipboard
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.glib_guest import ViewerError
from tests.interop.peers.patience import becomes
from tests.interop.peers.remote_viewer import RemoteViewer
from tests.interop.peers.vdagent import Vdagent, X11WithAgent
from tests.interop.serving import Serve, Serving

LINUX_AGENT = 0x38DE7  # its capabilities, bits 0, 1, 2, 5 to 8, 10, 11 and 15 to 17 (agent.md 3.1)
TEXT = "Grüße, мир, 世界 🌶\nsecond line\n".encode()
MEGABYTE = (TEXT * 30_000)[: 1 << 20].decode(errors="ignore").encode()

SERVER_MODE, CLIENT_MODE = 1, 2
WHEEL_UP = 4
SYN = (0, 0, 0)
KEY, REL, ABS = 1, 2, 3  # of linux/input-event-codes.h, as all below
BTN_LEFT, REL_WHEEL, ABS_X, ABS_Y = 0x110, 8, 0, 1

Client = Callable[[], Awaitable[GLibClient]]


@pytest.fixture
def desk(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """The desktop that is served."""
    display = Xvfb(folder(), 1024, 768)
    yield display
    display.stop()


@pytest.fixture
def clipboard(desk: Xvfb, folder: Callable[[], Path]) -> Clipboard:
    """The desktop's."""
    return Clipboard(desk, folder())


@pytest.fixture
async def agent(desk: Xvfb, folder: Callable[[], Path]) -> AsyncIterator[Vdagent]:
    """An agent on the desktop, once it is started."""
    found = Vdagent(folder(), desk)
    yield found
    await asyncio.to_thread(found.close)


@pytest.fixture
async def serving(desk: Xvfb, agent: Vdagent, serve: Serve[X11WithAgent]) -> Serving[X11WithAgent]:
    """A server for desktop and agent."""
    return await serve(X11WithAgent(desk.name, agent.port))


@pytest.fixture
def come(serving: Serving[X11WithAgent], glib_client: Client) -> Client:
    """Come as a viewer."""

    async def connect() -> GLibClient:
        client = await glib_client()
        await client.connect(serving.uri)
        return client

    return connect


async def ready(client: GLibClient, *, since: int = 0) -> None:
    """Wait until the agent has told the viewer what it can do."""
    await client.wait_for("agent", connected=True, capabilities=LINUX_AGENT, since=since)


@pytest.mark.parametrize("text", [TEXT, MEGABYTE], ids=["UTF-8", "1 MB"])
async def test_a_text_is_copied_in_the_viewer_and_pasted_in_the_guest(
    agent: Vdagent, clipboard: Clipboard, come: Client, text: bytes
) -> None:
    client = await come()
    await agent.start()
    await ready(client)
    await client.copy(text)
    asked = len(client.events)
    await clipboard.taken()
    assert await clipboard.paste() == text
    await client.wait_for("clipboard-request", since=asked)


@pytest.mark.parametrize("text", [TEXT, MEGABYTE], ids=["UTF-8", "1 MB"])
async def test_a_text_is_copied_in_the_guest_and_pasted_in_the_viewer(
    agent: Vdagent, clipboard: Clipboard, come: Client, text: bytes
) -> None:
    client = await come()
    await agent.start()
    await ready(client)
    clipboard.copy(text)
    await client.wait_for("clipboard-grab", selection=0)
    assert await client.paste() == text


async def test_a_file_of_ten_megabytes_arrives_as_it_was(
    agent: Vdagent, come: Client, tmp_path: Path
) -> None:
    data = os.urandom(10_000_000)
    (tmp_path / "holiday photos.tar").write_bytes(data)
    client = await come()
    await agent.start()
    await ready(client)
    await client.send_file(tmp_path / "holiday photos.tar")
    arrived = agent.files / "holiday photos.tar"
    assert hashlib.sha256(arrived.read_bytes()).digest() == hashlib.sha256(data).digest()


async def test_an_agent_that_is_killed_comes_back(
    agent: Vdagent, clipboard: Clipboard, come: Client
) -> None:
    client = await come()
    for _ in range(3):
        begun = len(client.events)
        await agent.start()
        await ready(client, since=begun)
        agent.stop()
        await client.wait_for("agent", connected=False, since=begun)
    begun = len(client.events)
    await agent.start()
    await ready(client, since=begun)
    clipboard.copy(TEXT)
    await client.wait_for("clipboard-grab", since=begun)
    assert await client.paste() == TEXT
    assert client.losses() == []


async def test_an_agent_that_is_killed_in_the_middle_of_a_file(
    agent: Vdagent, clipboard: Clipboard, come: Client, tmp_path: Path
) -> None:
    """What spice-gtk still sends of the file is not taken for what it says to the next agent."""
    (tmp_path / "large").write_bytes(bytes(100_000_000))
    client = await come()
    await agent.start()
    await ready(client)
    sending = asyncio.create_task(client.send_file(tmp_path / "large"))
    part = agent.files / "large"
    assert await becomes(part.exists)
    agent.stop()
    with pytest.raises(ViewerError):
        await sending
    begun = len(client.events)
    await agent.start()
    await ready(client, since=begun)
    clipboard.copy(TEXT)
    await client.wait_for("clipboard-grab", since=begun)
    assert await client.paste() == TEXT
    assert client.losses() == []


async def test_the_second_viewer_has_the_agent_when_the_first_has_left(
    agent: Vdagent, clipboard: Clipboard, come: Client
) -> None:
    first, second = await come(), await come()
    await agent.start()
    await ready(first)
    await first.copy(TEXT)
    await clipboard.taken()
    await first.disconnect()
    await ready(second)
    await clipboard.emptied()
    begun = len(second.events)
    clipboard.copy(TEXT)
    await second.wait_for("clipboard-grab", since=begun)
    assert await second.paste() == TEXT
    assert second.losses() == []


async def test_what_is_filtered_does_not_pass(
    agent: Vdagent,
    desk: Xvfb,
    clipboard: Clipboard,
    serve: Serve[X11WithAgent],
    glib_client: Client,
    tmp_path: Path,
) -> None:
    filters = Filters(clipboard=False, file_transfer=False)
    serving = await serve(X11WithAgent(desk.name, agent.port), Settings(filters=filters))
    client = await glib_client()
    await client.connect(serving.uri)
    await agent.start()
    told = LINUX_AGENT & ~0b110_1000 | 1 << 13
    await client.wait_for("agent", connected=True, capabilities=told)
    clipboard.copy(TEXT)
    (tmp_path / "file").write_bytes(b"content")
    with pytest.raises(ViewerError, match="1 failed"):
        await client.send_file(tmp_path / "file")
    assert not any(event.name == "clipboard-grab" for event in client.events)
    assert list(agent.files.iterdir()) == []


async def test_the_agent_places_the_pointer_of_a_machine_without_a_tablet(
    agent: Vdagent, desk: Xvfb, serve: Serve[X11WithAgent], glib_client: Client
) -> None:
    serving = await serve(X11WithAgent(desk.name, agent.port, tablet=False))
    client = await glib_client()
    await client.connect(serving.uri)
    await agent.start()
    await client.wait_for("mouse-mode", mode=CLIENT_MODE)
    seen: list[tuple[int, int, int]] = []

    def has_done(*moves: tuple[int, int, int]) -> Callable[[], bool]:
        def look() -> bool:
            seen.extend(move for move in agent.moves() if move != SYN)
            return set(moves) <= set(seen)

        return look

    await client.position(300, 200)
    assert await becomes(has_done((ABS, ABS_X, 300), (ABS, ABS_Y, 200))), seen
    await client.click(301, 202)
    assert await becomes(has_done((KEY, BTN_LEFT, 1), (KEY, BTN_LEFT, 0))), seen
    for _ in range(3):
        await client.button(WHEEL_UP, True)
        await client.button(WHEEL_UP, False)
    assert await becomes(lambda: has_done()() and seen.count((REL, REL_WHEEL, 1)) == 3), seen
    agent.stop()
    await client.wait_for("mouse-mode", mode=SERVER_MODE, since=len(client.events))
    assert client.losses() == []


# --- remote-viewer -------------------------------------------------------------------------------


async def test_remote_viewer_shares_its_users_clipboard(
    agent: Vdagent,
    clipboard: Clipboard,
    serving: Serving[X11WithAgent],
    remote_viewer: Callable[[str], Awaitable[RemoteViewer]],
    desk: Xvfb,
    xvfb: Xvfb,
    folder: Callable[[], Path],
) -> None:
    users = Clipboard(xvfb, folder())
    await agent.start()
    await serving.log.told("the guest has an agent")
    viewer = await remote_viewer(serving.uri)
    await viewer.until_shown(desk.pixels)
    await viewer.focus()
    users.copy(TEXT)
    await clipboard.taken()
    assert await clipboard.paste() == TEXT
    program = users.owner
    clipboard.copy(b"the guest's text")
    await users.taken(before=program)
    assert await users.paste() == b"the guest's text"
