"""The channels of a viewer, and how they end."""

from __future__ import annotations

import numpy as np
import pytest

from piment.geometry import Rect, Size
from piment.protocol import channel as channels
from piment.protocol import display, inputs, main
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.server import session as sessions
from piment.server.channels.inputs import InputsChannel
from piment.server.scene.updates import Blanked, Painted, Resized
from tests.server.house import Guest, House, becomes, idle
from tests.server.scripted import Scripted
from tests.server.viewer import Eye, RefusedError, kinds


async def ends(house: House, guest: Guest) -> None:
    """Wait until all channels of the viewer are closed, and nothing is left of its session."""
    for line in (guest.main, guest.inputs, guest.cursor, guest.eye.line):
        await line.ended()
    await becomes(lambda: house.connections == 0)
    assert len(house.server.sessions) == 0


def ending(house: House, channel: str) -> str:
    """Return the log's line on the end of a channel."""
    (line,) = [each for each in house.log.lines if f"channel={channel} ended" in each]
    return line


async def test_the_end_of_main_is_the_end_of_all() -> None:
    async with House() as house:
        guest = await house.guest()
        await guest.eye.until(display.Mark)
        await guest.main.close()
        await ends(house, guest)
        assert "reason='the viewer left'" in ending(house, "main")
        assert "reason='the session is over'" in ending(house, "display")


async def test_main_breaks_the_protocol_and_all_ends() -> None:
    async with House() as house:
        guest = await house.guest()
        guest.main.transport.write(b"\xff\xff\x00\x00\x00\x00")
        await ends(house, guest)
        assert "reason='protocol error: main has no message 65535'" in ending(house, "main")


@pytest.mark.parametrize("name", ["inputs", "cursor", "display"])
async def test_another_channel_ends_alone_and_can_be_linked_again(name) -> None:
    async with House() as house:
        guest = await house.guest()
        lines = {"inputs": guest.inputs, "cursor": guest.cursor, "display": guest.eye.line}
        await lines[name].close()
        await becomes(lambda: house.connections == 3)
        assert "reason='the viewer left'" in ending(house, name)
        again = await house.link(channels.CHANNELS[name], session_id=guest.session_id)
        again.send(*[Eye.INIT] if name == "display" else [])
        await again.next()
        guest.main.send(main.AttachChannels())
        await guest.main.until(main.ChannelsList)


async def test_another_session_lives_on() -> None:
    async with House() as house:
        one, other = await house.guest(), await house.guest()
        await one.main.close()
        await becomes(lambda: house.connections == 4)
        house.source.noise(house.server.scene.screens[0].primary.area)
        await other.eye.sees(house.source.frame)
        other.inputs.send(inputs.KeyDown(code=0x1E))
        await becomes(lambda: house.source.actions)


async def test_a_message_that_is_too_large_closes_the_channel() -> None:
    """wire.md 3.1: 2048 bytes on inputs."""
    async with House() as house:
        guest = await house.guest()
        guest.inputs.transport.write(b"\x68\x00" + (2049).to_bytes(4, "little"))
        await guest.inputs.ended()
        assert "allowed are 2048" in ending(house, "inputs")
        assert len(house.server.sessions) == 1


async def test_a_message_that_cannot_be_read_names_its_field() -> None:
    async with House() as house:
        guest = await house.guest()
        guest.inputs.transport.write(b"\x65\x00\x02\x00\x00\x00\x1e\x00")
        await guest.inputs.ended()
        assert "protocol error: KeyDown.code: needs 4 bytes, 2 left" in ending(house, "inputs")


async def test_a_defect_of_the_server_is_no_fault_of_the_viewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It goes to the log with its traceback, and only that channel ends."""

    def fail(*_: object) -> None:
        raise KeyError("defect")

    async with House() as house:
        guest = await house.guest()
        monkeypatch.setattr(InputsChannel, "handle", fail)
        guest.inputs.send(inputs.KeyDown(code=1))
        await guest.inputs.ended()
        await becomes(lambda: house.log.defects)
        (defect,) = house.log.defects
        assert "met a defect of the server" in defect
        assert "KeyError: 'defect'" in defect
        house.log.defects.clear()
        await guest.eye.sees(house.source.frame)


async def test_full_headers_serve_as_well() -> None:
    """For peers without MINI_HEADER (wire.md 3.1)."""
    old = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION])
    async with House() as house:
        house.source.noise(Rect(0, 0, 64, 48))
        line, session_id = await house.session(common=old)
        eye = await house.eye(session_id, common=old)
        await eye.sees(house.source.frame)
        line.send(main.AttachChannels())
        await line.until(main.ChannelsList)


async def test_a_peer_that_selects_no_mechanism() -> None:
    """For peers without PROTOCOL_AUTH_SELECTION (wire.md 2.7)."""
    async with House() as house:
        line, _ = await house.session(common=Capabilities([CommonCap.MINI_HEADER]))
        await line.until(main.Name)


async def test_a_viewer_is_called_by_its_address() -> None:
    async with House() as house:
        await house.guest()
        (session,) = house.server.sessions
        assert session.viewer.name.startswith("memory ")
        assert sum(f"viewer={session.viewer.name} " in line for line in house.log.lines) == 4


def test_what_is_offered() -> None:
    assert set(sessions.OFFERED) == {1, 2, 3, 4, 9, 10, 11}


# --- screens -------------------------------------------------------------------------------------


async def test_each_screen_has_a_display_of_its_own() -> None:
    async with House() as house:
        size = Size(30, 20)
        house.source.tell(Resized(size, screen=1))
        await house.source.told()
        _, session_id = await house.session()
        first = await house.eye(session_id)
        second = await house.eye(session_id, channel_id=1)
        pixels = np.full((20, 30, 4), 9, np.uint8)
        house.source.tell(Painted(Rect.of_size(size), pixels, screen=1))
        house.source.paint(Rect(0, 0, 5, 5), 77)
        await second.sees(pixels)
        await first.sees(house.source.frame)
        with pytest.raises(RefusedError):
            await house.eye(session_id, channel_id=2)


async def test_a_screen_that_goes_blank_and_comes_back() -> None:
    async with House() as house:
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.until(display.Mark)
        house.source.tell(Blanked())
        await eye.until(display.SurfaceDestroy)
        await idle()
        assert not eye.line.has_more
        house.source.resize(Size(20, 10))
        house.source.paint(Rect(0, 0, 20, 10), 5)
        await eye.until(display.SurfaceCreate)
        await eye.until(display.Mark)
        await eye.sees(house.source.frame)


async def test_a_screen_that_is_blank_from_the_beginning() -> None:
    async with House(Scripted(None)) as house:
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await idle()
        house.source.tell(Blanked())
        await house.source.told()
        house.source.resize(Size(20, 10))
        await eye.until(display.Mark)
        assert display.SurfaceDestroy not in kinds(eye.line.seen)
