from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from piment.client.agent import UNLIMITED
from piment.client.channels.main import MainChannel, Migration
from piment.client.events import AgentChanged, Identified, MouseModeChanged
from piment.protocol import main
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message
from piment.protocol.link import LinkErr
from piment.protocol.main import MouseModeFlags
from tests.client.channels.wire import NoMover, Wire, shared
from tests.client.host import SESSION, init

SERVER, CLIENT = MouseModeFlags.SERVER, MouseModeFlags.CLIENT
UUID_BYTES = bytes(range(16))


class Owner(NoMover):
    def __init__(self) -> None:
        self.sessions: list[int] = []
        self.offers: list[list[main.ChannelId]] = []
        self.migrations: list[Migration] = []

    def initialised(self, init: main.Init) -> None:
        self.sessions.append(init.session_id)

    def offered(self, offer: list[main.ChannelId]) -> None:
        self.offers.append(offer)

    def migrate(self, message: Migration) -> None:
        self.migrations.append(message)


class Hall:
    """A main channel that hears what a test says."""

    def __init__(self, wanted: MouseModeFlags = CLIENT) -> None:
        self.owner, self.wire = Owner(), Wire()
        self.shared, self.told = shared()
        self.channel = MainChannel(self.shared, self.owner, wanted)
        self.channel.attach(self.wire, Capabilities())

    async def hear(self, *messages: Message) -> list[Message]:
        """Let the channel take messages; return what it sent meanwhile."""
        self.wire.say(*messages)
        self.wire.leave()
        await asyncio.wait_for(self.channel.run(), 1)
        return self.wire.take()


@pytest.fixture
async def hall() -> Hall:
    return Hall()


async def test_init_tells_everything_about_the_session(hall: Hall) -> None:
    assert await hall.hear(init()) == [main.MouseModeRequest(mode=CLIENT)]
    assert hall.owner.sessions == [SESSION]
    assert hall.shared.ram_hint == 16 << 20
    assert 0 <= hall.shared.clock.now() - 5000 < 1000
    assert hall.told == [MouseModeChanged(SERVER, SERVER | CLIENT)]


async def test_the_mouse_mode_that_holds_is_not_asked_for(hall: Hall) -> None:
    assert await hall.hear(init(mode=CLIENT)) == []
    assert hall.shared.mouse_mode == CLIENT


async def test_a_mouse_mode_is_asked_for_when_it_can_be_had(hall: Hall) -> None:
    nothing = main.MouseMode(supported=SERVER, current=SERVER)
    both = main.MouseMode(supported=SERVER | CLIENT, current=SERVER)
    assert await hall.hear(nothing) == []
    assert await hall.hear(both) == [main.MouseModeRequest(mode=CLIENT)]
    hall.channel.want_mouse_mode(SERVER)
    assert hall.wire.take() == []
    assert await hall.hear(main.MouseMode(supported=SERVER | CLIENT, current=CLIENT)) == [
        main.MouseModeRequest(mode=SERVER)
    ]


async def test_an_agent_that_is_there_is_started(hall: Hall) -> None:
    sent = await hall.hear(init(agent=True, mode=CLIENT))
    assert sent[0] == main.AgentStart(num_tokens=UNLIMITED)
    assert isinstance(sent[1], main.AgentData)
    assert hall.channel.agent.is_connected


async def test_an_agent_comes_and_goes(hall: Hall) -> None:
    await hall.hear(init(mode=CLIENT), main.AgentConnectedTokens(num_tokens=5))
    gone = main.AgentDisconnected(error_code=LinkErr.OK)
    await hall.hear(gone, main.AgentConnected(), main.AgentToken(num_tokens=3), gone)
    assert [event.connected for event in hall.told if isinstance(event, AgentChanged)] == [
        True, False, True, False,
    ]  # fmt: skip


async def test_an_agents_pieces_reach_it(hall: Hall) -> None:
    await hall.hear(init(agent=True), main.AgentData(data=b"half a header"))
    assert hall.channel.agent.is_connected


async def test_the_machine_has_a_name_and_a_uuid(hall: Hall) -> None:
    await hall.hear(main.Name(name=b"vm \xff"), main.Uuid(uuid=UUID_BYTES))
    assert hall.channel.machine_name == "vm \N{REPLACEMENT CHARACTER}"
    assert hall.channel.uuid == UUID(bytes=UUID_BYTES)
    assert hall.told[-1] == Identified(hall.channel.machine_name, hall.channel.uuid)


async def test_the_clock_follows_the_server(hall: Hall) -> None:
    await hall.hear(main.MultiMediaTime(mm_time=123_456))
    assert 0 <= hall.shared.clock.now() - 123_456 < 1000


async def test_channels_and_migrations_are_the_owners_business(hall: Hall) -> None:
    offer = [main.ChannelId(type=2, id=0)]
    info = main.DstInfo(port=1, sport=2, host_data=b"there", cert_subject_data=None)
    steps: list[Migration] = [
        main.MigrateBegin(dst_info=info),
        main.MigrateBeginSeamless(dst_info=info, src_mig_version=1),
        main.MigrateCancel(),
        main.MigrateEnd(),
        main.MigrateSwitchHost(port=1, sport=2, host_data=b"there", cert_subject_data=None),
    ]
    await hall.hear(main.ChannelsList(channels=offer), *steps)
    assert hall.owner.offers == [offer]
    assert hall.owner.migrations == steps


async def test_a_new_connection_may_have_another_agent(hall: Hall) -> None:
    await hall.hear(init(agent=True))
    hall.channel.attach(Wire(), Capabilities())
    assert not hall.channel.agent.is_connected
