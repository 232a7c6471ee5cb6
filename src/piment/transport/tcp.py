"""TCP, plain or under TLS from the first byte (wire.md 2.11)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from piment.transport.address import Address
from piment.transport.stream import StreamTransport

Accept = Callable[[StreamTransport], None]
"""Takes a new connection, and returns at once."""

TLS_SECONDS = 10.0
"""How long a peer may take for the TLS handshake."""


async def listen(
    address: Address, accept: Accept, context: ssl.SSLContext | None = None
) -> asyncio.Server:
    """Listen at `address` and call `accept` for each connection.

    Raises:
        OSError: the address cannot be had.

    """

    def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accept(StreamTransport(reader, writer))

    handshake = TLS_SECONDS if context else None
    return await asyncio.start_server(
        accepted, address.host, address.port, ssl=context, ssl_handshake_timeout=handshake
    )


async def connect(address: Address, context: ssl.SSLContext | None = None) -> StreamTransport:
    """Connect to `address`.

    Raises:
        OSError: nobody answers there, or the certificate does not convince.

    """
    reader, writer = await asyncio.open_connection(
        address.host,
        address.port,
        ssl=context,
        server_hostname=address.host if context else None,
        ssl_handshake_timeout=TLS_SECONDS if context else None,
    )
    return StreamTransport(reader, writer)
