from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import pytest

from piment.transport import tcp
from piment.transport.address import Address
from tests.transport.ends import LOOPBACK, listening, small_socket


async def test_each_connection_is_accepted() -> None:
    async with listening() as held:
        address = Address("127.0.0.1", held.port)
        fars = [await tcp.connect(address) for _ in range(5)]
        for far in fars:
            near = await held.near()
            far.write(near.peer.encode())
            near.write(far.peer.encode())
            assert await near.read() == near.peer.encode()
            assert await far.read() == b"127.0.0.1:%d" % held.port
            await asyncio.gather(near.close(), far.close())


async def test_a_port_in_use() -> None:
    async with listening() as held:
        with pytest.raises(OSError, match="Address already in use"):
            await tcp.listen(Address("127.0.0.1", held.port), held.accept)


async def test_nobody_listens() -> None:
    async with listening() as held:
        port = held.port
    with pytest.raises(ConnectionRefusedError):
        await tcp.connect(Address("127.0.0.1", port))


async def test_a_host_that_does_not_exist() -> None:
    with pytest.raises(socket.gaierror):
        await tcp.listen(Address("no desk", 0), lambda _: None)


async def test_a_host_of_several_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolved(_: Address) -> list[str]:
        return ["127.0.0.2", "127.0.0.3", "127.0.0.1"]

    monkeypatch.setattr(tcp, "_resolve", resolved)
    monkeypatch.setattr(tcp, "ADDRESS_SECONDS", 0.05)
    async with listening() as held:
        with deaf(Address("127.0.0.3", held.port)):
            far = await tcp.connect(Address("desk", held.port))
        near = await held.near()
        await asyncio.gather(near.close(), far.close())
    with pytest.raises(ConnectionRefusedError):
        await tcp.connect(Address("desk", held.port))


@contextlib.contextmanager
def deaf(address: Address) -> Iterator[None]:
    """Listen somewhere and accept nobody, so that who comes late waits."""
    with socket.create_server(address, backlog=0) as server, contextlib.ExitStack() as stack:
        for _ in range(2):
            sock = stack.enter_context(socket.socket())
            sock.setblocking(False)
            sock.connect_ex(server.getsockname())
        yield


async def test_names_are_looked_up() -> None:
    numbers = await tcp._resolve(Address("localhost", 1))
    assert "127.0.0.1" in numbers
    assert all(Address(number, 1).is_loopback for number in numbers)


async def test_listening_ends() -> None:
    async with listening() as held:
        server = await tcp.listen(LOOPBACK, held.accept)
        port = server.sockets[0].getsockname()[1]
        far = small_socket(port)
        near = await held.near()
        server.close()
        with pytest.raises(ConnectionRefusedError):
            await tcp.connect(Address("127.0.0.1", port))
        near.write(b"still here")
        assert await asyncio.get_running_loop().run_in_executor(None, far.recv, 10) == b"still here"
        await near.close()
        far.close()
