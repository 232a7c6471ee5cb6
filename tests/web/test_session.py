"""Sessions of the web client with our server, and with servers that misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from piment.core import agent as stream
from piment.geometry import Size
from piment.protocol import agent, cursor, display, inputs, main
from piment.protocol import channel as channels
from piment.protocol.channel import CHANNELS
from piment.protocol.framing import MINI_HEADER_SIZE, MiniDataHeader
from piment.protocol.link import LinkErr
from piment.protocol.main import MouseModeFlags
from piment.server.server import Settings
from piment.server.sources.demo import DemoSource
from piment.server.tickets import PasswordTickets
from piment.transport.base import Transport
from piment.transport.websocket import ServerWebSocket
from tests.client.host import Host
from tests.interop.peers.patience import becomes, until_true
from tests.interop.serving import Serving
from tests.web.tab import Refused, Tab
from tests.wire.strategies import damaged, values

HELLO = {"h": 0x23, "e": 0x12, "l": 0x26, "o": 0x18}
ALL = ((2, 0), (3, 0), (4, 0))

Open = Callable[..., Awaitable[Serving[DemoSource]]]


class WebHost(Host):
    """A host of tests, within WebSocket."""

    async def _serve(self, transport: Transport) -> None:
        websocket = ServerWebSocket(transport)
        await websocket.accept(b"")
        await super()._serve(websocket)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    async with Tab() as tab:
        yield tab


@pytest.fixture
async def host() -> AsyncIterator[WebHost]:
    async with WebHost(offers=ALL) as host:
        yield host


@pytest.fixture
async def serve() -> AsyncIterator[Open]:
    """Serve a demo whose clock stands."""
    running: list[Serving[DemoSource]] = []

    async def start(settings: Settings | None = None) -> Serving[DemoSource]:
        source = DemoSource(Size(1024, 768), clock=lambda: datetime(2026, 3, 4, 5, 6, 7))
        running.append(Serving(source, settings))
        await running[-1].open()
        return running[-1]

    yield start
    for serving in running:
        await serving.close()


def url_of(serving: Serving[DemoSource]) -> str:
    return f"ws://127.0.0.1:{serving.port}/"


async def agree(tab: Tab, source: DemoSource) -> None:
    """Wait until the client shows what the source does."""

    async def are_same() -> bool:
        return np.array_equal(await tab.pixels(), source.framebuffer[..., :3])

    assert await until_true(are_same)


# --- our server ----------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [0, 2])
async def test_the_demo_is_shown_exactly_and_driven(tab: Tab, serve: Open, workers: int) -> None:
    serving = await serve()
    source = serving.source
    await tab.open(url_of(serving), workers=workers)
    await agree(tab, source)
    state = await tab.ask("state")
    assert state["channels"] == ["cursor:0", "display:0", "inputs:0", "main:0"]
    assert state["mouseMode"] == MouseModeFlags.CLIENT

    left, top, right, bottom = source.desktop.notepad.content
    await tab.ask("place", x=(left + right) // 2, y=(top + bottom) // 2)
    for is_pressed in (True, False):
        await tab.ask("button", button=1, isPressed=is_pressed)
    await tab.type([HELLO[letter] for letter in "hello"])
    await tab.ask("tap", code=0x1C)
    assert await becomes(lambda: source.text == "hello\n")
    await agree(tab, source)

    source.resize(Size(800, 600))
    await agree(tab, source)
    assert (await tab.ask("state"))["dropped"] == 0


async def test_windows_are_dragged(tab: Tab, serve: Open) -> None:
    serving = await serve()
    await tab.open(url_of(serving))
    photo = serving.source.desktop.photo
    x, y = photo.position
    await tab.ask("place", x=x + 50, y=y + 15)
    await tab.ask("button", button=1, isPressed=True)
    for step in range(1, 21):
        await tab.ask("place", x=x + 50 - 6 * step, y=y + 15 + 4 * step)
    await tab.ask("button", button=1, isPressed=False)
    assert await becomes(lambda: photo.position == (x - 120, y + 80))
    await agree(tab, serving.source)


async def test_the_pointer_has_its_shape(tab: Tab, serve: Open) -> None:
    await tab.open(url_of(await serve()))
    await tab.event("cursorChanged")

    async def has_shape() -> bool:
        return (await tab.ask("cursor", display=0))["shape"] is not None

    assert await until_true(has_shape)
    shown = await tab.ask("cursor", display=0)
    assert shown["isVisible"]
    assert any(bytes.fromhex(shown["shape"]["pixels"]))


async def test_passwords_are_told(tab: Tab, serve: Open) -> None:
    serving = await serve(Settings(PasswordTickets(lambda: b"geheim")))
    for password in ("", "falsch"):
        with pytest.raises(Refused, match="the password is wrong") as caught:
            await tab.open(url_of(serving), password)
        assert (caught.value.stage, caught.value.code) == ("authentication", "PERMISSION_DENIED")
    await tab.open(url_of(serving), "geheim")
    await agree(tab, serving.source)


async def test_who_only_looks_has_no_keyboard(tab: Tab, serve: Open) -> None:
    serving = await serve()
    await tab.open(url_of(serving), view_only=True)
    await agree(tab, serving.source)
    assert "inputs:0" not in (await tab.ask("state"))["channels"]


async def test_a_session_ends_when_either_wants(tab: Tab, serve: Open) -> None:
    serving = await serve()
    await tab.open(url_of(serving))
    await tab.ask("close")
    assert (await tab.event("disconnected"))["reason"] == "closed"
    assert await becomes(lambda: serving.viewers == 0)
    await tab.open(url_of(serving))
    await serving.server.close()
    assert "the server ended the session" in (await tab.event("disconnected"))["reason"]
    assert (await tab.ask("state"))["channels"] == []


# --- servers that say no -------------------------------------------------------------------------


async def test_where_nobody_listens(tab: Tab, host: WebHost) -> None:
    await host.stop()
    with pytest.raises(Refused, match="no connection: see whether the server runs") as caught:
        await tab.open(host.url)
    assert caught.value.stage == "connect"


async def test_main_is_refused(tab: Tab, host: WebHost) -> None:
    host.refuses[1, 0] = LinkErr.NEED_SECURED
    with pytest.raises(Refused, match="over TLS only: open the page by https:") as caught:
        await tab.open(host.url)
    assert (caught.value.stage, caught.value.code) == ("link", "NEED_SECURED")


async def test_another_channel_is_refused_and_the_rest_goes_on(tab: Tab, host: WebHost) -> None:
    host.refuses[4, 0] = LinkErr.CHANNEL_NOT_AVAILABLE
    await tab.open(host.url)
    closed = await tab.event("channelClosed")
    assert closed["channel"] == "cursor:0"
    assert "the server does not have it any more" in closed["reason"]
    assert (await tab.ask("state"))["channels"] == ["display:0", "inputs:0", "main:0"]


async def test_channels_that_are_unknown_or_twice_there_are_left_alone(
    tab: Tab, host: WebHost
) -> None:
    host.offers = (*ALL, *ALL, (5, 0), (2, 1), (200, 0), (1, 7))
    await tab.open(host.url)
    expected = ["cursor:0", "display:0", "display:1", "inputs:0", "main:0"]
    assert (await tab.ask("state"))["channels"] == expected


async def test_channels_that_come_later_are_opened(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    line = await host.line(channels.main)
    line.send(main.ChannelsList(channels=[main.ChannelId(type=2, id=3)]))
    await host.line(channels.display, 3)


async def test_the_display_says_first_what_the_server_waits_for(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    line = await host.line(channels.display)
    await line.next(display.Init)


async def test_a_server_that_moves_is_told_upward(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    line = await host.line(channels.main)
    line.send(main.MigrateSwitchHost(port=1, sport=2, host_data=b"there", cert_subject_data=None))
    event = await tab.event("switchHost")
    assert event == {"type": "switchHost", "host": "there", "port": 1, "tlsPort": 2}


async def test_the_agent_is_asked_for_monitors(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    monitors = [{"x": 0, "y": 0, "width": 800, "height": 600}]
    assert await tab.ask("configure", monitors=monitors) == {"hasAgent": False}
    line = await host.line(channels.main)
    can = agent.AnnounceCapabilities(request=1, caps=[1 << agent.AgentCap.MONITORS_CONFIG_POSITION])
    pieces = [main.AgentData(data=piece) for piece in stream.pieces(can.framed())]
    line.send(main.AgentConnectedTokens(num_tokens=10), *pieces)
    assert (await line.next(main.AgentStart)).num_tokens == 0xFFFFFFFF
    said: list[stream.Framed] = []
    for _ in range(2):  # what it can do; again, as it was asked
        said += stream.Assembler().receive((await line.next(main.AgentData)).data)
    assert [message.type for message in said] == [agent.MessageType.ANNOUNCE_CAPABILITIES] * 2
    assert await tab.ask("configure", monitors=[*monitors, {**monitors[0], "x": -800}]) == {
        "hasAgent": True
    }
    (config,) = stream.Assembler().receive((await line.next(main.AgentData)).data)
    assert agent.MonitorsConfig.unpack(config.body) == agent.MonitorsConfig(
        flags=agent.MonitorsConfigFlags.USE_POS,
        monitors=[agent.MonConfig(600, 800, 32, x, 0) for x in (0, -800)],
    )


async def test_motions_wait_for_their_acknowledgement(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    line = await host.line(channels.inputs)
    for _ in range(12):
        await tab.ask("move", dx=1, dy=0)
    for _ in range(8):
        assert (await line.next(inputs.MouseMotion)).dx == 1
    line.send(inputs.MouseMotionAck())
    assert (await line.next(inputs.MouseMotion)).dx == 4


# --- servers that break the protocol -------------------------------------------------------------


async def test_a_message_that_is_too_long_ends_the_session(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    line = await host.line(channels.cursor)
    line.write(MiniDataHeader(type=101, size=0xFFFFFFFF).pack())
    event = await tab.event("disconnected")
    assert event["reason"].startswith("cursor:0: cursor message 101 has 4294967295 bytes")
    assert event["error"] == "ProtocolError"
    await line.ended()


async def test_agent_data_that_is_none_ends_the_session(tab: Tab, host: WebHost) -> None:
    await tab.open(host.url)
    line = await host.line(channels.main)
    line.send(main.AgentConnectedTokens(num_tokens=10), main.AgentData(data=b"\2" * 20))
    assert "agent protocol" in (await tab.event("disconnected"))["reason"]
    await line.ended()


@pytest.mark.timeout(120)
@given(data=st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_broken_bytes_never_hang_it(tab: Tab, host: WebHost, data: st.DataObject) -> None:
    """Whatever comes on any channel, the session goes on, or ends with a reason."""
    await host.stop()
    await host.listen()
    await tab.open(host.url)
    number = data.draw(st.sampled_from([1, 2, 3, 4]))
    kind = CHANNELS[number]
    line = await host.line(kind)
    for _ in range(data.draw(st.integers(1, 4))):
        message = data.draw(values(data.draw(st.sampled_from(list(kind.server.values())))))
        line.send(message)
        broken = data.draw(damaged(message.pack()))
        numbers = st.sampled_from(sorted(kind.server))
        line.write(MiniDataHeader(type=data.draw(numbers), size=len(broken)).pack() + broken)
    line.write(data.draw(st.binary(max_size=MINI_HEADER_SIZE)))
    await (await host.line(channels.main)).close()
    event = await tab.event("disconnected")
    assert event["reason"]
    assert "TypeError" not in str(event)
    assert (await tab.ask("state"))["channels"] == []


async def test_a_server_that_stops_in_the_middle_is_not_waited_for(tab: Tab, host: WebHost) -> None:
    """A message that never ends, an image that never comes, a channel that never goes on."""
    await tab.open(host.url)
    line = await host.line(channels.display)
    line.send(display.InvalAllPixmaps(wait_list=[]))
    line.write(MiniDataHeader(type=304, size=1000).pack() + b"half")
    other = await host.line(channels.cursor)
    other.send(cursor.Hide())
    await asyncio.sleep(0)
    await host.stop()
    assert (await tab.event("disconnected"))["reason"]
    assert (await tab.ask("state"))["end"]
