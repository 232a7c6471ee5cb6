from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from piment.client.events import ChannelClosed, Connected, Disconnected, Migrated, MigrationReady
from piment.client.migration import destination_of
from piment.client.options import Options
from piment.client.session import Session
from piment.client.target import Target, TargetError
from piment.protocol import channel as channels
from piment.protocol import common, cursor, display, inputs, main
from piment.protocol.capabilities import Capabilities, MainCap
from piment.protocol.common import MigrateFlags
from tests.client.ear import ALL, Ear
from tests.client.host import SESSION, Host, init

ALL_STATE = MigrateFlags.NEED_FLUSH | MigrateFlags.NEED_DATA_TRANSFER


@pytest.fixture
async def source() -> AsyncIterator[Host]:
    async with Host(offers=ALL) as made:
        yield made


@pytest.fixture
async def there() -> AsyncIterator[Host]:
    """The destination."""
    async with Host(offers=ALL) as made:
        yield made


@pytest.fixture
async def ear(source: Host) -> AsyncIterator[Ear]:
    """An open session at the source."""
    made = Ear(Session(source.target, Options()))
    await made.session.open()
    yield made
    await made.session.close()


def place(host: Host) -> main.DstInfo:
    return main.DstInfo(
        port=host.port, sport=0xFFFF, host_data=b"127.0.0.1", cert_subject_data=None
    )


def test_where_a_server_says_that_the_session_goes_on() -> None:
    """migration.md 2: ports 0 and 0xffff are none; a subject replaces the host's name."""
    target = Target(host="here", port=5900, password="secret", host_subject="CN=here")
    info = main.DstInfo(port=0xFFFF, sport=5901, host_data=b"there", cert_subject_data=b"CN=there")
    moved = destination_of(target, info)
    assert (moved.host, moved.port, moved.tls_port) == ("there", None, 5901)
    assert (moved.password, moved.host_subject) == ("secret", "CN=there")
    web = replace(target, websocket_path="/", http_login="me:secret")
    assert destination_of(web, info).http_login is None
    plain = main.MigrateSwitchHost(port=1, sport=0, host_data=b"there", cert_subject_data=None)
    assert destination_of(target, plain).host_subject is None
    nowhere = main.MigrateSwitchHost(port=0, sport=0, host_data=b"", cert_subject_data=None)
    with pytest.raises(TargetError):
        destination_of(target, nowhere)


async def test_semi_seamless_migration(source: Host, there: Host, ear: Ear) -> None:
    """wire.md 15.1."""
    source.lines[1, 0].send(main.MigrateBegin(dst_info=place(there)))
    await source.lines[1, 0].next(main.MigrateConnected)
    assert set(there.lines) == set(source.lines)
    assert {line.request.connection_id for line in there.lines.values()} == {SESSION}
    assert not any(line.said for line in there.lines.values())
    ear.session.inputs.key(0x1E, True)
    await source.lines[3, 0].next(inputs.KeyDown)

    source.lines[1, 0].send(main.MigrateEnd())
    await there.lines[1, 0].next(main.MigrateEnd)
    for line in source.lines.values():
        await line.ended()
    assert not there.lines[2, 0].said
    there.lines[1, 0].send(init())
    await there.lines[2, 0].next(display.Init)
    await ear.until(lambda: ear.of(Migrated))
    assert ear.of(MigrationReady) == [MigrationReady(f"spice://127.0.0.1:{there.port}")]
    assert ear.of(Migrated) == [Migrated(f"spice://127.0.0.1:{there.port}", seamless=False)]
    assert not any(isinstance(each, main.AttachChannels) for each in there.lines[1, 0].said)
    assert not ear.of(Disconnected)
    assert ear.session.target.port == there.port
    ear.session.inputs.key(0x1E, True)
    await there.lines[3, 0].next(inputs.KeyDown)
    await there.lines[1, 0].close()
    assert await ear.session.over() == "main:0: the server closed it"


async def begin_seamless(source: Host, there: Host) -> None:
    begin = main.MigrateBeginSeamless(dst_info=place(there), src_mig_version=1)
    source.lines[1, 0].send(begin)
    arrival = await there.line(channels.main)
    assert (await arrival.next(main.MigrateDstDoSeamless)).src_version == 1
    arrival.send(main.MigrateDstSeamlessAck())
    await source.lines[1, 0].next(main.MigrateConnectedSeamless)


async def test_seamless_migration(source: Host, there: Host, ear: Ear) -> None:
    """wire.md 15.2: every channel takes its state along, and nothing begins anew."""
    await begin_seamless(source, there)
    surface = display.SurfaceCreate(
        surface_id=0, width=64, height=32, format=display.SurfaceFmt.FMT_32_xRGB,
        flags=display.SurfaceFlags.PRIMARY,
    )  # fmt: skip
    source.lines[2, 0].send(surface)
    source.lines[4, 0].send(cursor.InvalAll(), common.Migrate(flags=MigrateFlags(0)))
    for key in ((2, 0), (3, 0), (1, 0)):
        source.lines[key].send(common.Migrate(flags=ALL_STATE))
        await source.lines[key].next(common.MigrateFlushMark)
        ear.session.inputs.key(0x1E, True)
        source.lines[key].send(common.MigrateData(data=b"STATE %d" % key[0]))
        assert (await there.lines[key].next(common.MigrateData)).data == b"STATE %d" % key[0]
    for line in source.lines.values():
        await line.ended()
    await there.lines[3, 0].next(inputs.KeyDown)
    await ear.until(lambda: ear.of(Migrated))
    assert ear.of(Migrated)[0].seamless
    screen = ear.session.displays[0].primary
    assert screen is not None
    assert screen.size == (64, 32)
    assert not any(isinstance(each, display.Init) for each in there.lines[2, 0].said)
    assert len(ear.of(Connected)) == 1
    there.lines[1, 0].send(main.MultiMediaTime(mm_time=99))
    there.lines[2, 0].send(display.SurfaceDestroy(surface_id=0))
    async with asyncio.timeout(5):
        while ear.session.displays[0].primary is not None:  # noqa: ASYNC110 - events come too
            await asyncio.sleep(0.01)


async def test_a_source_that_closes_the_cursor_before_it_says_migrate(
    source: Host, there: Host, ear: Ear
) -> None:
    await begin_seamless(source, there)
    await source.lines[4, 0].close()
    for key in ((2, 0), (3, 0), (1, 0)):
        source.lines[key].send(common.Migrate(flags=ALL_STATE))
        await source.lines[key].next(common.MigrateFlushMark)
        source.lines[key].send(common.MigrateData(data=b"STATE"))
    await ear.until(lambda: ear.of(Migrated))
    there.lines[4, 0].send(cursor.Hide())
    assert not ear.of(ChannelClosed)


async def test_a_channel_that_ends_meanwhile_stays_behind(
    source: Host, there: Host, ear: Ear
) -> None:
    await begin_seamless(source, there)
    source.lines[4, 0].write(b"\0" * 3 + b"\xff" * 64)  # too long for any message
    await ear.until(lambda: ear.of(ChannelClosed))
    await there.lines[4, 0].ended()
    for key in ((2, 0), (3, 0), (1, 0)):
        source.lines[key].send(common.Migrate(flags=ALL_STATE))
        await source.lines[key].next(common.MigrateFlushMark)
        source.lines[key].send(common.MigrateData(data=b"STATE"))
    await ear.until(lambda: ear.of(Migrated))
    assert ear.of(Migrated)[0].seamless


async def test_a_destination_that_cannot_take_the_state(
    source: Host, there: Host, ear: Ear
) -> None:
    begin = main.MigrateBeginSeamless(dst_info=place(there), src_mig_version=1)
    source.lines[1, 0].send(begin)
    arrival = await there.line(channels.main)
    await arrival.next(main.MigrateDstDoSeamless)
    arrival.send(main.MigrateDstSeamlessNack())
    await source.lines[1, 0].next(main.MigrateConnected)
    assert ear.session.is_open


async def test_a_destination_that_knows_no_seamless_migration(source: Host, ear: Ear) -> None:
    old = {1: Capabilities([MainCap.SEMI_SEAMLESS_MIGRATE])}
    async with Host(capabilities=old) as there:
        begin = main.MigrateBeginSeamless(dst_info=place(there), src_mig_version=1)
        source.lines[1, 0].send(begin)
        await source.lines[1, 0].next(main.MigrateConnected)
        assert not there.lines[1, 0].said
    assert ear.session.is_open


async def test_a_destination_that_is_not_there(source: Host, ear: Ear) -> None:
    async with Host() as gone:
        info = place(gone)
    source.lines[1, 0].send(main.MigrateBegin(dst_info=info))
    await source.lines[1, 0].next(main.MigrateConnectError)
    assert ear.session.is_open
    nowhere = main.DstInfo(port=0, sport=0, host_data=b"there", cert_subject_data=None)
    source.lines[1, 0].send(main.MigrateBegin(dst_info=nowhere))
    await source.lines[1, 0].next(main.MigrateConnectError)
    assert ear.session.is_open


async def test_a_destination_that_refuses_a_channel(source: Host, there: Host, ear: Ear) -> None:
    there.password = b"another"
    source.lines[1, 0].send(main.MigrateBegin(dst_info=place(there)))
    await source.lines[1, 0].next(main.MigrateConnectError)
    assert ear.session.is_open


async def test_a_migration_that_is_cancelled(source: Host, there: Host, ear: Ear) -> None:
    source.lines[1, 0].send(main.MigrateBegin(dst_info=place(there)))
    await source.lines[1, 0].next(main.MigrateConnected)
    source.lines[1, 0].send(main.MigrateCancel())
    for line in there.lines.values():
        await line.ended()
    ear.session.inputs.key(0x1E, True)
    await source.lines[3, 0].next(inputs.KeyDown)


async def test_a_second_migration_replaces_the_first(source: Host, there: Host, ear: Ear) -> None:
    async with Host(offers=ALL) as elsewhere:
        source.lines[1, 0].send(main.MigrateBegin(dst_info=place(elsewhere)))
        await source.lines[1, 0].next(main.MigrateConnected)
        source.lines[1, 0].send(main.MigrateBegin(dst_info=place(there)))
        await source.lines[1, 0].next(main.MigrateConnected)
        for line in elsewhere.lines.values():
            await line.ended()
    assert set(there.lines) == set(source.lines)


async def test_an_end_without_a_beginning_breaks_the_protocol(source: Host, ear: Ear) -> None:
    source.lines[1, 0].send(main.MigrateEnd())
    assert "no migration is under way" in await ear.session.over()


async def test_switching_the_host_opens_a_new_session_there(
    source: Host, there: Host, ear: Ear
) -> None:
    """wire.md 15.3: whether or not the session would be opened again when it is lost."""
    switch = main.MigrateSwitchHost(
        port=there.port, sport=0, host_data=b"127.0.0.1", cert_subject_data=None
    )
    source.lines[1, 0].send(switch)
    await ear.until(lambda: len(ear.of(Connected)) == 2)
    assert there.lines[1, 0].request.connection_id == 0
    assert set(there.lines) == {(1, 0), *ALL}
    for line in source.lines.values():
        await line.ended()


async def test_closing_in_the_middle_leaves_nothing(source: Host, there: Host, ear: Ear) -> None:
    await begin_seamless(source, there)
    source.lines[2, 0].send(common.Migrate(flags=ALL_STATE))
    await source.lines[2, 0].next(common.MigrateFlushMark)
    await ear.session.close()
    for line in (*source.lines.values(), *there.lines.values()):
        await line.ended()
