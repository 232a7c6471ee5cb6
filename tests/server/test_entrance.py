"""What peers put around SPICE."""

from __future__ import annotations

import asyncio

import pytest

from piment.server.entrance import EntranceError, enter
from piment.transport import memory, tcp, tls
from piment.transport.address import Address
from piment.transport.tls import TlsTransport
from piment.transport.websocket import ServerWebSocket
from tests.transport import authority
from tests.transport.authority import Files
from tests.transport.ends import reach

UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: binary\r\n\r\n"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return authority.make(tmp_path_factory.mktemp("tls"))


async def test_spice_itself_is_carried_by_what_it_came_over() -> None:
    near, far = memory.pair()
    for byte in b"REDQ":
        far.write(bytes([byte]))
    assert await enter(near) == (near, b"REDQ")


@pytest.mark.parametrize("words", [b"RED\0" + bytes(12), b"GETX", b"HEAD / HTTP/1.1\r\n"])
async def test_what_is_no_http_is_for_the_link_stage_to_judge(words: bytes) -> None:
    near, far = memory.pair()
    far.write(words)
    assert await enter(near) == (near, words)


async def test_a_websocket_carries_what_follows() -> None:
    near, far = memory.pair()
    far.write(UPGRADE)
    carrier, first = await enter(near)
    assert isinstance(carrier, ServerWebSocket)
    assert first == b""
    assert (await far.read()).startswith(b"HTTP/1.1 101 ")


async def test_a_request_for_something_else_is_answered() -> None:
    near, far = memory.pair()
    far.write(b"GET /index.html HTTP/1.1\r\nHost: here\r\n\r\n")
    with pytest.raises(EntranceError, match="4"):
        await enter(near)
    assert (await far.read()).startswith(b"HTTP/1.1 4")


async def test_who_leaves_first_has_left() -> None:
    near, far = memory.pair()
    far.write(b"RE")
    await far.close()
    with pytest.raises(ConnectionError, match="did not say"):
        await enter(near)


async def test_tls_comes_first(files: Files) -> None:
    entered: asyncio.Queue[object] = asyncio.Queue()
    context = tls.server_context(files.certificate, files.key)

    async def take(transport: TlsTransport) -> None:
        entered.put_nowait(await enter(transport))
        await transport.close()

    tasks = []
    server = await tcp.listen(
        Address("127.0.0.1", 0),
        lambda peer: tasks.append(asyncio.create_task(take(TlsTransport(peer, context)))),
    )
    port = server.sockets[0].getsockname()[1]
    far = await reach(port, tls.client_context(files.authority))
    far.write(b"REDQ")
    carrier, first = await entered.get()
    assert isinstance(carrier, TlsTransport)
    assert first == b"REDQ"
    server.close()
    await far.close()
    await asyncio.gather(*tasks)


async def test_who_must_speak_tls_and_does_not(files: Files) -> None:
    near, far = memory.pair()
    far.write(b"REDQ" + bytes(100))
    context = tls.server_context(files.certificate, files.key)
    with pytest.raises(EntranceError, match="TLS: wrong version number"):
        await enter(TlsTransport(near, context))
