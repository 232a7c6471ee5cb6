"""Being let in: the lines of text with which a D-Bus connection begins (dbus-display.md 1.1)."""

from __future__ import annotations

import asyncio
import socket

from jeepney.auth import BEGIN, AuthenticationError, Authenticator

from piment.server.sources.qemu.bus.error import BusError

# Whoever is there answers in a millisecond. QEMU may be busy with loading a guest.
_TIMEOUT_S = 20.0

_LINE_BYTES = 1024


async def authenticate(sock: socket.socket) -> None:
    """Say who we are, as the client, and agree on descriptors; messages may be sent afterwards.

    Raises:
        BusError: we are not let in, or there is no answer.

    """
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await _authenticate(sock)
    except TimeoutError:
        raise BusError(f"no answer to the D-Bus handshake in {_TIMEOUT_S:.0f} s") from None
    except (AuthenticationError, OSError) as error:
        raise BusError(f"the D-Bus handshake failed: {error}") from None


async def _authenticate(sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    lines = Authenticator(enable_fds=True)
    while (line := lines.data_to_send()) is not None:
        await loop.sock_sendall(sock, line)
        answer = await loop.sock_recv(sock, _LINE_BYTES)
        if not answer:
            raise BusError("the other side hung up during the D-Bus handshake")
        lines.feed(answer)
    await loop.sock_sendall(sock, BEGIN)
