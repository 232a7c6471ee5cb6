"""Record what a real server says: `python -m benches.capture FILE [SCENE...]`.

spice-gtk looks at Xspice through a relay, while a scripted session goes on there (peers/scenes).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from benches.recording import Channel, Message, Recording
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.protocol.framing import MINI_HEADER_SIZE, MiniDataHeader
from piment.protocol.link import (
    LINK_HEADER_SIZE,
    MECHANISM_SIZE,
    RESULT_SIZE,
    LinkHeader,
    LinkMess,
    LinkReply,
)
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.scenes import play
from tests.interop.peers.xspice import Xspice

READ_BYTES = 1 << 16
TICKET_BYTES = 128


class RecordingRelay:
    """Listens on `port`, forwards to a server, and keeps what the server says behind the link.

    Both must be able to select the authentication and to leave out most of the header, as all of
    today can.
    """

    def __init__(self, target_port: int) -> None:
        self.recording = Recording()
        self.port = 0
        self._target_port = target_port
        self._began: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> RecordingRelay:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._relay(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _relay(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection("127.0.0.1", self._target_port)
        try:
            channel = await link(client, to_client, server, to_server)
            number = len(self.recording.channels)
            self.recording.channels.append(channel)
            async with asyncio.TaskGroup() as both:
                both.create_task(forward(client, to_server))
                both.create_task(self._record(number, server, to_client))
        except* (ConnectionError, asyncio.IncompleteReadError):
            pass  # one end has left
        finally:
            to_client.transport.abort()
            to_server.transport.abort()

    async def _record(
        self, channel: int, server: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        while True:
            head = await server.readexactly(MINI_HEADER_SIZE)
            header = MiniDataHeader.unpack(head)
            body = await server.readexactly(header.size)
            self._keep(channel, header.type, body)
            to_client.write(head + body)
            await to_client.drain()

    def _keep(self, channel: int, number: int, body: bytes) -> None:
        now = time.monotonic()
        self._began = self._began or now
        self.recording.messages.append(Message(now - self._began, channel, number, body))


async def link(
    client: asyncio.StreamReader,
    to_client: asyncio.StreamWriter,
    server: asyncio.StreamReader,
    to_server: asyncio.StreamWriter,
) -> Channel:
    """Forward the link stage; return what channel it was for."""
    request = LinkMess.unpack(await forward_link(client, to_server))
    reply = LinkReply.unpack(await forward_link(server, to_client))
    both = Capabilities.from_words(request.common_caps) & Capabilities.from_words(reply.common_caps)
    assert {CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.MINI_HEADER} <= set(both)
    to_server.write(await client.readexactly(MECHANISM_SIZE + TICKET_BYTES))
    to_client.write(await server.readexactly(RESULT_SIZE))
    return Channel(request.channel_type, request.channel_id, reply.common_caps, reply.channel_caps)


async def forward_link(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Forward a link message with its header; return the message."""
    head = await reader.readexactly(LINK_HEADER_SIZE)
    message = await reader.readexactly(LinkHeader.unpack(head).size)
    writer.write(head + message)
    return message


async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Forward until the reader's end."""
    while data := await reader.read(READ_BYTES):
        writer.write(data)
        await writer.drain()
    raise ConnectionResetError("the end")


async def capture(*scenes: str, tell: Callable[[str], object] = lambda _: None) -> Recording:
    """Record a session with these scenes, or all; `tell` is called with each step's name."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = Xspice(folder, SpiceStreamingVideo="all")
        stack.callback(server.stop)
        server.manage_windows()
        relay = await stack.enter_async_context(RecordingRelay(server.port))
        viewer = await GLibClient.start(folder)
        stack.push_async_callback(viewer.close)
        await viewer.connect(f"spice://127.0.0.1:{relay.port}")
        async for step in play(server, *scenes):
            tell(step)
        await viewer.settle()
        return relay.recording


def record(path: Path, *scenes: str) -> None:
    """Record a session into a file."""
    recording = asyncio.run(capture(*scenes, tell=print))
    recording.save(path)
    print(f"{len(recording.messages)} messages, {recording.bytes} bytes, {recording.seconds:.0f} s")


if __name__ == "__main__":
    record(Path(sys.argv[1]), *sys.argv[2:])
