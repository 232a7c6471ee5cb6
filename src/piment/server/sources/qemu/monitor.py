"""QEMU's monitor: QMP, lines of JSON through a UNIX socket."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from piment.errors import PimentError
from piment.limits import MOST_QMP_LINE_BYTES

_log = logging.getLogger(__name__)

# The monitor serves one at a time, and greets whoever comes next only then. A machine whose
# memory is being allocated greets late, too.
_GREETING_S = 15.0

# QEMU may be busy: it saves or moves a machine.
_ANSWER_S = 30.0


class MonitorError(PimentError):
    """The monitor does not greet, does not answer, or refused a command."""


class MonitorGoneError(MonitorError):
    """QEMU ended, or its monitor did."""

    def __init__(self) -> None:
        super().__init__("QEMU's monitor is gone")


class MonitorBusyError(MonitorError):
    """The monitor serves another program now."""


class Monitor:
    """Gives QEMU commands and hears of events, until one side hangs up."""

    def __init__(
        self, sock: socket.socket, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take over a connected socket and its streams."""
        self.happened: Callable[[str, dict[str, Any]], None] = lambda _name, _data: None
        """What to call with the name and the data of each event."""
        self.ended = asyncio.Event()
        self._sock = sock
        self._reader = reader
        self._writer = writer
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path) -> Monitor:
        """Connect to the monitor that QEMU serves at `path`.

        Raises:
            OSError: nobody listens there.
            MonitorGoneError: QEMU is ending.
            MonitorBusyError: it serves another program.
            MonitorError: whoever listens does not greet as a monitor does.

        """
        sock = socket.socket(socket.AF_UNIX)
        try:
            sock.setblocking(False)
            await asyncio.get_running_loop().sock_connect(sock, str(path))
            streams = await asyncio.open_unix_connection(sock=sock, limit=MOST_QMP_LINE_BYTES)
        except BaseException:
            sock.close()
            raise
        monitor = cls(sock, *streams)
        try:
            await monitor._begin()
        except BaseException:
            monitor.close()
            raise
        return monitor

    async def execute(self, command: str, handles: Sequence[int] = (), **arguments: object) -> Any:
        """Let QEMU do something, and return what it returns; descriptors may go with it.

        Raises:
            MonitorGoneError: QEMU ended.
            MonitorError: it refused, or does not answer.

        """
        if self.ended.is_set():
            raise MonitorGoneError
        line = json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n"
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        # QEMU answers in order.
        self._waiting.append(answer)
        try:
            self._send(line, handles)
            async with asyncio.timeout(_ANSWER_S):
                return await answer
        except TimeoutError:
            raise MonitorError(f"QEMU does not answer {command} in {_ANSWER_S:.0f} s") from None
        except ConnectionError:
            raise MonitorGoneError from None
        except BlockingIOError:
            raise MonitorError(f"QEMU does not take {command}: too many wait") from None

    def close(self) -> None:
        """Hang up; commands that wait fail."""
        if self._task is not None:
            self._task.cancel()
        self._writer.close()
        self.ended.set()
        while self._waiting:
            self._answer(MonitorGoneError())

    async def _begin(self) -> None:
        try:
            async with asyncio.timeout(_GREETING_S):
                greeting = await self._message()
        except TimeoutError:
            raise MonitorBusyError(
                "no monitor greets: another program may use it; give QEMU one more -qmp for Piment"
            ) from None
        if "QMP" not in greeting:
            raise MonitorError("what greets there is no monitor")
        self._task = asyncio.create_task(self._listen(), name="QMP")
        await self.execute("qmp_capabilities")

    def _send(self, line: bytes, handles: Sequence[int]) -> None:
        # Past the stream, which has no descriptors. Commands are a hundred bytes each, and most
        # of them are answered before the next one: the socket takes them whole.
        if handles:
            socket.send_fds(self._sock, [line], handles)
        else:
            self._sock.send(line)

    async def _listen(self) -> None:
        try:
            while True:
                self._take(await self._message())
        except MonitorError as error:
            _log.debug("a monitor ended: %s", error)
        self._task = None
        self.close()

    async def _message(self) -> dict[str, Any]:
        try:
            line = await self._reader.readline()
            message = json.loads(line) if line else None
        except OSError:
            raise MonitorGoneError from None
        except (RecursionError, ValueError) as error:
            raise MonitorError(f"a monitor does not write like that: {error}") from None
        if message is None:
            raise MonitorGoneError
        if not isinstance(message, dict):
            raise MonitorError(f"a monitor does not write like that: {line[:50]!r}")
        return message

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"return": value}:
                self._answer(value)
            case {"error": {"desc": reason}}:
                self._answer(MonitorError(f"QEMU refused: {reason}"))
            case {"event": str(name), **rest}:
                data = rest.get("data")
                self.happened(name, data if isinstance(data, dict) else {})

    def _answer(self, value: Any) -> None:
        answer = self._waiting.popleft() if self._waiting else None
        if answer is None or answer.done():
            return
        if isinstance(value, MonitorError):
            answer.set_exception(value)
        else:
            answer.set_result(value)
