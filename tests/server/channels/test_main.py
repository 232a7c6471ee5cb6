"""The main channel: greeting, network test, keep-alive, mouse modes."""

from __future__ import annotations

import time

import pytest

from piment.geometry import Size
from piment.protocol import channel as channels
from piment.protocol import common, main
from piment.protocol.capabilities import Capabilities, MainCap
from piment.protocol.main import MouseModeFlags
from piment.server.channels import main as served
from piment.server.channels.main import NET_TEST_BYTES
from piment.server.scene.updates import Notice, PointerModes, Resized, Severity
from piment.server.server import Settings
from tests.server.house import House, becomes, idle
from tests.server.scripted import Scripted
from tests.server.viewer import kinds

BOTH = MouseModeFlags.SERVER | MouseModeFlags.CLIENT


async def test_start_up_order_over_a_network() -> None:
    """wire.md 16.1: INIT, NAME, and three PINGs with consecutive ids (3.4)."""
    async with House(settings=Settings(name="my machine")) as house:
        line, _ = await house.session(is_slow=True)
        await line.has_seen(5)
        init, name, *pings = line.seen
    assert kinds(line.seen) == [main.Init, main.Name, common.Ping, common.Ping, common.Ping]
    assert init.session_id != 0
    assert (init.supported_mouse_modes, init.current_mouse_mode) == (BOTH, MouseModeFlags.SERVER)
    assert (init.agent_connected, init.agent_tokens, init.display_channels_hint) == (0, 10, 1)
    assert abs(init.multi_media_time - time.monotonic() * 1000) < 60_000
    assert name.name == b"my machine"
    assert [len(ping.padding) for ping in pings] == [0, 0, NET_TEST_BYTES] == [0, 0, 256_000]
    first = pings[0].id
    assert [ping.id for ping in pings] == [first, first + 1, first + 2]
    assert not any(pings[2].padding)


async def test_a_local_network_needs_no_test() -> None:
    async with House() as house:
        line, _ = await house.session()
        await idle()
        assert not line.unread
        assert kinds(line.seen) == [main.Init, main.Name]
        (session,) = house.server.sessions
        assert session.viewer.has_fast_network


async def test_the_name_is_for_those_who_asked() -> None:
    async with House() as house:
        line, _ = await house.session(capabilities=Capabilities())
        await idle()
        assert kinds(line.seen) == [main.Init]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sh -c 'exit'", b"sh -c 'exit'"),
        ("käse", "käse".encode()),
        ("x" * 5000, b"x" * 4095),
        ("ä" * 2500, "ä".encode() * 2047),  # no half letter at the end
        ("not UTF-8: \udcff", b"not UTF-8: ?"),
        ("cut\0off", b"cut"),
        ("", b""),
    ],
)
async def test_every_name_can_be_told(name: str, data: bytes) -> None:
    assert served.name_bytes(name) == data
    async with House(settings=Settings(name=name or None)) as house:
        line, _ = await house.session()
        assert (await line.until(main.Name)).name == (data or b"scripted")


async def test_the_name_of_the_source_where_none_was_given() -> None:
    async with House() as house:
        line, _ = await house.session(capabilities=Capabilities([MainCap.NAME_AND_UUID]))
        assert (await line.until(main.Name)).name == b"scripted"


async def test_channels_list() -> None:
    async with House() as house:
        line, _ = await house.session()
        line.send(main.AttachChannels())
        listed = (await line.until(main.ChannelsList)).channels
        assert {(each.type, each.id) for each in listed} == {(2, 0), (3, 0), (4, 0)}
        for each in listed:
            assert channels.CHANNELS[each.type].number in (2, 3, 4)


# --- the network ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("delay_us", "is_fast"), [(150_000, True), (210_000, False)])
async def test_the_rate_is_measured(monkeypatch: pytest.MonkeyPatch, delay_us, is_fast) -> None:
    """256,000 bytes in so many microseconds beyond the latency: 13.7 or 9.8 Mbit/s."""
    clock = [7_000_000]
    monkeypatch.setattr(served, "_now_us", lambda: clock[0])
    async with House() as house:
        line, _ = await house.session(is_slow=True)
        viewer = next(iter(house.server.sessions)).viewer
        _, _, *pings = await line.has_seen(5)
        for ping, now in zip(pings, (0, 100_000, 100_000 + delay_us), strict=True):
            assert not viewer.has_fast_network
            clock[0] = 7_000_000 + now
            line.send(common.Pong(id=ping.id, timestamp=0))
            await idle()
        assert viewer.has_fast_network is is_fast
        assert any("mbit_per_s=" in text for text in house.log.lines)


async def test_a_pong_for_nothing_ends_the_session() -> None:
    async with House() as house:
        line, _ = await house.session()
        line.send(common.Pong(id=77, timestamp=0))
        await line.ended()
        await becomes(lambda: len(house.server.sessions) == 0)
        assert any("PONG for a PING 77" in text for text in house.log.lines)


async def test_a_second_pong_ends_the_session() -> None:
    async with House() as house:
        line, _ = await house.session(is_slow=True)
        ping = common.Pong(id=1, timestamp=0)
        line.send(ping)
        await idle()
        assert len(house.server.sessions) == 1
        line.send(ping)
        await line.ended()


async def test_a_viewer_who_answers_may_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "KEEPALIVE_SECONDS", 0.001)
    monkeypatch.setattr(served, "SILENCE_SECONDS", 0.2)
    async with House() as house:
        line, _ = await house.session()
        started = time.monotonic()
        while time.monotonic() < started + 0.4:
            await line.read()
        assert len(house.server.sessions) == 1
        (task,) = house.server._connections
        assert not task.done()
        assert sum(isinstance(message, common.Ping) for message in line.seen) > 10


async def test_silence_ends_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "KEEPALIVE_SECONDS", 0.001)
    monkeypatch.setattr(served, "SILENCE_SECONDS", 0.02)
    async with House() as house:
        line, session_id = await house.session(is_mute=True)
        eye = await house.eye(session_id)
        await line.ended()
        await eye.line.ended()
        assert len(house.server.sessions) == 0
        assert any("no answer for" in text for text in house.log.lines)


async def test_a_deaf_viewer_is_sent_few_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody answers or reads does not pile up for longer than the silence that is allowed."""
    monkeypatch.setattr(served, "KEEPALIVE_SECONDS", 0.001)
    monkeypatch.setattr(served, "SILENCE_SECONDS", 0.02)
    async with House() as house:
        line = await house.link(channels.main)
        await becomes(lambda: len(house.server.sessions) == 0)
        assert line.unread < 1000


# --- mouse modes (wire.md 5.4) -------------------------------------------------------------------


async def test_mouse_modes_are_each_viewers_own() -> None:
    async with House() as house:
        one, _ = await house.session()
        other, _ = await house.session()
        await other.until(main.Name)
        one.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        said = await one.until(main.MouseMode)
        assert (said.supported, said.current) == (BOTH, MouseModeFlags.CLIENT)
        modes = [each.viewer.mouse_mode for each in house.server.sessions]
        assert modes == [MouseModeFlags.CLIENT, MouseModeFlags.SERVER]
        await idle()
        assert not other.has_more
        one.send(main.MouseModeRequest(mode=MouseModeFlags.SERVER))
        assert (await one.until(main.MouseMode)).current == MouseModeFlags.SERVER


@pytest.mark.parametrize("mode", [0, 3, 4, 0x8001])
async def test_what_is_no_mode_is_not_answered(mode) -> None:
    async with House() as house:
        line, _ = await house.session()
        await line.until(main.Name)
        line.send(main.MouseModeRequest(mode=MouseModeFlags(mode)))
        await idle()
        assert not line.has_more
        (session,) = house.server.sessions
        assert session.viewer.mouse_mode == MouseModeFlags.SERVER


# --- the agent that is not there, and what has no place ------------------------------------------


async def test_what_is_meant_for_the_agent_is_discarded() -> None:
    async with House() as house:
        line, _ = await house.session()
        await line.until(main.Name)
        line.send(
            main.AgentStart(num_tokens=10),
            main.AgentData(data=b"x" * 2048),
            main.AgentToken(num_tokens=1),
            main.AttachChannels(),
        )
        assert isinstance(await line.next(), main.ChannelsList)


async def test_goodbye_needs_no_answer() -> None:
    async with House() as house:
        line, _ = await house.session()
        await line.until(main.Name)
        line.send(common.Disconnecting(time_stamp=0, reason=0), main.AttachChannels())
        assert isinstance(await line.next(), main.ChannelsList)


@pytest.mark.parametrize(
    "message", [main.MigrateConnected(), main.ClientInfo(cache_size=1), common.Ack()]
)
async def test_what_has_no_place_ends_the_session(message) -> None:
    async with House() as house:
        line, _ = await house.session()
        line.send(message)
        await line.ended()
        await becomes(lambda: len(house.server.sessions) == 0)


async def test_who_asks_and_does_not_read_is_not_read() -> None:
    """Answers are bounded by what the viewer takes."""
    async with House(Scripted()) as house:
        line, _ = await house.session()
        asked = 0
        for _ in range(2000):
            line.send(*[main.AttachChannels()] * 100)
            asked += 100
            await idle(3)
        answers = asked * 20
        assert line.unread < answers / 10
        assert line.transport.unsent > 0, "the server has stopped to read"


# --- what the desktop changes --------------------------------------------------------------------


async def test_mouse_modes_follow_what_the_desktop_takes() -> None:
    async with House() as house:
        house.source.tell(PointerModes(relative=True, absolute=False))
        await house.source.told()
        line, _ = await house.session()
        assert line.seen[0].supported_mouse_modes == MouseModeFlags.SERVER
        line.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        house.source.tell(PointerModes(relative=False, absolute=True))
        told = await line.until(main.MouseMode)
        assert (told.supported, told.current) == (BOTH, MouseModeFlags.SERVER)
        line.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        assert (await line.until(main.MouseMode)).current == MouseModeFlags.CLIENT
        house.source.tell(PointerModes(relative=True, absolute=False))
        told = await line.until(main.MouseMode)
        assert (told.supported, told.current) == (MouseModeFlags.SERVER,) * 2
        (session,) = house.server.sessions
        assert session.viewer.mouse_mode == MouseModeFlags.SERVER


async def test_screens_that_come_later_are_told_to_those_who_asked() -> None:
    async with House() as house:
        asked, _ = await house.session()
        silent, _ = await house.session()
        asked.send(main.AttachChannels())
        offered = [(each.type, each.id) for each in (await asked.until(main.ChannelsList)).channels]
        assert offered == [(3, 0), (4, 0), (2, 0)]
        house.source.tell(Resized(Size(8, 8), screen=1))
        later = [(each.type, each.id) for each in (await asked.until(main.ChannelsList)).channels]
        assert later == [(4, 1), (2, 1)]
        await idle()
        assert main.ChannelsList not in kinds(silent.seen)
        third, _ = await house.session()
        assert third.seen[0].display_channels_hint == 2


async def test_notices_reach_those_who_are_there() -> None:
    async with House() as house:
        house.source.tell(Notice(Severity.ERROR, "old"))
        await house.source.told()
        line, _ = await house.session()
        house.source.tell(Notice(Severity.WARNING, "the guest cannot be resized"))
        told = await line.until(common.Notify)
        assert (told.severity, told.message) == (
            common.NotifySeverity.WARN,
            b"the guest cannot be resized",
        )
        assert kinds(line.seen).count(common.Notify) == 1
