from __future__ import annotations

import asyncio
import errno
import socket
import ssl

import pytest

from piment.transport import stream, tcp, tls
from piment.transport.address import Address
from piment.transport.stream import UNSENT_HIGH, StreamTransport
from tests.transport.authority import Files
from tests.transport.ends import listening, reach, read_all, reset, small_socket

# More than the kernel takes for a peer that does not read.
PLENTY = 16 * 1024 * 1024


async def test_a_peer_that_does_not_read_fills_nothing_but_its_own_line() -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        near.write(bytes(PLENTY))
        assert near.unsent > UNSENT_HIGH
        draining = asyncio.create_task(near.drain())
        await asyncio.sleep(0.05)
        assert not draining.done()
        reset(far)
        with pytest.raises(ConnectionError):
            await draining
        assert near.unsent == 0
        await near.close()


async def test_drain_goes_on_once_the_peer_reads() -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        near.write(bytes(PLENTY))
        reader, writer = await asyncio.open_connection(sock=far)
        left = PLENTY
        draining = asyncio.create_task(near.drain())
        while not draining.done():
            left -= len(await reader.read(1 << 16))
        assert near.unsent <= UNSENT_HIGH
        assert left <= UNSENT_HIGH + (1 << 22)  # what the kernel holds
        writer.close()
        await near.close()


async def test_nobody_reads_ahead_for_us_without_end() -> None:
    async with listening() as held:
        far = await tcp.connect(Address("127.0.0.1", held.port))
        near = await held.near()
        far.write(bytes(PLENTY))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await far.drain()
        assert len(await near.read()) <= stream.READ_BYTES
        await asyncio.gather(near.close(), far.close())


@pytest.mark.parametrize("kind", ["tcp", "tls"])
async def test_closing_does_not_wait_for_a_peer_that_does_not_read(
    kind: str, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "CLOSE_SECONDS", 0.05)
    secure = kind == "tls"
    context = tls.server_context(files.certificate, files.key) if secure else None
    trust = tls.client_context(files.authority) if secure else None
    async with listening(context) as held:
        far = await reach(held.port, trust)
        near = await held.near()
        near.write(bytes(PLENTY))
        async with asyncio.timeout(1):
            await near.close()
        assert len(await read_all(far, PLENTY)) < PLENTY
        await far.close()


async def test_a_cancelled_close_leaves_nothing_behind() -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        near.write(bytes(PLENTY))
        closing = asyncio.create_task(near.close())
        await asyncio.sleep(0)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
        end = StreamTransport(*await asyncio.open_connection(sock=far))
        assert len(await read_all(end, PLENTY)) < PLENTY
        await end.close()


async def test_who_gives_up_closing_does_not_disturb_others_who_close(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "CLOSE_SECONDS", 0.05)
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        near.write(bytes(PLENTY))
        one, other = (asyncio.create_task(near.close()) for _ in range(2))
        await asyncio.sleep(0)
        one.cancel()
        await other
        assert one.cancelled()
        await near.close()
        far.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_connection_that_breaks_is_an_end() -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        reading = asyncio.create_task(near.read())
        await asyncio.sleep(0)
        reset(far)
        assert await reading == b""
        assert await near.read() == b""
        near.write(b"lost")
        with pytest.raises(ConnectionError):
            await near.drain()
        await near.close()


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EHOSTUNREACH, "No route to host"),
        TimeoutError(errno.ETIMEDOUT, "Connection timed out"),
        ssl.SSLError("decryption failed or bad record mac"),
        ConnectionResetError("Connection lost"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_whatever_the_kernel_says_is_a_broken_connection(error: OSError) -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        near._reader.set_exception(error)  # as asyncio does when the connection is lost
        with pytest.raises(ConnectionError, match=str(error.args[-1])):
            await near.drain()
        assert await near.read() == b""
        await near.close()
        far.close()


async def test_names_of_peers() -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        assert near.peer == f"127.0.0.1:{far.getsockname()[1]}"
        await near.close()
        far.close()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (("127.0.0.1", 5900), "127.0.0.1:5900"),
        (("::1", 5900, 0, 0), "[::1]:5900"),
        (None, "a peer that has left"),
    ],
)
def test_names_of_addresses(address: object, name: str) -> None:
    assert stream.peer_name(address) == name


async def test_a_peer_may_be_gone_before_it_is_accepted() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    near = StreamTransport(*await asyncio.open_connection(sock=ours))
    assert await near.read() == b""
    await near.close()


async def test_the_kernel_asks_whether_a_silent_peer_still_exists() -> None:
    async with listening() as held:
        far = small_socket(held.port)
        near = await held.near()
        option = near._socket.getsockopt
        assert option(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        idle = option(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
        assert idle == stream.KEEPALIVE_IDLE_SECONDS
        near.give_up_after(1.5)
        assert option(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 1500
        await near.close()
        far.close()
