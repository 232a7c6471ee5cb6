"""One connection to an X server, read by the event loop.

X answers in order. So whoever wants answers sends all questions, awaits `answered()`, and only
then takes the replies, which are there by now: a server that is slow, stopped or grabbed by
another program holds up only those who wait for it, never the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import xcffib
from xcffib import xproto

from piment.server.sources.base import SourceError
from piment.server.sources.x11.attach import Attached, attach

_log = logging.getLogger(__name__)

# The mark that `answered` leaves in the stream: a property of a window of ours.
_MARK = struct.pack("=I", 1)


class Connection:
    """What the rest of the package asks an X server through.

    `core` and what `extension` returns are xcffib's. Questions wait in a buffer until `flush` or
    `answered`.
    """

    def __init__(self, attached: Attached, label: str) -> None:
        """Take over the connection `attached` to the display that messages call `label`."""
        x = attached.x
        self.label = label
        self.setup = x.setup
        self.screen = attached.screen
        self.root: int = attached.screen.root
        self.core = x.core
        self._x = x
        self._extensions = attached.extensions
        self._loop = asyncio.get_running_loop()
        self._handlers: dict[type, Callable[[Any], None]] = {}
        self._marks: deque[asyncio.Future[None]] = deque()
        self._news = asyncio.Event()
        self._ended = False
        self._lost = False
        self._mark_window = self._make_mark_window()
        self.on(xproto.PropertyNotifyEvent, self._mark_arrived)
        self._socket: int = x.get_file_descriptor()
        self._loop.add_reader(self._socket, self._read)

    @classmethod
    async def open(cls, display: str | None, cookie: bytes | None = None) -> Connection:
        """Connect as `attach` does, with the same errors."""
        return cls(await attach(display, cookie), display or "the display")

    def has(self, extension: str) -> bool:
        """Whether the server has the extension of this name."""
        return extension in self._extensions

    def extension(self, name: str) -> Any:
        """Return the requests of an extension that the server has."""
        return self._extensions[name]

    def new_id(self) -> int:
        """Return an unused number for a resource."""
        return int(self._x.generate_id())

    def on(self, kind: type, handler: Callable[[Any], None]) -> None:
        """Have `handler` called with every event of the class `kind`."""
        self._handlers[kind] = handler

    def wake(self) -> None:
        """Let `news` return."""
        self._news.set()

    async def news(self) -> bool:
        """Wait for `wake`; return False once the connection is closed.

        Raises:
            SourceError: the X server is gone.

        """
        if not self._ended:
            await self._news.wait()
            self._news.clear()
        self._check()
        return not self._ended

    def flush(self) -> None:
        """Send what waits in the buffer. Does nothing on a connection that ended."""
        if self._ended:
            return
        try:
            self._x.flush()
        except xcffib.ConnectionException:
            self._lose()
        else:
            # Sending may have read, and then the socket would not say that events are there.
            self._loop.call_soon(self._read)

    async def answered(self) -> bool:
        """Wait until the server has done all that was asked; return False once closed.

        Raises:
            SourceError: the X server is gone.

        """
        if not self._ended:
            mark = self._loop.create_future()
            self._marks.append(mark)
            self.core.ChangeProperty(
                xproto.PropMode.Replace,
                self._mark_window,
                xproto.Atom.CUT_BUFFER0,
                xproto.Atom.CARDINAL,
                32,
                1,
                _MARK,
            )
            self.flush()
            await mark
        self._check()
        return not self._ended

    @contextmanager
    def talking(self) -> Iterator[None]:
        """Turn the end of the connection, noticed while asking or reading, into our own error.

        Raises:
            SourceError: the X server is gone.

        """
        try:
            yield
        except xcffib.ConnectionException:
            self._lose()
            self._check()

    def bytes_of(self, cookie: Any) -> bytes:
        """Return the reply to `cookie` as on the wire: 32 bytes of header, then the content."""
        return bytes(self._x.wait_for_reply(cookie.sequence).buf)

    def all_bytes_of(self, cookies: Sequence[Any]) -> list[bytes]:
        """Return the replies to `cookies`; raises the first refusal, with none left behind."""
        replies = []
        refusal: xcffib.Error | None = None
        for cookie in cookies:
            try:
                replies.append(self.bytes_of(cookie))
            except xcffib.Error as error:
                refusal = refusal or error
        if refusal is not None:
            raise refusal
        return replies

    @property
    def ended(self) -> bool:
        """Whether nothing can be asked any more: closed, or the server is gone."""
        return self._ended

    def close(self) -> None:
        """Disconnect; wakes everybody who waits."""
        if self._ended:
            return
        self._ended = True
        self._loop.remove_reader(self._socket)
        self._x.disconnect()
        for mark in self._marks:
            if not mark.done():
                mark.set_result(None)
        self._marks.clear()
        self._news.set()

    def _make_mark_window(self) -> int:
        window = self.new_id()
        self.core.CreateWindow(
            0,
            window,
            self.root,
            0,
            0,
            1,
            1,
            0,
            xproto.WindowClass.InputOnly,
            xcffib.CopyFromParent,
            xproto.CW.EventMask,
            [xproto.EventMask.PropertyChange],
        )
        return window

    def _mark_arrived(self, event: Any) -> None:
        if event.window != self._mark_window:
            return
        mark = self._marks.popleft()
        if not mark.done():
            mark.set_result(None)

    def _read(self) -> None:
        while not self._ended:
            try:
                event = self._x.poll_for_event()
            except xcffib.Error as error:
                _log.debug("%s refused a request: %r", self.label, error)
                continue
            except xcffib.ConnectionException:
                self._lose()
                return
            if event is None:
                return
            if handler := self._handlers.get(type(event)):
                handler(event)

    def _lose(self) -> None:
        self._lost = True
        self.close()

    def _check(self) -> None:
        if self._lost:
            raise SourceError(f"the X server of {self.label} is gone")
