from __future__ import annotations

import pytest

from piment.limits import MOST_CHANNEL_ID
from piment.server.ports.offer import Offer
from piment.server.ports.place import Place
from piment.server.scene.actions import Power
from piment.server.scene.scene import Change, Scene
from piment.server.scene.updates import PortsChanged, PowerDone
from tests.server.memory_port import MemoryPort
from tests.server.scripted import Scripted

SERIAL, WEBDAV, USB = "org.qemu.console.serial.0", "org.spice-space.webdav.0", "org.qemu.usbredir"


class Desk:
    def __init__(self, *, power: bool = False) -> None:
        self.source = Scripted()
        self.source.allows_power = power
        self.scene = Scene()
        self.offer = Offer(self.source, self.scene)

    def have(self, *names: str) -> list[MemoryPort]:
        """Let the machine have ports of these names."""
        ports = [MemoryPort(name) for name in names]
        self.source.ports = ports
        self.scene.apply(PortsChanged())
        self.offer.changed(Change())
        return ports

    def port(self, kind: int, number: int) -> object:
        return self.offer.place((kind, number), "somebody")._port


def test_each_kind_is_numbered_by_itself() -> None:
    desk = Desk()
    first, dav, usb, second, more_usb = desk.have(SERIAL, WEBDAV, USB, "a.b", f"{USB}.1")
    assert desk.offer.keys == [(10, 0), (11, 0), (9, 0), (10, 1), (9, 1)]
    assert (desk.port(10, 0), desk.port(10, 1)) == (first, second)
    assert (desk.port(11, 0), desk.port(9, 0), desk.port(9, 1)) == (dav, usb, more_usb)


def test_what_viewers_may_not_have_is_not_offered() -> None:
    desk = Desk()
    desk.have("com.redhat.spice.0", "org.qemu.monitor.hmp.0", "serial0", "org.piment.power.0")
    assert desk.offer.keys == []


def test_numbers_stay_whatever_comes_and_goes() -> None:
    desk = Desk()
    desk.have("a.a", "b.b")
    _, late = desk.have("c.c", "b.b")
    assert desk.offer.keys == [(10, 0), (10, 1), (10, 2)]
    assert desk.port(10, 0) is None
    assert desk.port(10, 1) is late
    (again,) = desk.have("a.a")
    assert desk.port(10, 0) is again
    assert desk.port(10, 1) is None
    assert len(desk.offer.keys) == 3


def test_two_of_a_name_are_two() -> None:
    desk = Desk()
    first, second = desk.have("a.a", "a.a")
    assert desk.port(10, 0) is first
    assert desk.port(10, 1) is second


def test_nothing_is_looked_at_twice() -> None:
    desk = Desk()
    desk.have("a.a")
    desk.source.ports = []
    desk.offer.changed(Change())
    assert desk.port(10, 0) is not None


def test_numbers_end(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    for number in range(MOST_CHANNEL_ID + 3):
        desk.have(f"a.{number}")
    assert desk.offer.keys == [(10, number) for number in range(256)]
    assert "port=a.256 not offered: there are 256 already" in caplog.text


async def test_buttons_come_first_and_each_viewer_has_his_own() -> None:
    desk = Desk(power=True)
    desk.have("a.a")
    assert desk.offer.keys == [(10, 0), (10, 1)]
    one, other = (desk.offer.place((10, 0), name) for name in ("one", "other"))
    assert isinstance(one, Place)
    assert one.name == "org.piment.power.0"
    assert one is not other
    buttons = one._port
    await buttons.open()
    desk.scene.apply(PowerDone(Power.RESET))
    desk.offer.changed(Change())
    assert await buttons.read() == b"done reset\n"
    await buttons.close()
    desk.offer.changed(Change())


def test_without_permission_there_are_no_buttons() -> None:
    assert Desk().offer.keys == []
