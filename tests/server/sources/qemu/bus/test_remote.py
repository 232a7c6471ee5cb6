"""Objects at the other end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from piment.server.sources.qemu.bus.error import RefusedError
from piment.server.sources.qemu.bus.exports import PROPERTIES
from piment.server.sources.qemu.bus.message import Message
from piment.server.sources.qemu.bus.remote import Remote
from tests.server.sources.qemu.bus.ends import NAME, PATH, Ends, signal, thing

OBJECTS = "org.freedesktop.DBus.ObjectManager"


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    ends = await Ends.connected()
    yield ends
    ends.close()


async def settle(ends: Ends) -> None:
    """Return when all that the other side has sent was heard."""
    await Remote(ends.theirs).call(PATH, "org.freedesktop.DBus.Peer", "Ping")


async def test_methods_are_called(ends: Ends) -> None:
    moved: list[tuple[int, int]] = []
    ends.theirs.export(PATH, thing(Move__ii=lambda x, y: moved.append((x, y))))
    remote = Remote(ends.ours)
    await remote.call(PATH, NAME, "Move", "ii", 1, 2)
    told: list[object] = []
    remote.post(told.append, PATH, NAME, "Move", "ii", 3, 4)
    remote.post(told.append, PATH, NAME, "Jump", "")
    await remote.call(PATH, "org.freedesktop.DBus.Peer", "Ping")
    assert moved == [(1, 2), (3, 4)]
    done, refused = told
    assert isinstance(done, Message)
    assert isinstance(refused, RefusedError)


async def test_the_properties_of_an_interface_are_told(ends: Ends) -> None:
    ends.theirs.export(PATH, thing({"Width": ("u", 640)}))
    assert await Remote(ends.ours).properties(PATH, NAME) == {"Width": 640}


async def test_all_objects_are_told_with_their_properties(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"/a": {"b.c": {"Width": ("u", 640)}, "b.d": {}}}
    monkeypatch.setattr(
        ends.theirs._exports, "answer", lambda _: ("a{oa{sa{sv}}}", (told,)), raising=True
    )
    assert await Remote(ends.ours).objects("/root") == {"/a": {"b.c": {"Width": 640}, "b.d": {}}}


async def test_changes_reach_those_who_watch(ends: Ends) -> None:
    remote = Remote(ends.ours)
    heard: list[Any] = []
    remote.watch(PATH, NAME, heard.append)
    remote.watch_objects(lambda: heard.append("objects"))
    for path, interface, properties in (
        (PATH, NAME, {"Width": ("u", 1)}),
        (PATH, "org.example.Other", {"Width": ("u", 2)}),
        ("/elsewhere", NAME, {"Width": ("u", 3)}),
    ):
        changed = (interface, properties, [])
        signal(ends.theirs, path, PROPERTIES, "PropertiesChanged", "sa{sv}as", *changed)
    signal(ends.theirs, "/", OBJECTS, "InterfacesRemoved", "oas", PATH, [NAME])
    signal(ends.theirs, PATH, PROPERTIES, "PropertiesChanged", "s", "broken")
    await settle(ends)
    assert heard == [{"Width": 1}, "objects"]


async def test_strangers_on_the_bus_are_not_heard(ends: Ends) -> None:
    remote = Remote(ends.ours, ":1.7")
    heard: list[Any] = []
    remote.watch(PATH, NAME, heard.append)
    changed = (NAME, {"Width": ("u", 1)}, [])
    signal(ends.theirs, PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", *changed)
    await settle(ends)
    assert heard == []
    assert not remote.ended.is_set()
