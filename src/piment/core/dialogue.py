"""Messages over a linked channel, for both sides (wire.md 3).

A dialogue frames, counts serials, unpacks sub-messages, and answers by itself what needs no
decision: PING with PONG, SET_ACK with ACK_SYNC, and every full window with ACK.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from piment import limits
from piment.core.events import Dropped, MessageEvent, Received, Run
from piment.core.flow import ReceiveWindow
from piment.errors import ProtocolError, WireError
from piment.protocol import channel as channels
from piment.protocol import common
from piment.protocol.channel import Channel, Message, Side
from piment.protocol.framing import (
    HEADER_SIZE,
    MINI_HEADER_SIZE,
    DataHeader,
    MiniDataHeader,
    SubMessage,
    SubMessageList,
)
from piment.wire.shape import Row, Shape

Shapes = Mapping[type[Message], Shape]
"""How messages mostly look that come by the thousand."""

MESSAGES_BEFORE_RUNS = 16
"""Messages that are taken one by one before shapes are asked for: to make some takes 10 ms, and who
only wants a picture of a screen has it by then."""

_SHED_BYTES = 1 << 16
"""Taken bytes that are given up at once: to do so for each short message costs more than it saves,
and a long one would stay beside its copy."""

_ANSWERED = frozenset({common.List, common.Ping, common.SetAck})
_LIST = channels.common.number_of(common.List, Side.SERVER)


class Dialogue:
    """One side of a channel's conversation.

    The server is strict: whatever it does not understand raises. The client drops such messages
    and goes on (wire.md 3.1).
    """

    def __init__(
        self,
        channel: Channel,
        side: Side,
        *,
        mini_header: bool,
        shapes: Callable[[], Shapes] | None = None,
    ) -> None:
        """Begin a conversation; messages of these `shapes` come as runs of rows, not as objects.

        They do with the mini header, which everybody uses, once there were `MESSAGES_BEFORE_RUNS`.
        """
        self.channel = channel
        self.side = side
        self._known = channel.received_by(side)
        self._strict = side is Side.SERVER
        self._mini_header = mini_header
        self._header: type[MiniDataHeader | DataHeader]
        self._header = MiniDataHeader if mini_header else DataHeader
        self._header_size = MINI_HEADER_SIZE if mini_header else HEADER_SIZE
        self._most_body = limits.most_body(channel.number, from_client=self._strict)
        self._buffer = bytearray()
        self._taken = 0
        """Bytes at the beginning of the buffer that belong to messages which were yielded."""
        self._output = bytearray()
        self._sent = 0
        self._received = 0
        self._window = ReceiveWindow()
        self._runs: list[tuple[bytes, type[Message], Shape]] = []
        self._shapes = shapes if mini_header else None
        """What is asked for shapes, until it has told them."""

    def _heads_of(self, shapes: Shapes) -> list[tuple[bytes, type[Message], Shape]]:
        """Return shapes with what stands in front of their messages."""
        numbers = {kind: self.channel.number_of(kind, self.side.peer) for kind in shapes}
        heads = {
            kind: MiniDataHeader(type=numbers[kind], size=shapes[kind].size) for kind in shapes
        }
        return [(heads[kind].pack(), kind, shape) for kind, shape in shapes.items()]

    def send(self, message: Message) -> int:
        """Put `message` behind the other output; return how many bytes it takes.

        Raises:
            WireError: a field holds what its bytes cannot.

        """
        body = message.pack()
        number = self.channel.number_of(type(message), self.side)
        self._sent += 1
        if self._mini_header:
            head = MiniDataHeader(type=number, size=len(body)).pack()
        else:
            head = DataHeader(serial=self._sent, type=number, size=len(body), sub_list=0).pack()
        self._output += head
        self._output += body
        return len(head) + len(body)

    @property
    def serial_sent(self) -> int:
        """The serial of the last message that was sent."""
        return self._sent

    def continue_from(self, other: Dialogue) -> None:
        """Count on where `other` stands, as a session does that has moved (wire.md 15.2)."""
        self._sent, self._received = other._sent, other._received

    def take_output(self) -> bytes:
        """Return what must be sent now: sent messages, and answers given without being asked."""
        output = bytes(self._output)
        self._output.clear()
        return output

    def receive(self, data: bytes) -> Iterator[MessageEvent]:
        """Take bytes from the peer and yield what they complete.

        Each message is unpacked, and answered, when the one before has been taken.

        Raises:
            ProtocolError, WireError: the peer breaks the protocol; the channel is to be closed.

        """
        self._shed()
        self._buffer += data
        return self._take_complete()

    def _shed(self) -> None:
        """Give up the bytes that are taken."""
        del self._buffer[: self._taken]
        self._taken = 0

    def _take_complete(self) -> Iterator[MessageEvent]:
        while True:
            if self._shapes is not None and self._received >= MESSAGES_BEFORE_RUNS:
                self._runs, self._shapes = self._heads_of(self._shapes()), None
            for head, kind, shape in self._runs:
                if self._buffer.startswith(head, self._taken):
                    yield from self._take_run(head, kind, shape)
            if (framed := self._next_frame()) is None:
                return
            number, body, sub_list = framed
            if self._window.received():
                self.send(common.Ack())
            if sub_list:
                yield from self._take_sub_list(body, sub_list)
            event = self._read(number, body, alone=not sub_list)
            if type(event) is Received and type(event.message) in _ANSWERED:
                yield from self._answer(event)
            else:
                yield event

    def _take_run(self, head: bytes, kind: type[Message], shape: Shape) -> Iterator[MessageEvent]:
        """Take all messages of a shape that follow each other."""
        buffer, at = self._buffer, self._taken
        skip, step = len(head), len(head) + shape.size
        rows: list[Row] = []
        while buffer.startswith(head, at) and (row := shape.read(buffer, at + skip)):
            rows.append(row)
            at += step
        if rows:
            self._taken = at
            self._received += len(rows)
            for _ in range(self._window.received(len(rows))):
                self.send(common.Ack())
            yield Run(kind, rows, self._received)

    def _next_frame(self) -> tuple[int, bytes, int] | None:
        start = self._taken + self._header_size
        if len(self._buffer) < start:
            return None
        header: MiniDataHeader | DataHeader
        header, _ = self._header.read(bytes(self._buffer[self._taken : start]), 0, [])
        if isinstance(header, DataHeader):
            serial, sub_list = header.serial, header.sub_list
        else:
            serial, sub_list = self._received + 1, 0
        if header.size > self._most_body:
            raise ProtocolError(
                f"{self.channel.name} message {header.type} has {header.size} bytes, "
                f"allowed are {self._most_body}"
            )
        end = start + header.size
        if len(self._buffer) < end:
            return None
        with memoryview(self._buffer) as view:
            body = bytes(view[start:end])
        self._taken = end
        if end >= _SHED_BYTES:
            self._shed()
        self._received = serial
        return header.type, body, sub_list

    def _answer(self, event: MessageEvent) -> Iterator[MessageEvent]:
        """Answer what needs no decision, and pass on all else."""
        match event:
            case Received(common.List(subs), _):
                yield from self._take_sub_messages(subs)
            case Received(common.SetAck() as ack, _):
                self._window.set(ack.window)
                self.send(common.AckSync(generation=ack.generation))
            case Received(common.Ping() as ping, _):
                self.send(common.Pong(id=ping.id, timestamp=ping.timestamp))
            case _:
                yield event

    def _take_sub_list(self, body: bytes, offset: int) -> Iterator[MessageEvent]:
        if self._strict:
            raise ProtocolError("only a server sends sub-messages")
        try:
            subs = SubMessageList.unpack_at(body, offset).sub_messages
        except WireError as error:
            yield Dropped(0, len(body), str(error))
        else:
            yield from self._take_sub_messages(subs)

    def _take_sub_messages(self, subs: list[SubMessage]) -> Iterator[MessageEvent]:
        for sub in subs:
            if sub.type == _LIST:  # could be nested as deep as the stack, and serves nothing
                yield self._drop(sub.type, sub.body, "a LIST within sub-messages")
            else:
                yield from self._answer(self._read(sub.type, sub.body))

    def _read(self, number: int, body: bytes, *, alone: bool = True) -> MessageEvent:
        """Unpack a message of the peer, which has its body for itself or shares it."""
        cls = self._known.get(number)
        if cls is None:
            return self._drop(number, body, f"{self.channel.name} has no message {number}")
        try:
            message = cls.unpack(body) if alone else cls.unpack_at(body, 0)
        except WireError as error:
            if self._strict:
                raise
            return self._drop(number, body, str(error))
        return Received(message, self._received)

    def _drop(self, number: int, body: bytes, why: str) -> Dropped:
        if self._strict:
            raise ProtocolError(why)
        return Dropped(number, len(body), why)
