from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from piment.client import session as sessions
from piment.client.events import (
    ChannelClosed,
    ChannelOpened,
    Connected,
    Disconnected,
)
from piment.client.options import Options, Reconnect
from piment.client.session import Session
from piment.client.target import Target
from piment.errors import AuthError, ConnectError, DeniedError, Stage
from piment.protocol import channel as channels
from piment.protocol import display, inputs, main
from piment.protocol.link import LinkErr
from tests.client.ear import ALL, Ear
from tests.client.host import SESSION, Host

SOON = Reconnect(first_seconds=0.01, most_seconds=0.05)

Come = Callable[..., Ear]


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    async with Host(offers=ALL) as made:
        yield made


@pytest.fixture
async def come(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Come]:
    """Make a session with a server; at the end nothing of it may be left."""
    monkeypatch.setattr(sessions, "SETTLE_SECONDS", 0.0)
    before = asyncio.all_tasks()
    ears: list[Ear] = []

    def make(target: Target, options: Options | None = None) -> Ear:
        ears.append(Ear(Session(target, options)))
        return ears[-1]

    yield make
    for ear in ears:
        await ear.session.close()
    names = {task.get_name() for task in asyncio.all_tasks() - before}
    assert not {name for name in names if name.startswith(("channel ", "session "))}


async def test_a_file_with_a_password_for_one_use_goes_first(
    host: Host, come: Come, tmp_path: Path
) -> None:
    for host.password, is_right in ((None, True), (b"another", False)):
        path = tmp_path / "desk.vv"
        path.touch()
        ear = come(replace(host.target, password="", delete_file=path))
        if is_right:
            await ear.session.open()
        else:
            with pytest.raises(DeniedError):
                await ear.session.open()
        assert not path.exists()


async def test_all_channels_that_are_offered_and_known_are_opened(host: Host, come: Come) -> None:
    host.offers = (*ALL, (5, 0), (2, 1), (200, 0), (1, 7))
    ear = come(host.target)
    await ear.session.open()
    assert set(host.lines) == {(1, 0), (2, 0), (2, 1), (3, 0), (4, 0)}
    assert all(
        line.request.connection_id == SESSION for key, line in host.lines.items() if key[0] > 1
    )
    assert ear.session.offered == [
        "display:0", "inputs:0", "cursor:0", "playback:0", "display:1", "200:0", "main:7",
    ]  # fmt: skip
    assert set(ear.session.displays) == {0, 1}
    assert set(ear.session.cursors) == {0}
    assert ear.session.inputs is not None
    assert ear.session.is_open
    assert ear.told[-1] == Connected()
    assert {event.channel for event in ear.of(ChannelOpened)} == {
        "main:0", "display:0", "display:1", "inputs:0", "cursor:0",
    }  # fmt: skip
    assert set(ear.session.traffic) == {event.channel for event in ear.of(ChannelOpened)}
    await (await host.line(channels.display)).next(display.Init)


async def test_closing_ends_everything_and_may_be_done_twice(host: Host, come: Come) -> None:
    ear = come(host.target)
    await ear.session.open()
    await ear.session.close()
    await ear.session.close()
    for line in host.lines.values():
        await line.ended()
    assert await ear.session.over() == "closed"
    assert ear.session.end_reason == "closed"
    assert ear.of(Disconnected) == [Disconnected("closed")]
    assert not ear.session.is_open


async def test_a_wrong_password_is_said_to_be_wrong(host: Host, come: Come) -> None:
    host.password = b"right"
    with pytest.raises(DeniedError, match="password is wrong, missing or expired") as caught:
        await come(replace(host.target, password="wrong")).session.open()
    assert isinstance(caught.value, AuthError)
    assert (caught.value.stage, caught.value.code) == (Stage.AUTHENTICATION, "PERMISSION_DENIED")
    await come(replace(host.target, password="right")).session.open()


async def test_a_server_that_is_not_there(come: Come) -> None:
    async with Host() as gone:
        target = gone.target
    ear = come(target)
    with pytest.raises(ConnectError, match="nobody listens") as caught:
        await ear.session.open()
    assert caught.value.stage is Stage.CONNECT
    assert ear.told == []


async def test_a_channel_that_is_refused_does_not_keep_the_others(host: Host, come: Come) -> None:
    host.refuses[(3, 0)] = LinkErr.NEED_SECURED
    ear = come(host.target)
    await ear.session.open()
    assert "inputs:0" in {event.channel for event in ear.of(ChannelClosed)}
    (closed,) = ear.of(ChannelClosed)
    assert "TLS" in closed.reason
    assert ear.session.is_open


async def test_view_only_leaves_inputs_to_others(host: Host, come: Come) -> None:
    ear = come(host.target, Options(view_only=True))
    await ear.session.open()
    assert set(host.lines) == {(1, 0), (2, 0), (4, 0)}
    assert ear.session.inputs is None


async def test_disabled_channels_are_not_opened(host: Host, come: Come) -> None:
    ear = come(replace(host.target, disabled_channels=frozenset({"cursor"})))
    await ear.session.open()
    assert set(host.lines) == {(1, 0), (2, 0), (3, 0)}


async def test_a_server_that_says_nothing_is_given_up(host: Host, come: Come) -> None:
    host.greets = False
    with pytest.raises(ConnectError, match=r"session: nothing to see within 0 s"):
        await come(host.target, Options(open_seconds=0.2)).session.open()


async def test_a_server_that_leaves_at_once_is_no_session(host: Host, come: Come) -> None:
    host.greets = False
    ear = come(host.target)
    opening = asyncio.create_task(ear.session.open())
    await (await host.line(channels.main)).close()
    with pytest.raises(ConnectError, match="the server closed it"):
        await opening


async def test_cancelling_while_it_opens_leaves_nothing(host: Host, come: Come) -> None:
    host.greets = False
    ear = come(host.target)
    opening = asyncio.create_task(ear.session.open())
    line = await host.line(channels.main)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await line.ended()


async def test_channels_that_come_later_are_opened_too(host: Host, come: Come) -> None:
    ear = come(host.target)
    await ear.session.open()
    links = host.links
    later = [main.ChannelId(type=2, id=1), main.ChannelId(type=2, id=0)]
    host.lines[1, 0].send(main.ChannelsList(channels=later))
    await ear.until(lambda: 1 in ear.session.displays)
    await host.line(channels.display, 1, after=links)
    assert host.links == links + 1  # display:0 was there already


async def test_a_thousand_channels_are_not_opened(host: Host, come: Come) -> None:
    host.offers = tuple((2, number) for number in range(256)) * 4
    ear = come(host.target)
    await ear.session.open()
    assert len(ear.session.displays) <= 64


@pytest.mark.parametrize("channel", [channels.main, channels.display, channels.inputs])
async def test_without_a_vital_channel_the_session_is_over(
    host: Host, come: Come, channel: channels.Channel
) -> None:
    ear = come(host.target)
    await ear.session.open()
    await host.lines[channel.number, 0].close()
    assert await ear.session.over() == f"{channel.name}:0: the server closed it"
    assert ear.of(Disconnected) == [Disconnected(f"{channel.name}:0: the server closed it")]
    for line in host.lines.values():
        await line.ended()


async def test_without_a_pointer_the_session_goes_on(host: Host, come: Come) -> None:
    ear = come(host.target)
    await ear.session.open()
    await host.lines[4, 0].close()
    await ear.until(lambda: ear.of(ChannelClosed))
    assert ear.session.is_open
    assert set(ear.session.traffic) == {"main:0", "display:0", "inputs:0"}


async def test_a_broken_message_is_dropped_and_a_broken_frame_ends_the_session(
    host: Host, come: Come, caplog: pytest.LogCaptureFixture
) -> None:
    ear = come(host.target)
    await ear.session.open()
    with caplog.at_level(logging.WARNING):
        host.lines[3, 0].write(b"\x65\x00\x01\x00\x00\x00!")  # INIT of one byte
        host.lines[3, 0].write(b"\x65\x00\xff\xff\xff\xff")  # INIT of 4 GiB
        reason = await ear.session.over()
    assert reason.startswith("inputs:0: the server broke the protocol")
    assert "4294967295 bytes" in reason
    assert "inputs:0 dropped message 101 of 1 bytes" in caplog.text


def _has_been_open(ear: Ear, times: int) -> bool:
    return len(ear.of(Connected)) == times


async def test_a_lost_session_is_opened_again_with_the_same_channels(
    host: Host, come: Come
) -> None:
    ear = come(host.target, Options(reconnect=SOON))
    await ear.session.open()
    before = ear.session.displays[0], ear.session.inputs, ear.session.main
    for times in (2, 3, 4):
        await host.lines[1, 0].close()
        await ear.until(partial(_has_been_open, ear, times))
        await host.lines[2, 0].next(display.Init)
    assert (ear.session.displays[0], ear.session.inputs, ear.session.main) == before
    assert ear.session.is_open
    assert ear.of(Disconnected)[0] == Disconnected("main:0: the server closed it", 0.01)
    ear.session.inputs.key(0x1E, True)
    await host.lines[3, 0].next(inputs.KeyDown)


async def test_it_is_tried_until_the_server_is_there_again(host: Host, come: Come) -> None:
    ear = come(host.target, Options(reconnect=SOON))
    await ear.session.open()
    await host.stop()
    await ear.until(lambda: len(ear.of(Disconnected)) > 3)
    assert "nobody listens" in ear.of(Disconnected)[-1].reason
    await host.listen()
    await ear.until(lambda: len(ear.of(Connected)) == 2)


async def test_attempts_come_to_an_end(host: Host, come: Come) -> None:
    ear = come(host.target, Options(reconnect=replace(SOON, attempts=2)))
    await ear.session.open()
    await host.stop()
    assert "nobody listens" in await ear.session.over()
    assert [event.retry_seconds for event in ear.of(Disconnected)] == [0.01, 0.02, None]


async def test_a_password_that_became_wrong_is_not_tried_again(host: Host, come: Come) -> None:
    ear = come(host.target, Options(reconnect=SOON))
    await ear.session.open()
    host.password = b"another"
    await host.lines[1, 0].close()
    assert "password is wrong" in await ear.session.over()
    assert len(ear.of(Disconnected)) == 2


async def test_a_session_that_is_closed_while_it_waits_stays_closed(host: Host, come: Come) -> None:
    ear = come(host.target, Options(reconnect=Reconnect(first_seconds=60)))
    await ear.session.open()
    await host.lines[1, 0].close()
    await ear.until(lambda: ear.of(Disconnected))
    await asyncio.wait_for(ear.session.close(), 2)
    assert await ear.session.over() == "closed"


async def test_several_sessions_at_once(host: Host, come: Come) -> None:
    async with Host(offers=ALL) as other:
        one, two = come(host.target), come(other.target)
        await asyncio.gather(one.session.open(), two.session.open())
        await host.lines[1, 0].close()
        await one.session.over()
        assert two.session.is_open


async def test_a_session_lasts_until_the_server_has_made_its_channels(
    host: Host, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "SETTLE_SECONDS", 60.0)
    ear = come(host.target)
    await ear.session.open()
    closing = asyncio.create_task(ear.session.close())
    line = await host.line(channels.display)
    await line.next(display.Init)
    assert not closing.done()
    line.send(
        display.SurfaceCreate(
            surface_id=0,
            width=8,
            height=8,
            format=display.SurfaceFmt.FMT_32_xRGB,
            flags=display.SurfaceFlags.PRIMARY,
        )
    )
    await asyncio.wait_for(closing, 5)


async def test_a_session_that_shows_nothing_is_closed_all_the_same(
    host: Host, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "SETTLE_SECONDS", 0.05)
    ear = come(host.target)
    await ear.session.open()
    await asyncio.wait_for(ear.session.close(), 5)
