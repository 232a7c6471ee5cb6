"""The whole server: it takes connections, bears what they do, and ends without a trace."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from piment.geometry import Rect, Size
from piment.protocol import channel as channels
from piment.protocol import display, inputs, main
from piment.server import lobby
from piment.server.server import Server, Settings
from piment.server.sources.base import SourceError
from piment.server.sources.demo import DemoSource
from piment.server.tickets import PasswordTickets
from piment.transport import tcp, tls, unix
from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.websocket import SUBPROTOCOL
from tests.server.house import House, becomes, idle
from tests.server.scripted import Scripted
from tests.server.viewer import Eye, link, request
from tests.transport import authority
from tests.transport.authority import Files
from tests.transport.ends import WebSocketFar, reach

LOOPBACK = Address("127.0.0.1", 0)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A server's certificate and the authority that signed it."""
    return authority.make(tmp_path_factory.mktemp("tls"))


# --- listening -----------------------------------------------------------------------------------


async def comes(transport: Transport, house: House) -> None:
    """Be a viewer over `transport`: see the name of the desktop, and leave."""
    line = await link(transport, request(channels.main))
    assert (await line.until(main.Name)).name == b"scripted"
    await line.close()
    await becomes(lambda: house.connections == 0)


async def test_over_tcp() -> None:
    async with House() as house:
        address = await house.server.listen_tcp(LOOPBACK)
        assert address.host == "127.0.0.1"
        assert address.port != 0
        await comes(await tcp.connect(address), house)
        assert any("viewer=127.0.0.1:" in line for line in house.log.lines)


async def test_over_tls(files: Files) -> None:
    async with House() as house:
        context = tls.server_context(files.certificate, files.key)
        address = await house.server.listen_tcp(LOOPBACK, context)
        await comes(await reach(address.port, tls.client_context(files.authority)), house)


async def test_who_does_not_speak_tls_is_one_line(files: Files) -> None:
    async with House() as house:
        context = tls.server_context(files.certificate, files.key)
        address = await house.server.listen_tcp(LOOPBACK, context)
        far = await tcp.connect(address)
        far.write(b"REDQ" + bytes(200))
        while await far.read():  # an alert of TLS
            pass
        await far.close()
        await becomes(lambda: house.connections == 0)
        assert [line.partition(" ")[2] for line in house.log.lines] == [
            "refused: TLS: wrong version number"
        ]


async def test_over_a_unix_socket(tmp_path: Path) -> None:
    async with House() as house:
        await house.server.listen_unix(tmp_path / "desktop")
        await comes(await unix.connect(tmp_path / "desktop"), house)


async def test_over_a_websocket_at_the_same_port() -> None:
    async with House() as house:
        address = await house.server.listen_tcp(LOOPBACK)
        url = f"ws://{address}/"
        client = await connect(url, subprotocols=[SUBPROTOCOL], proxy=None, ping_interval=None)
        far = WebSocketFar(client)
        line = await link(far, request(channels.main))
        assert (await line.until(main.Name)).name == b"scripted"
        await far.close()
        await far.over()
        await becomes(lambda: house.connections == 0)


async def test_at_several_addresses_at_once(tmp_path: Path) -> None:
    async with House() as house:
        addresses = [await house.server.listen_tcp(LOOPBACK) for _ in range(2)]
        await house.server.listen_unix(tmp_path / "desktop")
        for address in addresses:
            await comes(await tcp.connect(address), house)
        await comes(await unix.connect(tmp_path / "desktop"), house)


async def test_an_address_that_is_taken(tmp_path: Path) -> None:
    async with House() as house:
        address = await house.server.listen_tcp(LOOPBACK)
        with pytest.raises(OSError, match="Address already in use"):
            await house.server.listen_tcp(address)
        await house.server.listen_unix(tmp_path / "desktop")
        with pytest.raises(OSError, match="somebody listens there already"):
            await house.server.listen_unix(tmp_path / "desktop")


async def test_nobody_listens_after_close() -> None:
    async with House() as house:
        address = await house.server.listen_tcp(LOOPBACK)
    with pytest.raises(ConnectionRefusedError):
        await tcp.connect(address)


# --- the name ------------------------------------------------------------------------------------


def test_the_name() -> None:
    assert Server(Scripted()).name == "scripted"
    assert Server(Scripted(), Settings(name="mine")).name == "mine"


# --- two viewers ---------------------------------------------------------------------------------


async def test_both_see_and_both_drive() -> None:
    async with House(Scripted(Size(300, 200))) as house:
        guests = [await house.guest(), await house.guest("", is_slow=True)]
        for number in range(5):
            house.source.noise(Rect(10 * number, 0, 300, 200), seed=number)
            for guest in guests:
                await guest.eye.sees(house.source.frame)
        for number, guest in enumerate(guests, 1):
            guest.inputs.send(inputs.KeyScancode(codes=b"\x1e\x9e"))
            await becomes(lambda number=number: len(house.source.actions) == 2 * number)


async def test_the_demo_is_seen_as_it_is() -> None:
    source = DemoSource(Size(640, 480))
    async with House(source) as house:
        guest = await house.guest()
        other = await house.guest(is_slow=True)
        guest.inputs.send(inputs.MouseMotion(dx=40, dy=30, buttons_state=0))
        await guest.eye.until(display.Mark)
        await guest.eye.sees(source.framebuffer)
        await other.eye.sees(source.framebuffer)


# --- peers that link never, late, or too many ----------------------------------------------------


@pytest.mark.parametrize("words", [b"", b"RE", b"REDQ\x02\0\0\0", b"GET / HTTP/1.1\r\n"])
async def test_who_does_not_link_is_sent_away(monkeypatch: pytest.MonkeyPatch, words) -> None:
    monkeypatch.setattr(lobby, "LINK_SECONDS", 0.02)
    async with House() as house:
        transport = house.connect()
        transport.write(words)
        async with asyncio.timeout(5):
            while await transport.read():
                pass
        await becomes(lambda: house.connections == 0)
        assert any("not linked within" in line for line in house.log.lines)
        assert not house.server._lobby


async def test_who_is_silent_before_tls_is_sent_away(
    monkeypatch: pytest.MonkeyPatch, files: Files
) -> None:
    monkeypatch.setattr(lobby, "LINK_SECONDS", 0.02)
    async with House() as house:
        context = tls.server_context(files.certificate, files.key)
        far = await tcp.connect(await house.server.listen_tcp(LOOPBACK, context))
        async with asyncio.timeout(5):
            assert await far.read() == b""
        await far.close()
        await becomes(lambda: house.connections == 0)
        assert any("not linked within" in line for line in house.log.lines)


async def test_who_is_silent_before_tls_counts_as_unlinked(
    monkeypatch: pytest.MonkeyPatch, files: Files
) -> None:
    monkeypatch.setattr(lobby, "MOST_WAITING", 2)
    async with House() as house:
        context = tls.server_context(files.certificate, files.key)
        address = await house.server.listen_tcp(LOOPBACK, context)
        silent = [await tcp.connect(address) for _ in range(2)]
        await becomes(lambda: len(house.server._lobby) == 2)
        more = await reach(address.port, tls.client_context(files.authority))
        async with asyncio.timeout(5):
            assert await silent[0].read() == b""
        assert any("refused: 2 others came later" in line for line in house.log.lines)
        for far in (*silent, more):
            await far.close()


async def test_who_is_linked_may_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobby, "LINK_SECONDS", 0.5)
    async with House() as house:
        guest = await house.guest()
        await asyncio.sleep(0.6)
        house.source.noise(Rect(0, 0, 64, 48))
        await guest.eye.sees(house.source.frame)


async def test_the_number_of_unlinked_connections_is_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lobby, "MOST_WAITING", 3)
    async with House() as house:
        guest = await house.guest()
        idlers = [house.connect() for _ in range(5)]
        for idler in idlers[:2]:  # the first who came have made room for the last
            assert await idler.read() == b""
        assert len(house.server._lobby) == 3
        assert sum("refused: 3 others came later" in line for line in house.log.lines) == 2
        house.source.noise(Rect(0, 0, 64, 48))
        await guest.eye.sees(house.source.frame)
        await house.session()
        assert await idlers[2].read() == b""


async def test_a_websocket_in_disguise_and_out_of_it() -> None:
    async with House() as house:
        transport = house.connect()
        transport.write(b"GET /nothing HTTP/1.1\r\nHost: here\r\n\r\n")
        answer = b""
        while data := await transport.read():
            answer += data
        assert answer.startswith(b"HTTP/1.1 4")
        await becomes(lambda: house.connections == 0)
        assert sum(" refused: 4" in line for line in house.log.lines) == 1


async def test_a_crowd_that_only_knocks_takes_no_keys_from_viewers() -> None:
    async with House(settings=Settings(tickets=PasswordTickets(lambda: b"secret"))) as house:
        for _ in range(100):
            transport = house.connect()
            transport.write(b"REDQ")
            await idle(4)
            await transport.close()
        await house.guest("secret")


# --- sources that fail ---------------------------------------------------------------------------


async def test_a_source_that_is_not_there() -> None:
    class Missing(Scripted):
        async def open(self) -> None:
            raise SourceError("no display: start one")

    server = Server(Missing())
    with pytest.raises(SourceError, match="start one"):
        await server.open()
    await server.close()


async def test_a_source_that_breaks_ends_run() -> None:
    source = Scripted()
    server = Server(source)
    await server.open()
    source.tell(SourceError("the display is gone"))
    with pytest.raises(SourceError, match="the display is gone"):
        await server.run()
    await server.close()


async def test_a_source_that_ends_ends_run() -> None:
    source = Scripted()
    server = Server(source)
    await server.open()
    source.tell(None)
    await server.run()
    await server.close()


# --- the end -------------------------------------------------------------------------------------


async def test_close_leaves_no_tasks_and_no_threads() -> None:
    threads = set(threading.enumerate())
    tasks = asyncio.all_tasks()
    secret = Settings(tickets=PasswordTickets(lambda: b"secret"))
    async with House(Scripted(Size(640, 480)), secret) as house:
        house.source.noise(Rect(0, 0, 640, 480))
        address = await house.server.listen_tcp(LOOPBACK)
        guests = [await house.guest("secret"), await house.guest("secret")]
        await guests[0].eye.sees(house.source.frame)
        guests[1].inputs.send(inputs.KeyDown(code=0x3A))
        halfway = await tcp.connect(address)
        halfway.write(b"REDQ")
        house.connect()
        await becomes(lambda: house.connections == 10)
        house.source.noise(Rect(0, 0, 640, 480), seed=1)
        await house.source.told()
    for guest in guests:
        for line in (guest.main, guest.inputs, guest.cursor, guest.eye.line):
            await line.ended()
    assert await halfway.read() == b""
    await halfway.close()
    assert not house.source.is_open
    assert house.connections == 0
    assert len(house.server.sessions) == 0
    assert house.source.actions[-1].pressed is False, "what was held is released"
    assert asyncio.all_tasks() == tasks
    assert set(threading.enumerate()) == threads


async def test_a_connection_that_comes_with_the_end() -> None:
    async with House() as house:
        address = await house.server.listen_tcp(LOOPBACK)
        transports = [await tcp.connect(address) for _ in range(5)]
        late = house.connect()
    for transport in (*transports, late):
        assert await transport.read() == b""
        await transport.close()


async def test_close_waits_for_nobody_who_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that takes nothing more is cut off."""
    monkeypatch.setattr("piment.transport.stream.CLOSE_SECONDS", 0.05)
    async with House(Scripted(Size(1600, 1200))) as house:
        house.source.noise(Rect(0, 0, 1600, 1200))
        address = await house.server.listen_tcp(LOOPBACK)
        control, session_id = await house.session()
        transport = await tcp.connect(address)
        line = await link(transport, request(channels.display, session_id=session_id))
        line.send(Eye.INIT)
        await becomes(lambda: house.source._updates.empty())
        await asyncio.sleep(0.1)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await house.server.close()
        assert loop.time() - began < 1
        await line.close()
        await control.close()


async def test_close_twice() -> None:
    server = Server(Scripted())
    await server.open()
    await server.close()
    await server.close()


async def test_a_source_that_fails_to_close_leaves_no_threads() -> None:
    class Broken(Scripted):
        async def close(self) -> None:
            raise SourceError("the display is gone")

    threads = set(threading.enumerate())
    server = Server(Broken(), Settings(tickets=PasswordTickets(lambda: b"secret")))
    await server.open()
    await becomes(lambda: set(threading.enumerate()) != threads)
    with pytest.raises(SourceError, match="the display is gone"):
        await server.close()
    assert set(threading.enumerate()) == threads


async def test_close_interrupted_can_be_finished() -> None:
    """Ctrl-C twice."""

    class Slow(Scripted):
        async def close(self) -> None:
            await asyncio.sleep(3600)

    house = House(Slow())
    await house.server.open()
    await house.session()
    closing = asyncio.create_task(house.server.close())
    await idle()
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert house.connections == 0
    house.source.close = Scripted(None).close
    await house.server.close()
