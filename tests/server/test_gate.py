"""Who gets through to which channel, and how the others are told (wire.md 2.4)."""

from __future__ import annotations

import pytest

from piment.core.handshake import Offer
from piment.protocol import channel as channels
from piment.protocol.capabilities import CommonCap, DisplayCap, InputsCap
from piment.protocol.channel import CHANNELS
from piment.protocol.link import LinkErr
from piment.server import gate as gates
from piment.server.server import Settings
from piment.server.tickets import PasswordTickets
from tests.server.house import House, becomes, idle
from tests.server.viewer import RefusedError, link, request

SECRET = Settings(tickets=PasswordTickets(lambda: b"secret"))


async def refusal(house: House, channel, **how) -> LinkErr | None:
    """Return why the channel cannot be had."""
    with pytest.raises(RefusedError) as refused:
        await house.link(channel, **how)
    return refused.value.code


# --- passwords -----------------------------------------------------------------------------------


async def test_the_password_opens_every_channel() -> None:
    async with House(settings=SECRET) as house:
        guest = await house.guest("secret")
        await guest.eye.sees(house.source.frame)


@pytest.mark.parametrize("wrong", ["", "Secret", "secret1", "x" * 60])
async def test_a_wrong_password_opens_none(wrong) -> None:
    async with House(settings=SECRET) as house:
        _, session_id = await house.session(password="secret")
        for channel in (channels.main, channels.display, channels.playback):
            code = await refusal(house, channel, session_id=session_id, password=wrong)
            assert code == LinkErr.PERMISSION_DENIED
        code = await refusal(house, channels.main, password=wrong)
        assert code == LinkErr.PERMISSION_DENIED
        assert len(house.server.sessions) == 1
        assert sum("PERMISSION_DENIED" in line for line in house.log.lines) == 4


async def test_what_is_no_ticket_opens_none() -> None:
    async with House(settings=SECRET) as house:
        transport = house.connect()
        linking = link(transport, request(channels.main), "secret")
        write = transport.write

        def garble(data: bytes) -> None:
            write(data if len(data) < 128 else data[:-1] + bytes([data[-1] ^ 1]))

        transport.write = garble
        with pytest.raises(RefusedError) as refused:
            await linking
        assert refused.value.code == LinkErr.PERMISSION_DENIED


# --- sessions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("session_id", "code"),
    [(0, LinkErr.BAD_CONNECTION_ID), (12345, LinkErr.BAD_CONNECTION_ID)],
)
async def test_channels_of_sessions_that_there_are_not(session_id, code) -> None:
    async with House() as house:
        await house.session()
        assert await refusal(house, channels.display, session_id=session_id) == code


async def test_main_of_a_session_that_there_is_not() -> None:
    async with House() as house:
        code = await refusal(house, channels.main, session_id=12345)
        assert code == LinkErr.BAD_CONNECTION_ID
        assert len(house.server.sessions) == 0


async def test_a_channel_is_linked_once() -> None:
    async with House() as house:
        guest = await house.guest()
        for channel in (channels.main, channels.display, channels.inputs, channels.cursor):
            code = await refusal(house, channel, session_id=guest.session_id)
            assert code == LinkErr.CHANNEL_NOT_AVAILABLE
        await guest.eye.sees(house.source.frame)


@pytest.mark.parametrize("number", [5, 6, 8, 9, 10, 11, 200])
async def test_channels_that_there_are_not(number) -> None:
    channel = CHANNELS.get(number) or channels.Channel("unknown", number)
    async with House() as house:
        _, session_id = await house.session()
        code = await refusal(house, channel, session_id=session_id)
        assert code == LinkErr.CHANNEL_NOT_AVAILABLE


@pytest.mark.parametrize("channel", [channels.display, channels.inputs, channels.cursor])
async def test_each_channel_is_there_once(channel) -> None:
    async with House() as house:
        _, session_id = await house.session()
        code = await refusal(house, channel, session_id=session_id, channel_id=1)
        assert code == LinkErr.CHANNEL_NOT_AVAILABLE


async def test_a_main_channel_with_another_id_begins_no_session() -> None:
    """Sessions without a channel would stay for ever."""
    async with House() as house:
        for channel_id in (1, 255):
            code = await refusal(house, channels.main, channel_id=channel_id)
            assert code == LinkErr.CHANNEL_NOT_AVAILABLE
        assert len(house.server.sessions) == 0


async def test_the_number_of_sessions_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "MOST_SESSIONS", 3)
    async with House() as house:
        lines = [(await house.session())[0] for _ in range(3)]
        assert await refusal(house, channels.main) == LinkErr.ERROR
        assert house.log.lines[-1].endswith("refused: there are 3 viewers (ERROR)")
        await lines[0].close()
        await becomes(lambda: len(house.server.sessions) == 2)
        await house.session()


async def test_who_leaves_in_the_middle_of_the_link_leaves_nothing() -> None:
    async with House() as house:
        for size in (0, 3, 4, 16, 30):
            transport = house.connect()
            transport.write((b"REDQ" + bytes.fromhex("0200000002000000") + b"\x12\0\0\0")[:size])
            await idle(5)
            await transport.close()
        await becomes(lambda: house.connections == 0)
        assert not house.server._lobby
        assert len(house.server.sessions) == 0


# --- what is announced ---------------------------------------------------------------------------


class Peer:
    """A transport as far as a gate looks at it."""

    peer = "somebody"

    def __init__(self, *, is_secure: bool = False) -> None:
        self.is_secure = is_secure


def gate(house: House, *, is_secure: bool, secure: frozenset[int] = frozenset()) -> gates.Gate:
    server = house.server
    peer = Peer(is_secure=is_secure)
    return gates.Gate(peer, SECRET.tickets, secure, server.sessions, server._begin)


async def test_secure_channels_need_tls() -> None:
    async with House() as house:
        only = frozenset({channels.inputs.number})
        plain = gate(house, is_secure=False, secure=only)
        under_tls = gate(house, is_secure=True, secure=only)
        assert plain.offer(request(channels.inputs)) == LinkErr.NEED_SECURED
        assert isinstance(plain.offer(request(channels.display)), Offer)
        assert isinstance(under_tls.offer(request(channels.inputs)), Offer)


async def test_need_secured_over_the_wire() -> None:
    everything = frozenset(channel.number for channel in CHANNELS.values())
    async with House(settings=Settings(secure_channels=everything)) as house:
        assert await refusal(house, channels.main) == LinkErr.NEED_SECURED


async def test_capabilities() -> None:
    async with House() as house:
        offers = {
            channel.name: gate(house, is_secure=False).offer(request(channel))
            for channel in CHANNELS.values()
        }
        for offer in offers.values():
            assert CommonCap.MINI_HEADER in offer.common
            assert CommonCap.AUTH_SPICE in offer.common
            assert CommonCap.PROTOCOL_AUTH_SELECTION in offer.common
            assert CommonCap.AUTH_SASL not in offer.common
        assert DisplayCap.MONITORS_CONFIG in offers["display"].capabilities
        assert DisplayCap.PREF_COMPRESSION in offers["display"].capabilities
        assert InputsCap.KEY_SCANCODE in offers["inputs"].capabilities


async def test_a_ticket_is_noticed() -> None:
    async with House() as house:
        mine = gate(house, is_secure=False)
        assert not mine.has_ticket
        mine.offer(request(channels.main))
        assert not mine.has_ticket
        assert mine.admit(request(channels.main), b"wrong") == LinkErr.PERMISSION_DENIED
        assert mine.has_ticket
        mine.leave()
        assert mine.session is None
