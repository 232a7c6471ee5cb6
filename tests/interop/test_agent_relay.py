"""The agent of Linux, carried by our server to viewers that are not ours."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xcffib

from piment.server.agent.filters import Filters
from piment.server.server import Settings
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient, ViewerError
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.vdagent import Vdagent, X11WithAgent
from tests.interop.serving import Serve, Serving

LINUX_AGENT = 0x38DE7  # its capabilities, bits 0, 1, 2, 5 to 8, 10, 11 and 15 to 17 (agent.md 3.1)
TEXT = "Grüße, мир, 世界 🌶\nsecond line\n".encode()
NOBODY = xcffib.NONE
MEGABYTE = (TEXT * 30_000)[: 1 << 20].decode(errors="ignore").encode()

Client = Callable[[], Awaitable[GLibClient]]


@pytest.fixture
def desk(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """The desktop that is served."""
    display = Xvfb(folder(), 1024, 768)
    yield display
    display.stop()


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


def copy(desk: Xvfb, folder: Path, text: bytes) -> None:
    """Copy a text on the desktop."""
    need("xclip")
    path = folder / "text"
    path.write_bytes(text)
    desk.start("xclip", "-quiet", "-selection", "clipboard", "-in", str(path))


def owner(desk: Xvfb) -> int:
    """Return which window has the desktop's clipboard."""
    connection: Any = xcffib.connect(desk.name)  # type: ignore[no-untyped-call]
    try:
        name = "CLIPBOARD"
        clipboard = connection.core.InternAtom(False, len(name), name).reply().atom
        return int(connection.core.GetSelectionOwner(clipboard).reply().owner)
    finally:
        connection.disconnect()


async def pasted(desk: Xvfb) -> bytes:
    """Return the text that a program on the desktop pastes."""
    need("xclip")
    command = ("xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING")
    program = await asyncio.create_subprocess_exec(
        *command, env=os.environ | desk.env, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await program.communicate()
    return output


@pytest.mark.parametrize("text", [TEXT, MEGABYTE], ids=["UTF-8", "1 MB"])
async def test_a_text_is_copied_in_the_viewer_and_pasted_in_the_guest(
    agent: Vdagent, desk: Xvfb, come: Client, text: bytes
) -> None:
    client = await come()
    await agent.start()
    await ready(client)
    await client.copy(text)
    asked = len(client.events)
    assert await becomes(lambda: owner(desk) != NOBODY)
    assert await pasted(desk) == text
    await client.wait_for("clipboard-request", since=asked)


@pytest.mark.parametrize("text", [TEXT, MEGABYTE], ids=["UTF-8", "1 MB"])
async def test_a_text_is_copied_in_the_guest_and_pasted_in_the_viewer(
    agent: Vdagent, desk: Xvfb, come: Client, tmp_path: Path, text: bytes
) -> None:
    client = await come()
    await agent.start()
    await ready(client)
    copy(desk, tmp_path, text)
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
    agent: Vdagent, desk: Xvfb, come: Client, tmp_path: Path
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
    copy(desk, tmp_path, TEXT)
    await client.wait_for("clipboard-grab", since=begun)
    assert await client.paste() == TEXT
    assert client.losses() == []


async def test_an_agent_that_is_killed_in_the_middle_of_a_file(
    agent: Vdagent, desk: Xvfb, come: Client, tmp_path: Path
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
    copy(desk, tmp_path, TEXT)
    await client.wait_for("clipboard-grab", since=begun)
    assert await client.paste() == TEXT
    assert client.losses() == []


async def test_the_second_viewer_has_the_agent_when_the_first_has_left(
    agent: Vdagent, desk: Xvfb, come: Client, tmp_path: Path
) -> None:
    first, second = await come(), await come()
    await agent.start()
    await ready(first)
    await first.copy(TEXT)
    assert await becomes(lambda: owner(desk) != NOBODY)
    await first.disconnect()
    await ready(second)
    assert await becomes(lambda: owner(desk) == NOBODY)
    begun = len(second.events)
    copy(desk, tmp_path, TEXT)
    await second.wait_for("clipboard-grab", since=begun)
    assert await second.paste() == TEXT
    assert second.losses() == []


async def test_what_is_filtered_does_not_pass(
    agent: Vdagent,
    desk: Xvfb,
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
    copy(desk, tmp_path, TEXT)
    (tmp_path / "file").write_bytes(b"content")
    with pytest.raises(ViewerError, match="1 failed"):
        await client.send_file(tmp_path / "file")
    assert not any(event.name == "clipboard-grab" for event in client.events)
    assert list(agent.files.iterdir()) == []
