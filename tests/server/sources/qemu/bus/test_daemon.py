"""A bus that we did not write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from piment.server.sources.qemu.bus.daemon import Bus
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.remote import Remote
from tests.server.sources.qemu.bus.buses import named, running_bus
from tests.server.sources.qemu.bus.ends import NAME, PATH, signal, thing

WANTED = "org.example.Wanted"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with running_bus(tmp_path) as address:
        yield address


async def test_who_has_a_name_and_who_waits_for_it(address: str) -> None:
    buses = [await Bus.open(address) for _ in range(3)]
    assert await buses[0].owners(WANTED) == []
    first, second = [await named(bus, WANTED) for bus in buses[1:]]
    assert first != second
    assert await buses[0].owners(WANTED) == [first, second]
    for bus in buses:
        bus.close()


async def test_programs_call_each_other_and_hear_of_their_end(address: str) -> None:
    ours, theirs = await Bus.open(address), await Bus.open(address)
    theirs.connection.export(PATH, thing(Go__=lambda: None))
    unique = await named(theirs, WANTED)
    remote = Remote(ours.connection, unique)
    await remote.call(PATH, NAME, "Go")
    await ours.hear(sender="org.freedesktop.DBus", member="NameOwnerChanged", arg0=unique)
    await ours.hear(sender=unique)
    heard = asyncio.Event()
    remote.watch(PATH, NAME, lambda _: heard.set())
    properties = "org.freedesktop.DBus.Properties"
    changed = (NAME, {}, [])
    signal(theirs.connection, PATH, properties, "PropertiesChanged", "sa{sv}as", *changed)
    await heard.wait()
    theirs.close()
    await remote.ended.wait()


async def test_a_bus_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BusError, match=r"no D-Bus answers at unix:path=.*/none"):
        await Bus.open(f"unix:path={tmp_path / 'none'}")


@pytest.mark.parametrize("address", ["", "nonsense", "tcp:host=localhost,port=1", "unix:path"])
async def test_what_is_no_address(address: str) -> None:
    with pytest.raises(BusError, match="no address of a D-Bus"):
        await Bus.open(address)
