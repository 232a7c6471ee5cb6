"""One connection that speaks D-Bus, read by the event loop."""

from __future__ import annotations

import asyncio
import logging
import socket
from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from piment.limits import MOST_BUS_HANDLES
from piment.server.sources.qemu.bus.error import BusError, RefusedError
from piment.server.sources.qemu.bus.exports import Exports, Interface
from piment.server.sources.qemu.bus.handshake import authenticate
from piment.server.sources.qemu.bus.inbox import Inbox
from piment.server.sources.qemu.bus.message import Kind, Message, pack
from piment.server.sources.qemu.bus.outbox import Outbox

_log = logging.getLogger(__name__)

# QEMU's main loop, which answers, may be busy: it saves or moves a machine.
ANSWER_S = 30.0

# What is read before others get a turn: a picture of 2048x2048.
_TURN_BYTES = 16 << 20

_HANDLE_BYTES = array("i").itemsize
_ANCILLARY_BYTES = socket.CMSG_SPACE(MOST_BUS_HANDLES * _HANDLE_BYTES)

Reply = Callable[[Message | BusError], None]
"""Takes a reply, or why there is none."""


class Connection:
    """Calls and is called.

    Methods of exported objects and handlers of signals run as soon as their message has come, in
    order, within the event loop: they cannot wait.
    """

    def __init__(self, sock: socket.socket) -> None:
        """Take over a socket on which the handshake is done."""
        self.ended = asyncio.Event()
        self.signalled: Callable[[Message], None] = lambda _: None
        """What to call with each signal."""
        self.hung_up: Callable[[], None] = lambda: None
        """What to call when the other side ends the connection."""
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._exports = Exports()
        self._inbox = Inbox()
        self._outbox = Outbox(sock)
        self._serial = 0
        self._waiting: dict[int, Reply] = {}
        self._loop.add_reader(sock, self._readable)

    @classmethod
    async def open(cls, sock: socket.socket) -> Connection:
        """Do the handshake, as the client, and take over the socket.

        Raises:
            BusError: we are not let in.

        """
        sock.setblocking(False)
        try:
            await authenticate(sock)
        except BaseException:
            sock.close()
            raise
        return cls(sock)

    @property
    def unanswered(self) -> int:
        """How many calls of ours have no answer yet."""
        return len(self._waiting)

    def export(self, path: str, interfaces: Mapping[str, Interface]) -> None:
        """Have an object at `path`, with these interfaces by their names."""
        self._exports.add(path, interfaces)

    async def call(
        self, message: Message, returns: str = "", timeout_s: float = ANSWER_S
    ) -> tuple[Any, ...]:
        """Call a method, and return the body of the reply, which has the signature `returns`.

        Descriptors in it are closed already.

        Raises:
            RefusedError: the other side answered with an error.
            BusError: the connection ended, or there is no such answer in time.

        """
        answered: asyncio.Future[Message] = self._loop.create_future()

        def reply(answer: Message | BusError) -> None:
            if answered.done():
                return
            if isinstance(answer, BusError):
                answered.set_exception(answer)
            else:
                answered.set_result(answer)

        serial = self.post(message, reply)
        try:
            async with asyncio.timeout(timeout_s):
                answer = await answered
        except TimeoutError:
            raise BusError(f"no answer to {message.member} in {timeout_s:.0f} s") from None
        finally:
            self._waiting.pop(serial, None)
        if answer.signature != returns:
            raise BusError(f"{message.member} returned ({answer.signature}), not ({returns})")
        return answer.body

    def post(self, message: Message, reply: Reply) -> int:
        """Call a method without waiting; `reply` gets the answer later, or at once that it failed.

        Returns the serial of the call.
        """
        self._serial += 1
        serial = self._serial
        if self.ended.is_set():
            reply(BusError("the connection has ended"))
            return serial
        self._waiting[serial] = reply
        self._send(message, serial)
        return serial

    def close(self) -> None:
        """Hang up; calls that wait fail."""
        if self.ended.is_set():
            return
        self.ended.set()
        self._loop.remove_reader(self._sock)
        self._loop.remove_writer(self._sock)
        self._sock.close()
        self._inbox.close()
        waiting, self._waiting = self._waiting, {}
        for reply in waiting.values():
            reply(BusError("the connection has ended"))

    def _send(self, message: Message, serial: int) -> None:
        self._outbox.add(*pack(message, serial))
        self._writable()

    def _writable(self) -> None:
        try:
            done = self._outbox.send()
        except OSError as error:
            self._break(error)
            return
        if done:
            self._loop.remove_writer(self._sock)
        else:
            self._loop.add_writer(self._sock, self._writable)

    def _readable(self) -> None:
        turn = 0
        try:
            while turn < _TURN_BYTES and (count := self._read()):
                turn += count
                for message in self._inbox.messages():
                    self._take(message)
                    if self.ended.is_set():
                        return
        except (BusError, OSError) as error:
            self._break(error)

    def _read(self) -> int:
        """Return how many bytes were read; 0 if none are there now."""
        try:
            count, handles = _receive(self._sock, self._inbox.room)
        except BlockingIOError:
            return 0
        self._inbox.received(count, handles)
        if not count:
            raise BusError("the other side hung up")
        return count

    def _take(self, message: Message) -> None:
        match message.kind:
            case Kind.CALL:
                self._answer(message)
            case Kind.SIGNAL:
                self.signalled(message)
            case Kind.RETURN | Kind.ERROR:
                reply = self._waiting.pop(message.reply_to, None)
                if reply is not None:
                    reply(_outcome(message))

    def _answer(self, call: Message) -> None:
        answer = Message(Kind.RETURN, reply_to=call.serial, destination=call.sender)
        try:
            signature, body = self._exports.answer(call)
        except RefusedError as error:
            _log.debug("refused %s: %s", call.member, error)
            answer = Message(
                Kind.ERROR,
                error=error.name,
                reply_to=call.serial,
                destination=call.sender,
                signature="s",
                body=(error.text,),
            )
        else:
            answer = replace(answer, signature=signature, body=body)
        if call.wants_reply and not self.ended.is_set():
            self._serial += 1
            self._send(answer, self._serial)

    def _break(self, error: Exception) -> None:
        _log.debug("a D-Bus connection ended: %s", error)
        if not self.ended.is_set():
            self.close()
            self.hung_up()


def _receive(sock: socket.socket, room: memoryview) -> tuple[int, list[int]]:
    """Read into `room`; return how many bytes, and the descriptors that came with them."""
    count, ancillary, _, _ = sock.recvmsg_into([room], _ANCILLARY_BYTES)
    handles = array("i")
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            handles.frombytes(data[: len(data) - len(data) % _HANDLE_BYTES])
    return count, handles.tolist()


def _outcome(message: Message) -> Message | BusError:
    # Bytes that are left where they are would not last.
    body = tuple(bytes(each) if isinstance(each, memoryview) else each for each in message.body)
    if message.kind is Kind.RETURN:
        return replace(message, body=body)
    return RefusedError(message.error, str(body[0]) if body else "refused")
