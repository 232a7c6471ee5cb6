"""One agent and several viewers, who talk to it through a server."""

from __future__ import annotations

import random

import pytest

from piment.core.agent import Framed
from piment.geometry import Point, Size
from piment.protocol import common, main
from piment.protocol.agent import (
    AnnounceCapabilities,
    Clipboard,
    ClipboardRequest,
    MessageType,
    MonConfig,
    MonitorsConfig,
    MonitorsConfigFlags,
    VDAgentMessage,
)
from piment.protocol.capabilities import Capabilities
from piment.server.scene.actions import ScreensWanted, ScreenWish
from piment.server.scene.updates import Resizable
from tests.server.agent.guest import LINUX, SERVER, Guest
from tests.server.agent.talk import TOKENS, Talk, data, from_client
from tests.server.house import House, becomes, idle
from tests.server.viewer import Line, kinds

LEFT = (SERVER, Framed(MessageType.CLIENT_DISCONNECTED, b""))
REQUEST = ClipboardRequest(selection=None, type=1)


async def clipboard(line: Line, size: int) -> bytes:
    """Read a whole CLIPBOARD of so many bytes."""
    got = b""
    while len(got) < 20 + 4 + size:
        got += (await line.until(main.AgentData)).data
    return got[24:]


async def test_messages_pass_both_ways() -> None:
    async with Talk() as house:
        line = await house.owner()
        hello = AnnounceCapabilities(request=1, caps=[6])
        line.send(*data(hello))
        await house.hears(from_client(hello))
        house.guest.announce(request=False)
        assert (await line.until(main.AgentData)).data == AnnounceCapabilities(
            request=0, caps=LINUX.words
        ).framed()
        house.guest.say(REQUEST)
        assert (await line.until(main.AgentData)).data == REQUEST.framed()


async def test_large_messages_are_cut_on_both_sides() -> None:
    """The guest sends one chunk of a megabyte, and gets chunks of 2048 (agent.md 1.2)."""
    text = bytes(range(256)) * 4096
    async with Talk() as house:
        line = await house.owner()
        house.guest.say(Clipboard(selection=None, type=1, data=text))
        assert await clipboard(line, len(text)) == text
        sizes = [len(each.data) for each in line.seen if isinstance(each, main.AgentData)]
        assert max(sizes) == 2048
        line.send(*data(Clipboard(selection=None, type=1, data=text[:9000])))
        await house.hears(from_client(Clipboard(selection=None, type=1, data=text[:9000])))
        assert house.guest.sizes == [2048] * 4 + [832]


async def test_without_a_port_there_is_no_agent() -> None:
    async with House() as house:
        line, _ = await house.session(capabilities=TOKENS)
        line.send(main.AgentStart(num_tokens=5), *data(REQUEST), main.AgentToken(num_tokens=5))
        await idle()
        assert kinds(line.seen) == [main.Init]
        assert line.seen[0].agent_connected == 0


# --- who has it ----------------------------------------------------------------------------------


async def test_the_agent_is_the_first_viewers_and_then_the_next_ones() -> None:
    async with Talk() as house:
        first = await house.owner()
        second, third = await house.viewer(), await house.viewer()
        for line in (second, third):
            assert line.seen[0].agent_connected == 0
            line.send(main.AgentStart(num_tokens=9), *data(REQUEST))
        first.send(*data(REQUEST))
        await house.hears(from_client(REQUEST))
        house.guest.say(REQUEST)
        await first.until(main.AgentData)
        await first.close()
        await house.hears(LEFT)
        assert (await second.until(main.AgentConnectedTokens)).num_tokens == 10
        second.send(main.AgentStart(num_tokens=9), *data(REQUEST))
        await house.hears(from_client(REQUEST))
        await idle()
        assert kinds(third.seen) == [main.Init]
        assert main.AgentData not in kinds(second.seen)


async def test_who_waits_and_leaves_changes_nothing() -> None:
    async with Talk() as house:
        first = await house.owner()
        second, third = await house.viewer(), await house.viewer()
        await second.close()
        await becomes(lambda: len(house.server.sessions) == 2)
        first.send(*data(REQUEST))
        await house.hears(from_client(REQUEST))
        await first.close()
        await third.until(main.AgentConnectedTokens)


async def test_who_never_began_is_not_told_to_have_left() -> None:
    async with Talk() as house:
        await becomes(lambda: house.guest.port.is_taken)
        line = await house.viewer()
        await line.close()
        await becomes(lambda: not len(house.server.sessions))
        assert house.guest.hear() == []


async def test_what_was_half_said_to_one_viewer_is_not_said_to_the_next() -> None:
    async with Talk() as house:
        first = await house.owner()
        second = await house.viewer()
        message = Clipboard(selection=None, type=1, data=bytes(5000)).framed()
        whole = len(message).to_bytes(4, "little")
        house.guest.port.say(b"\x01\0\0\0" + whole + message[:3000])
        await first.until(main.AgentData)
        await first.close()
        await second.until(main.AgentConnectedTokens)
        second.send(main.AgentStart(num_tokens=9))
        await idle()
        house.guest.port.say(message[3000:])
        house.guest.say(REQUEST)
        assert (await second.until(main.AgentData)).data == REQUEST.framed()


async def test_what_a_viewer_has_half_said_is_forgotten_with_him() -> None:
    async with Talk() as house:
        first = await house.owner()
        second = await house.viewer()
        first.send(*data(Clipboard(selection=None, type=1, data=bytes(5000)))[:2])
        await becomes(lambda: len(house.guest.port.written) > 4096)
        await first.close()
        await house.hears(LEFT)
        await second.until(main.AgentConnectedTokens)
        second.send(main.AgentStart(num_tokens=9), *data(REQUEST))
        sent = house.guest.port.written
        await becomes(lambda: REQUEST.framed() in bytes(sent))


async def test_what_waits_for_the_machine_is_dropped_when_its_viewer_leaves() -> None:
    async with Talk() as house:
        first = await house.owner()
        house.guest.port.stick(True)
        first.send(*data(REQUEST) * 9)
        await becomes(lambda: house.guest.port.written)
        await first.close()
        await becomes(lambda: not len(house.server.sessions))
        house.guest.port.stick(False)
        await house.hears(from_client(REQUEST), LEFT)


# --- agents come and go --------------------------------------------------------------------------


async def test_an_agent_that_starts_later() -> None:
    async with Talk(Guest(is_open=False)) as house:
        line = await house.viewer()
        await becomes(lambda: house.guest.port.is_taken)
        assert line.seen[0].agent_connected == 0
        house.guest.start()
        assert (await line.until(main.AgentConnectedTokens)).num_tokens == 10
        line.send(main.AgentStart(num_tokens=9), *data(REQUEST))
        await house.hears(from_client(REQUEST))


async def test_an_agent_that_is_started_anew() -> None:
    async with Talk() as house:
        line = await house.owner()
        message = Clipboard(selection=None, type=1, data=bytes(5000)).framed()
        house.guest.port.say(b"\x01\0\0\0" + len(message).to_bytes(4, "little") + message[:3000])
        await line.until(main.AgentData)
        house.guest.stop()
        await line.until(main.AgentDisconnected)
        house.guest.start()
        await line.until(main.AgentConnectedTokens)
        house.guest.say(REQUEST)  # nobody listens yet
        line.send(*data(REQUEST))  # said to the last one
        await idle()
        line.send(main.AgentStart(num_tokens=9), *data(REQUEST))
        await house.hears(from_client(REQUEST))
        house.guest.say(REQUEST)
        assert (await line.until(main.AgentData)).data == REQUEST.framed()
        assert kinds(line.seen).count(main.AgentData) == 2


async def test_a_restart_that_is_over_before_it_was_told_is_told_all_the_same() -> None:
    async with Talk() as house:
        line = await house.owner()
        await idle()
        house.guest.stop()
        house.guest.start()
        told = await line.names(2)
        assert told == ["AgentDisconnected", "AgentConnectedTokens"]


async def test_old_viewers_are_told_without_tokens_and_get_theirs_back() -> None:
    """Those without AGENT_CONNECTED_TOKENS: what they have spent on the last agent is returned."""
    async with Talk() as house:
        await becomes(lambda: house.guest.port.is_taken)
        line = await house.viewer(Capabilities())
        line.send(main.AgentStart(num_tokens=9))
        house.guest.port.stick(True)
        line.send(*data(REQUEST) * 4)
        await becomes(lambda: house.guest.port.written)
        house.guest.stop()
        await line.until(main.AgentDisconnected)
        line.send(*data(REQUEST) * 3)
        house.guest.port.stick(False)
        house.guest.start()
        await line.until(main.AgentConnected)
        line.send(main.AgentStart(num_tokens=9))
        assert (await line.until(main.AgentToken)).num_tokens == 7


async def test_a_machine_that_is_replaced_by_another() -> None:
    async with Talk() as house:
        line = await house.owner()
        old, house.guest = house.guest, Guest()
        old.port.vanish()
        house.source.have_ports(house.guest.port)
        await line.until(main.AgentDisconnected)
        await line.until(main.AgentConnectedTokens)
        line.send(main.AgentStart(num_tokens=9), *data(REQUEST))
        await house.hears(from_client(REQUEST))
        assert not old.port.is_taken
        assert not old.port.is_watched
        house.source.have_ports()
        await line.until(main.AgentDisconnected)


async def test_the_port_is_given_back_at_the_end() -> None:
    async with Talk() as house:
        await becomes(lambda: house.guest.port.is_taken)
    assert not house.guest.port.is_taken
    assert not house.guest.port.is_watched


# --- screens -------------------------------------------------------------------------------------


def config(*sizes: Size, places: bool = False) -> MonitorsConfig:
    return MonitorsConfig(
        flags=MonitorsConfigFlags.USE_POS if places else MonitorsConfigFlags(0),
        monitors=[MonConfig(size.height, size.width, 32, 7, 8) for size in sizes],
    )


WISH = ScreensWanted((ScreenWish(Size(800, 600), Point(0, 0)),))


async def test_wishes_for_screens_go_to_a_source_that_takes_them() -> None:
    async with Talk() as house:
        house.source.tell(Resizable(possible=True))
        line = await house.owner()
        line.send(*data(config(Size(800, 600))), *data(REQUEST))
        await house.hears(from_client(REQUEST))
        assert house.source.actions == [WISH]


async def test_wishes_go_to_the_agent_otherwise() -> None:
    async with Talk() as house:
        line = await house.owner()
        line.send(*data(config(Size(800, 600))))
        await house.hears(from_client(config(Size(800, 600))))
        assert house.source.actions == []


async def test_what_the_source_refuses_goes_to_the_agent_behind_what_is_being_said() -> None:
    async with Talk() as house:
        house.source.tell(Resizable(possible=True))
        line = await house.owner()
        house.guest.announce()
        first, *rest = data(Clipboard(selection=None, type=1, data=bytes(5000)))
        line.send(*data(config(Size(640, 480))), *data(config(Size(800, 600))), first)
        await becomes(lambda: len(house.source.actions) == 2)
        house.source.tell(Resizable(possible=False, why="it is fixed"))
        await house.source.told()
        line.send(*rest, *data(REQUEST))
        await house.hears(
            from_client(Clipboard(selection=None, type=1, data=bytes(5000))),
            from_client(config(Size(800, 600))),
            from_client(REQUEST),
        )
        assert common.Notify not in kinds(line.seen)


async def test_who_wishes_what_nobody_can_do_is_told_once() -> None:
    async with Talk() as house:
        line = await house.owner()
        other = await house.viewer()
        house.guest.announce(Capabilities([5]))
        await line.until(main.AgentData)
        line.send(*data(config(Size(800, 600))) * 3, *data(REQUEST))
        told = await line.until(common.Notify)
        await house.hears(from_client(REQUEST))
        assert told.message == (
            b"the screen keeps its size: neither the machine nor an agent in it can change that"
        )
        assert told.severity is common.NotifySeverity.WARN
        await idle()
        assert kinds(line.seen).count(common.Notify) == 1
        assert common.Notify not in kinds(other.seen)


async def test_a_refusal_that_nobody_can_make_good_is_told() -> None:
    async with Talk() as house:
        house.source.tell(Resizable(possible=True))
        line = await house.owner()
        house.guest.announce(Capabilities([5]))
        line.send(*data(config(Size(800, 600))))
        await becomes(lambda: house.source.actions)
        house.source.tell(Resizable(possible=False, why="give it another adapter"))
        told = await line.until(common.Notify)
        assert told.message == b"the screen keeps its size: give it another adapter"
        assert house.guest.hear() == []


# --- the stand-in --------------------------------------------------------------------------------


async def test_a_stand_in_until_the_agent_comes() -> None:
    async with Talk(Guest(is_open=False)) as house:
        house.source.tell(Resizable(possible=True))
        await house.source.told()
        line, other = await house.viewer(), await house.viewer()
        assert [each.seen[0].agent_connected for each in (line, other)] == [1, 0]
        line.send(main.AgentStart(num_tokens=9), *data(AnnounceCapabilities(request=1, caps=[])))
        line.send(*data(config(Size(800, 600))), *data(REQUEST))
        told = (await line.until(main.AgentData)).data
        assert told == AnnounceCapabilities(request=0, caps=[1 << 1 | 1 << 7 | 1 << 12]).framed()
        await becomes(lambda: house.source.actions == [WISH])
        house.guest.start()
        assert await line.names(2) == ["AgentDisconnected", "AgentConnectedTokens"]
        house.guest.stop()
        assert await line.names(2) == ["AgentDisconnected", "AgentConnectedTokens"]
        await line.close()
        await other.until(main.AgentConnectedTokens)


async def test_a_stand_in_goes_when_it_turns_out_to_be_of_no_use() -> None:
    async with Talk(Guest(is_open=False)) as house:
        line = await house.viewer()
        house.source.tell(Resizable(possible=True))
        await line.until(main.AgentConnectedTokens)
        line.send(main.AgentStart(num_tokens=9), *data(config(Size(800, 600))))
        await becomes(lambda: house.source.actions)
        house.source.tell(Resizable(possible=False, why="it is fixed"))
        told = await line.until(common.Notify)
        assert told.message == b"the screen keeps its size: it is fixed"
        await line.until(main.AgentDisconnected)


# --- viewers who break the rules -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        ([main.AgentData(data=bytes(19))], "19 bytes, its header needs 20"),
        ([main.AgentData(data=REQUEST.framed() + b"x")], "has 25 bytes, 24 are left"),
        (
            [main.AgentData(data=VDAgentMessage(1, 2, 0, 6153).pack())],
            "agent message 2 has 6153 bytes, allowed are 6152",
        ),
        (
            [main.AgentData(data=VDAgentMessage(1, 2, 0, 8).pack() + b"\1" + bytes(7))],
            "MonitorsConfig.monitors",
        ),
        (
            [main.AgentData(data=config(Size(40000, 600)).framed())],
            "40000x600 pixels, allowed are 32768",
        ),
        ([*data(REQUEST) * 11], "agent data without a token"),
    ],
)
async def test_who_breaks_the_rules_is_closed_and_nobody_else(messages, why) -> None:
    async with Talk() as house:
        house.source.tell(Resizable(possible=True))
        line = await house.owner()
        other = await house.viewer()
        house.guest.port.stick(True)
        line.send(*messages)
        await line.ended()
        await other.until(main.AgentConnectedTokens)
        assert any("protocol error" in each and why in each for each in house.log.lines)
        house.guest.port.stick(False)
        other.send(main.AgentStart(num_tokens=9))
        await becomes(lambda: LEFT in house.guest.hear())
        other.send(*data(REQUEST))
        await house.hears(from_client(REQUEST))


# --- anything at all -----------------------------------------------------------------------------


def noise(dice: random.Random) -> main.Message:
    """Return something that a viewer might say about the agent."""
    framed = dice.choice([REQUEST, config(Size(800, 600)), AnnounceCapabilities(1, [2])]).framed()
    long = Clipboard(selection=None, type=1, data=bytes(3000)).framed()
    mutated = bytearray(framed)
    mutated[dice.randrange(len(mutated))] = dice.randrange(256)
    return dice.choice(
        [
            main.AgentStart(num_tokens=dice.choice([0, 1, 7, 0xFFFFFFFF])),
            main.AgentToken(num_tokens=dice.choice([0, 1, 0xFFFFFFFF])),
            *[main.AgentData(data=framed)] * 4,
            main.AgentData(data=long[:2048]),
            main.AgentData(data=long[2048:]),
            main.AgentData(data=bytes(mutated)),
            main.AgentData(data=dice.randbytes(dice.randrange(60))),
        ]
    )


def upset(dice: random.Random, guest: Guest) -> None:
    """Let the guest do something that agents may do, or not."""
    match dice.randrange(6):
        case 0:
            guest.stop()
        case 1:
            guest.start()
        case 2:
            guest.port.say(dice.randbytes(dice.randrange(60)))
        case 3:
            guest.announce(LINUX if dice.random() < 0.5 else Capabilities())
        case 4:
            guest.say(Clipboard(selection=None, type=1, data=bytes(dice.randrange(9000))))
        case 5:
            guest.port.stick(dice.random() < 0.3)
            guest.port.take()


@pytest.mark.parametrize("seed", range(30))
async def test_whatever_viewers_and_guests_say_others_get_their_turn(seed: int) -> None:
    dice = random.Random(seed)
    async with Talk() as house:
        for _ in range(6):
            line = await house.viewer()
            for _ in range(40):
                line.send(noise(dice))
                if dice.random() < 0.3:
                    upset(dice, house.guest)
                if dice.random() < 0.1:
                    house.source.tell(Resizable(possible=dice.random() < 0.5, why="no"))
                await idle(dice.randrange(5))
            await line.close()
        await becomes(lambda: not len(house.server.sessions))
        house.guest.port.stick(False)

        def is_heard() -> bool:
            """Begin anew, as agents do when the port was closed, until all noise is read."""
            if house.guest.port.unread or house.server.agent.guest is None:
                house.guest.stop()
                house.guest.start()
                return False
            return True

        await becomes(is_heard)
        house.guest.hear()
        line = await house.owner()
        line.send(*data(REQUEST))
        await becomes(lambda: from_client(REQUEST) in house.guest.hear())
