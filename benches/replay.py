"""A server that says again what another one said.

Each message leaves when all earlier ones of every channel have left, as fast as the viewer takes
them. The link stage is Piment's own; what the viewer says is read and not answered.
"""

from __future__ import annotations

import asyncio

from benches.recording import Channel, Recording
from piment.core.events import Linked, LinkRequest
from piment.core.handshake import Offer, ServerHandshake
from piment.core.ticket import TicketKey
from piment.protocol import common
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Side
from piment.protocol.channel import common as every_channel
from piment.protocol.framing import MINI_HEADER_SIZE, MiniDataHeader
from piment.protocol.link import LinkErr
from piment.transport import tcp
from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.pump import link

# How long a viewer may take to connect a channel, to take a message, for its last answers.
PATIENCE_S = 60.0
PING = every_channel.number_of(common.Ping, Side.SERVER)
PONG = every_channel.number_of(common.Pong, Side.CLIENT)
LAST_PING = common.Ping(id=0x7FFF_FFFF, timestamp=0)  # no server gets so far


class Replay:
    """Listens on `port` of 127.0.0.1 for one viewer; `play` says all and returns when it is done.

    Use it as `async with Replay(recording) as replay`.
    """

    def __init__(self, recording: Recording) -> None:
        self.port = 0
        self._recording = recording
        self._lines = [Line(channel) for channel in recording.channels]
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Replay:
        self._server = await tcp.listen(Address("127.0.0.1", 0), self._accept)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def uri(self) -> str:
        """The address for the viewer."""
        return f"spice://127.0.0.1:{self.port}"

    async def joined(self) -> None:
        """Wait until the viewer has linked its first channel, which is main.

        Raises:
            TimeoutError: it does not come.

        """
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.wait([self._lines[0].transport])

    async def play(self) -> None:
        """Say everything, and wait until the viewer has done what each channel asked for.

        Raises:
            TimeoutError: the viewer does not come, or does not take it.
            ConnectionError: it left.

        """
        for message in self._recording.messages:
            await self._lines[message.channel].say(message.type, message.body)
        for line in self._lines:
            await line.say(PING, LAST_PING.pack())
        async with asyncio.timeout(PATIENCE_S):
            for line in self._lines:
                await line.has_answered.wait()

    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        """Return what the recorded server announced on the channel."""
        line = self._line(request)
        if line is None:
            return LinkErr.CHANNEL_NOT_AVAILABLE
        common_caps, channel_caps = line.channel.common_caps, line.channel.channel_caps
        return Offer(Capabilities.from_words(common_caps), Capabilities.from_words(channel_caps))

    def admit(self, request: LinkRequest, password: bytes | None) -> LinkErr:
        """Let everybody in."""
        return LinkErr.OK

    def _line(self, request: LinkRequest) -> Line | None:
        wanted = request.channel_type, request.channel_id
        return next((each for each in self._lines if each.channel.key == wanted), None)

    def _accept(self, transport: Transport) -> None:
        task = asyncio.ensure_future(self._serve(transport))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, transport: Transport) -> None:
        try:
            handshake = ServerHandshake(self, TicketKey())
            event = await link(transport, handshake)
            if isinstance(event, Linked) and (line := self._line(event.request)):
                assert event.mini_header  # as all viewers of today want it
                line.transport.set_result(transport)
                await line.listen(transport, handshake.take_rest())
        finally:
            await transport.close()


class Line:
    """A channel of the recording, and its connection once the viewer has made it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.transport: asyncio.Future[Transport] = asyncio.get_running_loop().create_future()
        self.has_answered = asyncio.Event()

    async def say(self, number: int, body: bytes) -> None:
        """Send a message, once the viewer is there and takes it."""
        async with asyncio.timeout(PATIENCE_S):
            transport = await self.transport
            transport.write(MiniDataHeader(type=number, size=len(body)).pack() + body)
            await transport.drain()

    async def listen(self, transport: Transport, first: bytes) -> None:
        """Read what the viewer says until it leaves, and look for its last answer."""
        said = bytearray(first)
        while True:
            while message := take_message(said):
                number, body = message
                if number == PONG and common.Pong.unpack(body).id == LAST_PING.id:
                    self.has_answered.set()
            data = await transport.read()
            if not data:
                return
            said += data


def take_message(said: bytearray) -> tuple[int, bytes] | None:
    """Take a complete message, its type and its body, from the beginning of what was said."""
    if len(said) < MINI_HEADER_SIZE:
        return None
    header = MiniDataHeader.unpack(bytes(said[:MINI_HEADER_SIZE]))
    end = MINI_HEADER_SIZE + header.size
    if len(said) < end:
        return None
    body = bytes(said[MINI_HEADER_SIZE:end])
    del said[:end]
    return header.type, body
