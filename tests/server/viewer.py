"""A small viewer for tests: links channels over memory, reads, answers, and paints."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from piment.codecs import lz
from piment.core.credentials import Credentials
from piment.core.dialogue import Dialogue
from piment.core.events import Linked, LinkRefused, LinkRequest, Received
from piment.core.handshake import ClientHandshake
from piment.protocol import channel as channels
from piment.protocol import display
from piment.protocol.capabilities import Capabilities, CommonCap, DisplayCap, MainCap
from piment.protocol.channel import CHANNELS, Channel, Message, Side
from piment.protocol.framing import HEADER_SIZE, MINI_HEADER_SIZE, DataHeader, MiniDataHeader
from piment.protocol.image import Bitmap, BitmapFlags, LzRgb, Payload
from piment.protocol.link import LinkErr
from piment.transport.base import Transport
from piment.transport.memory import MemoryTransport
from piment.transport.pump import link as link_stage

COMMON = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.MINI_HEADER])

CAPABILITIES = {
    channels.main.number: Capabilities([MainCap.NAME_AND_UUID]),
    channels.display.number: Capabilities([DisplayCap.MONITORS_CONFIG]),
}

PATIENCE_SECONDS = 10.0
"""After which something that must happen is taken not to happen."""

M = TypeVar("M", bound=Message)


class EndedError(Exception):
    """The server closed the channel."""


class RefusedError(Exception):
    """The server did not link the channel; `code` is None for a bare close."""

    def __init__(self, code: LinkErr | None) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """The viewer's end of a linked channel. It answers PING, SET_ACK and full windows.

    While `is_mute`, answers and ACKs wait until `flush`.
    """

    def __init__(
        self,
        transport: Transport,
        channel: Channel,
        linked: Linked,
        first: bytes = b"",
        *,
        is_mute: bool = False,
    ) -> None:
        self.transport = transport
        self.dialogue = Dialogue(channel, Side.CLIENT, mini_header=linked.mini_header)
        self.is_mute = is_mute
        self.bytes_read = 0
        self.seen: list[Message] = []
        """Every message that was read, in order, also those that the dialogue answers."""
        self._header = MiniDataHeader if linked.mini_header else DataHeader
        self._header_size = MINI_HEADER_SIZE if linked.mini_header else HEADER_SIZE
        self._buffer = b""
        self._answers = b""
        self._waiting: deque[Message] = deque()
        self._take(first)

    def send(self, *messages: Message) -> None:
        """Send messages, together."""
        for message in messages:
            self.dialogue.send(message)
        self.transport.write(self.dialogue.take_output())

    def flush(self) -> None:
        """Send all answers that wait."""
        self.transport.write(self._answers)
        self._answers = b""

    async def next(self) -> Message:
        """Return the next message.

        Raises:
            EndedError: there is none.

        """
        while not self._waiting:
            await self.read()
        return self._waiting.popleft()

    async def read(self) -> None:
        """Take what the server sends next.

        Raises:
            EndedError: the server has closed the channel.

        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            data = await self.transport.read()
        if not data:
            raise EndedError
        self._take(data)

    async def has_seen(self, number: int) -> list[Message]:
        """Read until so many messages have come in all; return these."""
        while len(self.seen) < number:
            await self.read()
        return self.seen[:number]

    async def until(self, kind: type[M]) -> M:
        """Read up to the next message of a kind, and return that."""
        while not isinstance(message := await self.next(), kind):
            pass
        return message

    async def names(self, number: int) -> list[str]:
        """Return the names of the next messages."""
        return [type(await self.next()).__name__ for _ in range(number)]

    async def ended(self) -> list[Message]:
        """Return what is left to read, once the server has closed the channel."""
        rest: list[Message] = []
        try:
            while True:
                rest.append(await self.next())
        except EndedError:
            return rest

    @property
    def unread(self) -> int:
        """Bytes that the server has sent and nobody has read."""
        assert isinstance(self.transport, MemoryTransport)
        assert self.transport._other is not None
        return self.transport._other.unsent

    @property
    def has_more(self) -> bool:
        """Whether the server has said something that `next` has not returned."""
        return bool(self._waiting) or self.unread > 0

    async def close(self) -> None:
        await self.transport.close()

    def _take(self, data: bytes) -> None:
        self.bytes_read += len(data)
        for event in self.dialogue.receive(data):
            assert isinstance(event, Received), event
            self._waiting.append(event.message)
        self._note(data)
        self._answers += self.dialogue.take_output()
        if not self.is_mute:
            self.flush()

    def _note(self, data: bytes) -> None:
        """Read the messages in `data` once more, without the dialogue."""
        self._buffer += data
        while len(self._buffer) >= self._header_size:
            header = self._header.unpack(self._buffer[: self._header_size])
            end = self._header_size + header.size
            if len(self._buffer) < end:
                return
            kind = self.dialogue.channel.server[header.type]
            self.seen.append(kind.unpack(self._buffer[self._header_size : end]))
            self._buffer = self._buffer[end:]


def request(
    channel: Channel,
    *,
    session_id: int = 0,
    channel_id: int = 0,
    capabilities: Capabilities | None = None,
    common: Capabilities = COMMON,
) -> LinkRequest:
    """Return how a viewer asks for a channel."""
    wanted = CAPABILITIES.get(channel.number, Capabilities())
    return LinkRequest(
        connection_id=session_id,
        channel_type=channel.number,
        channel_id=channel_id,
        common=common,
        capabilities=wanted if capabilities is None else capabilities,
    )


async def link(
    transport: Transport, asked: LinkRequest, password: str = "", *, is_mute: bool = False
) -> Line:
    """Run the viewer's side of the link stage.

    Raises:
        RefusedError: the server says no.

    """
    handshake = ClientHandshake(asked, Credentials(password))
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            event = await link_stage(transport, handshake)
    except ConnectionResetError:
        raise RefusedError(None) from None
    if isinstance(event, LinkRefused):
        raise RefusedError(event.code)
    channel = CHANNELS[asked.channel_type]
    return Line(transport, channel, event, handshake.take_rest(), is_mute=is_mute)


class Screen:
    """What a viewer shows: paints the primary surface from the display channel's messages."""

    def __init__(self) -> None:
        self.pixels: NDArray[np.uint8] | None = None
        self.is_marked = False
        self.draws = 0

    def take(self, message: Message) -> None:
        """Do what the server says; whatever it may not say here fails the test."""
        match message:
            case display.SurfaceCreate(surface_id=0, width=width, height=height):
                assert self.pixels is None, "the old surface is still there"
                self.pixels = np.zeros((height, width, 4), np.uint8)
            case display.SurfaceDestroy(surface_id=0):
                assert self.pixels is not None
                self.pixels, self.is_marked = None, False
            case display.DrawCopy():
                self._draw(message)
            case display.Mark():
                assert self.pixels is not None
                self.is_marked = True
            case display.InvalAllPalettes() | display.MonitorsConfig():
                pass
            case _:
                raise AssertionError(f"unexpected: {message!r}")

    def shows(self, pixels: NDArray[np.uint8]) -> bool:
        """Whether the screen is lit and shows exactly this, X bytes aside."""
        return (
            self.pixels is not None
            and self.is_marked
            and self.pixels.shape == pixels.shape
            and np.array_equal(self.pixels[..., :3], pixels[..., :3])
        )

    def _draw(self, message: display.DrawCopy) -> None:
        assert self.pixels is not None, "a draw copy without a surface"
        box, source, image = message.box, message.src_area, message.src_bitmap
        assert image is not None
        assert (source.left, source.top) == (0, 0)
        assert (source.right, source.bottom) == (image.width, image.height)
        assert (box.right - box.left, box.bottom - box.top) == (image.width, image.height)
        height, width, _ = self.pixels.shape
        assert 0 <= box.left < box.right <= width
        assert 0 <= box.top < box.bottom <= height
        self.pixels[box.top : box.bottom, box.left : box.right] = pixels_of(image.payload)
        self.draws += 1


def pixels_of(payload: Payload) -> NDArray[np.uint8]:
    """Return the pixels of an image, top row first, (height, width, 4) B, G, R, X."""
    match payload:
        case LzRgb(data):
            return lz.decode(data).pixels
        case Bitmap(flags=flags, x=width, y=height, stride=stride, data=data):
            assert flags & BitmapFlags.TOP_DOWN
            assert stride == 4 * width
            return np.frombuffer(data, np.uint8).reshape(height, width, 4)
    raise AssertionError(f"unexpected: {type(payload).__name__}")


class Eye:
    """A display channel that is looked at: reads its line onto its screen."""

    INIT = display.Init(
        pixmap_cache_id=1,
        pixmap_cache_size=1 << 20,
        glz_dictionary_id=1,
        glz_dictionary_window_size=1 << 20,
    )

    def __init__(self, line: Line) -> None:
        self.line = line
        self.screen = Screen()

    async def step(self) -> Message:
        """Read and paint one message."""
        message = await self.line.next()
        self.screen.take(message)
        return message

    async def until(self, kind: type[Message]) -> None:
        """Read and paint up to a message of a kind."""
        while not isinstance(await self.step(), kind):
            pass

    async def sees(self, pixels: NDArray[np.uint8]) -> None:
        """Read and paint until the screen shows exactly this."""
        while not self.screen.shows(pixels):
            await self.step()


def kinds(messages: Iterable[Message]) -> list[type[Message]]:
    """Return the classes of messages."""
    return [type(message) for message in messages]
