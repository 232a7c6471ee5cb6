"""TCP."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Iterator

from piment.transport.address import Address
from piment.transport.stream import StreamTransport

Accept = Callable[[StreamTransport], None]
"""Takes a new connection, and returns at once."""

SILENCE_SECONDS = 30.0
"""How long a server may leave what we sent unconfirmed: the network is gone then."""

ADDRESS_SECONDS = 2.0
"""How long one of several addresses of a host may take before the next one is tried."""


async def listen(address: Address, accept: Accept) -> asyncio.Server:
    """Listen at `address` and call `accept` for each connection.

    Raises:
        OSError: the address cannot be had.

    """

    def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accept(StreamTransport(reader, writer))

    with plain_errors():
        return await asyncio.start_server(accepted, address.host, address.port)


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Have the system's words for why an address cannot be had: asyncio's repeat the address."""
    try:
        yield
    except socket.gaierror:
        raise
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno)) from None


async def connect(address: Address) -> StreamTransport:
    """Connect to `address`: try what its name stands for one after the other.

    Raises:
        OSError: nobody answers there.
        UnicodeError: the host cannot be a name.

    """
    *others, last = await _resolve(address)
    for host in others:
        with contextlib.suppress(OSError):  # TimeoutError is one
            async with asyncio.timeout(ADDRESS_SECONDS):
                return await _connect(host, address.port)
    return await _connect(last, address.port)


async def _connect(host: str, port: int) -> StreamTransport:
    transport = StreamTransport(*await asyncio.open_connection(host, port))
    transport.give_up_after(SILENCE_SECONDS)
    return transport


async def _resolve(address: Address) -> list[str]:
    """Return the numbers that a host has, in the order in which the system prefers them."""
    if address.is_numeric:
        return [address.host]  # no need for a thread
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]
