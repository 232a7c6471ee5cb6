from __future__ import annotations

import asyncio
import socket
import ssl

import pytest

from piment.transport import tcp, tls
from piment.transport.address import Address
from tests.transport import authority
from tests.transport.authority import Files
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


async def test_a_server_that_is_silent_is_not_waited_for(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tcp, "TLS_SECONDS", 0.05)
    async with listening() as held:
        with pytest.raises(ConnectionError, match="SSL handshake is taking longer"):
            await tcp.connect(Address("127.0.0.1", held.port), tls.client_context(files.authority))


async def test_a_certificate_of_strangers(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(tls.server_context(files.certificate, files.key)) as held:
        with pytest.raises(ssl.SSLCertVerificationError) as caught:
            await tcp.connect(Address("127.0.0.1", held.port), tls.client_context(None))
        assert isinstance(caught.value, OSError)
    assert not caplog.records


async def test_a_certificate_of_another_host(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = authority.make(tmp_path_factory.mktemp("other"), "127.0.0.2")
    async with listening(tls.server_context(files.certificate, files.key)) as held:
        with pytest.raises(ssl.SSLCertVerificationError, match=r"IP address mismatch"):
            await tcp.connect(Address("127.0.0.1", held.port), tls.client_context(files.authority))


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
