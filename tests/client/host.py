"""A server for tests of the client: it links what it is told to, and says what a test says."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self, TypeVar

from piment.client.target import Target
from piment.core.dialogue import Dialogue
from piment.core.events import Linked, LinkRequest, Received
from piment.core.handshake import Offer, ServerHandshake
from piment.core.ticket import TicketKey
from piment.errors import ProtocolError, WireError
from piment.protocol import channel as channels
from piment.protocol import main
from piment.protocol.capabilities import (
    CAPABILITIES,
    Capabilities,
    CommonCap,
)
from piment.protocol.channel import CHANNELS, Message, Side
from piment.protocol.link import LinkErr
from piment.protocol.main import MouseModeFlags
from piment.transport import pump, tcp
from piment.transport.address import Address
from piment.transport.base import Transport

PATIENCE_SECONDS = 10.0

COMMON = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.MINI_HEADER])

KEY = TicketKey()

SESSION = 0x11223344

M = TypeVar("M", bound=Message)

Key = tuple[int, int]


class Line:
    """The server's end of one linked channel; `said` has what the client sent and no test took."""

    def __init__(self, transport: Transport, linked: Linked, first: bytes) -> None:
        self.request = linked.request
        self.said: list[Message] = []
        self.has_ended = False
        self._transport = transport
        kind = CHANNELS[linked.request.channel_type]
        self.dialogue = Dialogue(kind, Side.SERVER, mini_header=linked.mini_header)
        self._first = first
        self._happened = asyncio.Condition()

    def send(self, *messages: Message) -> None:
        for message in messages:
            self.dialogue.send(message)
        self._transport.write(self.dialogue.take_output())

    def write(self, data: bytes) -> None:
        """Send bytes that may be no message."""
        self._transport.write(data)

    async def next(self, kind: type[M]) -> M:
        """Wait for the next message of a kind, and take it and all before it."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._happened:
            while True:
                for index, message in enumerate(self.said):
                    if isinstance(message, kind):
                        del self.said[: index + 1]
                        return message
                assert not self.has_ended, f"the client left before {kind.__name__}: {self.said}"
                await self._happened.wait()

    async def ended(self) -> None:
        """Wait until the client has closed the channel."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._happened:
            await self._happened.wait_for(lambda: self.has_ended)

    async def close(self) -> None:
        await self._transport.close()

    async def listen(self) -> None:
        data = self._first
        try:
            while True:
                for event in self.dialogue.receive(data):
                    assert isinstance(event, Received)
                    async with self._happened:
                        self.said.append(event.message)
                        self._happened.notify_all()
                self._transport.write(self.dialogue.take_output())
                if not (data := await self._transport.read()):
                    return
        except (ProtocolError, WireError):
            return
        finally:
            self.has_ended = True
            async with self._happened:
                self._happened.notify_all()


class Host:
    """Listens on loopback. `lines` has the newest line of each channel, by type and id."""

    def __init__(
        self,
        *,
        offers: tuple[Key, ...] = (),
        password: bytes | None = None,
        capabilities: dict[int, Capabilities] | None = None,
    ) -> None:
        self.offers = offers
        self.password = password
        self.refuses: dict[Key, LinkErr] = {}
        """What is answered to the link request of a channel."""
        self.capabilities = {
            number: Capabilities(known) for number, known in CAPABILITIES.items()
        } | (capabilities or {})
        self.lines: dict[Key, Line] = {}
        self.links = 0
        """How many channels were linked so far."""
        self.greets = True
        """Whether a main channel is greeted with INIT and the list of channels."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None
        self._port = 0
        self._happened = asyncio.Condition()

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.stop()

    async def listen(self) -> None:
        """Accept connections, at the same port as before if there was one."""
        self._listener = await tcp.listen(Address("127.0.0.1", self._port), self._accept)
        self._port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections and end those that there are."""
        if self._listener is not None:
            self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def target(self) -> Target:
        return Target(host="127.0.0.1", port=self._port)

    @property
    def port(self) -> int:
        return self._port

    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        key = request.channel_type, request.channel_id
        if key in self.refuses:
            return self.refuses[key]
        return Offer(COMMON, self.capabilities.get(request.channel_type, Capabilities()))

    def admit(self, request: LinkRequest, password: bytes | None) -> LinkErr:
        if self.password is not None and password != self.password:
            return LinkErr.PERMISSION_DENIED
        return LinkErr.OK

    async def line(self, channel: channels.Channel, number: int = 0, *, after: int = 0) -> Line:
        """Wait until a channel is linked, as the link of at least that number; return its line."""
        key = channel.number, number
        async with asyncio.timeout(PATIENCE_SECONDS), self._happened:
            await self._happened.wait_for(lambda: key in self.lines and self.links > after)
            return self.lines[key]

    def _accept(self, transport: Transport) -> None:
        task = asyncio.create_task(self._serve(transport))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, transport: Transport) -> None:
        try:
            handshake = ServerHandshake(self, KEY)
            event = await pump.link(transport, handshake)
            if isinstance(event, Linked):
                await self._talk(Line(transport, event, handshake.take_rest()))
        except ConnectionError:
            return
        finally:
            await transport.close()

    async def _talk(self, line: Line) -> None:
        request = line.request
        is_target = request.connection_id != 0
        if request.channel_type == channels.main.number and self.greets and not is_target:
            line.send(init())
        async with self._happened:
            self.links += 1
            self.lines[request.channel_type, request.channel_id] = line
            self._happened.notify_all()
        if request.channel_type == channels.main.number and self.greets and not is_target:
            answering = asyncio.create_task(self._answer(line))
            self._tasks.add(answering)
            answering.add_done_callback(self._tasks.discard)
        await line.listen()

    async def _answer(self, line: Line) -> None:
        await line.next(main.AttachChannels)
        offer = [main.ChannelId(type=number, id=index) for number, index in self.offers]
        line.send(main.ChannelsList(channels=offer))


def init(
    *, session_id: int = SESSION, agent: bool = False, mode: MouseModeFlags = MouseModeFlags.SERVER
) -> main.Init:
    return main.Init(
        session_id=session_id,
        display_channels_hint=1,
        supported_mouse_modes=MouseModeFlags.SERVER | MouseModeFlags.CLIENT,
        current_mouse_mode=mode,
        agent_connected=int(agent),
        agent_tokens=10,
        multi_media_time=5000,
        ram_hint=16 << 20,
    )
