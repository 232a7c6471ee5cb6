"""What there is to say about a session."""

from __future__ import annotations

from piment.cli.report import MonitorReport, report_of
from piment.client.options import Options
from piment.client.session import Session
from piment.client.until import until
from piment.protocol import main
from piment.protocol.agent import AgentCap, AnnounceCapabilities
from piment.protocol.capabilities import Capabilities
from tests.client.host import Host
from tests.client.showing import Showing


async def test_what_a_server_of_ours_shows() -> None:
    async with Showing() as showing:
        session = showing.session
        await until(session, lambda: 0 in session.displays and session.displays[0].is_marked)
        report = report_of(session)
    assert (report.target, report.name, report.uuid) == (showing.uri, "My desktop", None)
    assert report.mouse_modes == ["server", "client"]
    assert not report.agent
    (display,) = report.displays
    assert (display.width, display.height, display.format, display.is_whole) == (
        64,
        48,
        "XRGB",
        True,
    )
    assert display.monitors == [MonitorReport(0, 0, 64, 48)]
    assert sum(display.images.values()) > 0
    assert display.dropped == 0
    names = [channel.name for channel in report.channels]
    assert names[0] == "main:0"
    assert set(names[1:]) == {"display:0", "inputs:0", "cursor:0"}
    assert all(channel.is_open and channel.bytes_read for channel in report.channels)
    by_name = {channel.name: channel for channel in report.channels}
    assert by_name["inputs:0"].capabilities == ["KEY_SCANCODE"]


async def test_what_is_left_alone_or_shows_nothing_is_told_too() -> None:
    async with Host(offers=((2, 0), (5, 0), (99, 1))) as host:
        session = Session(host.target, Options(view_only=True))
        await session.open()
        report = report_of(session)
        await session.close()
    assert [(each.name, each.is_open) for each in report.channels] == [
        ("main:0", True), ("display:0", True), ("playback:0", False), ("99:1", False),
    ]  # fmt: skip
    (display,) = report.displays
    assert (display.width, display.height, display.format, display.is_whole) == (0, 0, None, False)


async def test_an_agent_is_told_with_what_it_can_do() -> None:
    async with Host() as host:
        session = Session(host.target)
        await session.open()
        line = await host.line(main.Init.channel)
        line.send(main.AgentConnectedTokens(num_tokens=10))
        caps = Capabilities([AgentCap.REPLY, 31]).words
        framed = AnnounceCapabilities(request=0, caps=caps).framed()
        line.send(main.AgentData(data=framed))
        await until(session, lambda: len(session.agent.capabilities) > 0)
        report = report_of(session)
        await session.close()
    assert report.agent
    assert report.agent_capabilities == ["REPLY", "31"]
