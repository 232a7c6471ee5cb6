"""How a connection gets in to the page: with HTTPS, TLS comes first."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable

log = logging.getLogger("piment.web")

TLS_SECONDS = 15.0
"""How long a browser may take with TLS's handshake."""


class Doorway(asyncio.Protocol):
    """Receives one connection until `visitor` can: at once, or over TLS with a context.

    `came` is told of the connection beneath TLS as soon as there is one, so that those who never
    finish their handshake can be counted and closed like everybody else.
    """

    def __init__(
        self,
        visitor: asyncio.Protocol,
        context: ssl.SSLContext | None,
        came: Callable[[asyncio.Transport], None],
    ) -> None:
        self._visitor = visitor
        self._context = context
        self._came = came
        self._early = b""
        """What a browser says in one breath with the end of its handshake."""
        self._securing: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the visitor in, or begin with TLS."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(f"{type(transport).__name__} is no stream")
        self._came(transport)
        if self._context is None:
            self._let_in(transport)
            return
        transport.pause_reading()
        self._securing = asyncio.create_task(self._secure(transport, self._context))

    def data_received(self, data: bytes) -> None:
        """Keep for the visitor what comes before he is there."""
        self._early += data

    async def _secure(self, transport: asyncio.Transport, context: ssl.SSLContext) -> None:
        peer = transport.get_extra_info("peername")
        try:
            secure = await asyncio.get_running_loop().start_tls(
                transport, self, context, server_side=True, ssl_handshake_timeout=TLS_SECONDS
            )
        except OSError as error:
            log.info("peer=%s left: %s", peer, error)
            transport.abort()
            return
        if secure is not None and not secure.is_closing():  # else he has left meanwhile
            self._let_in(secure)

    def _let_in(self, transport: asyncio.Transport) -> None:
        transport.set_protocol(self._visitor)
        self._visitor.connection_made(transport)
        if self._early:
            self._visitor.data_received(self._early)
