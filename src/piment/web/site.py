"""The HTTP server of the page: its files, and SPICE within WebSocket on the same port."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus

from aiohttp import web

from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.tcp import plain_errors
from piment.transport.websocket.frames import MUTE
from piment.transport.websocket.http import HttpWebSocket
from piment.transport.websocket.origin import is_loopback
from piment.web.doorway import Doorway
from piment.web.files import File, load_files
from piment.web.headers import HEADERS
from piment.web.origin import Origin, foreign_page

log = logging.getLogger("piment.web")

SPICE_PATH = "/spice"
"""Where SPICE is spoken."""

IDLE_SECONDS = 15.0
"""How long a browser may take with a request, and keep a connection without one."""

MOST_VISITORS = 128
"""Connections that carry no SPICE, or do not yet; a browser opens six."""

MOST_REQUEST_LINE_BYTES = 8190
MOST_HEADER_BYTES = 8190
"""Of a request's first line, and of each header: browsers send cookies of four kilobytes."""

METHODS = ("GET", "HEAD")

Accept = Callable[[Transport], None]
"""Takes a new connection, and returns at once."""


class Site:
    """Gives out the page, and hands over who speaks SPICE.

    `open` begins; `close` ends it, but for connections that were handed over.
    """

    def __init__(self, accept: Accept, allowed: Collection[Origin] = ()) -> None:
        """Hand over to `accept` connections of our own page and of those from `allowed` origins."""
        self._accept = accept
        self._allowed = allowed
        self._files: Mapping[str, File] = {}
        self._arrivals: dict[web.RequestHandler, asyncio.Transport] = {}
        """The connections, beneath TLS, in the order in which they came."""
        self._carriers: set[web.RequestHandler] = set()
        """Those that carry SPICE."""
        self._server = web.Server(
            self._answer,
            logger=MUTE,
            access_log=None,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=0,
            max_line_size=MOST_REQUEST_LINE_BYTES,
            max_field_size=MOST_HEADER_BYTES,
        )
        self._listener: asyncio.Server | None = None

    async def open(self, address: Address, context: ssl.SSLContext | None = None) -> Address:
        """Listen at `address`, with HTTPS if there is a context; return the real address.

        Raises:
            OSError: the address cannot be had.

        """
        self._files = await asyncio.to_thread(load_files)
        with plain_errors():
            self._listener = await asyncio.get_running_loop().create_server(
                lambda: self._doorway(context), address.host, address.port
            )
        return Address(address.host, self._listener.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Let nobody in any more, and send away who speaks no SPICE."""
        if self._listener is not None:
            self._listener.close()
        for transport in self._visitors():
            transport.abort()

    def _visitors(self) -> list[asyncio.Transport]:
        return [each for who, each in self._arrivals.items() if who not in self._carriers]

    def _doorway(self, context: ssl.SSLContext | None) -> asyncio.Protocol:
        visitor = self._server()
        return Doorway(visitor, context, lambda transport: self._arrive(visitor, transport))

    def _arrive(self, visitor: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Note a connection; when there are too many, who came first leaves: pages load fast."""
        self._arrivals = {
            who: each for who, each in self._arrivals.items() if not each.is_closing()
        }
        visitors = self._visitors()
        if len(visitors) >= MOST_VISITORS:
            log.warning("%d others came later: a connection of the page is closed", len(visitors))
            visitors[0].abort()
        self._arrivals[visitor] = transport

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method not in METHODS:
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": ", ".join(METHODS)})
        if request.path == SPICE_PATH and request.method == "GET":
            return await self._speak(request)
        file = self._files.get(request.path)
        return _plain(HTTPStatus.NOT_FOUND) if file is None else _give(file, request)

    async def _speak(self, request: web.BaseRequest) -> web.StreamResponse:
        """Hand over a WebSocket, and return when it has been closed."""
        carrier = HttpWebSocket(request)
        foreign = foreign_page(
            request.headers.getall("Origin", []),
            request.headers.getall("Host", []),
            self._allowed,
            secure=request.secure,
            loopback=is_loopback(carrier.peer),
        )
        if foreign is not None:
            log.warning("peer=%s refused: %s", carrier.peer, foreign)
            return _plain(HTTPStatus.FORBIDDEN, why=foreign)
        try:
            response = await carrier.accept()
        except web.HTTPException as error:
            return _plain(HTTPStatus(error.status), {"Upgrade": "websocket"}, str(error.text))
        visitor = request.protocol
        self._carriers.add(visitor)
        try:
            self._accept(carrier)
            await carrier.closed()
        finally:
            self._carriers.discard(visitor)
        return response


def _give(file: File, request: web.BaseRequest) -> web.Response:
    keeping = "max-age=31536000, immutable" if file.is_fixed else "no-cache"
    headers = {**HEADERS, "Cache-Control": keeping, "ETag": file.etag}
    if file.etag in (
        known.strip() for known in request.headers.get("If-None-Match", "").split(",")
    ):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=file.body, headers=headers | {"Content-Type": file.kind})


def _plain(
    status: HTTPStatus, more: Mapping[str, str] | None = None, why: str = ""
) -> web.Response:
    text = f"{status.value} {status.phrase}\n" + (f"{why}\n" if why else "")
    return web.Response(status=status, text=text, headers={**HEADERS, **(more or {})})
