"""QEMU from outside: Debian's own, through its D-Bus display.

What our source tells, done to an array, is what QEMU's own screendump shows at the same moment.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from piment.geometry import Point, Size
from piment.server.scene.actions import (
    Button,
    ButtonChanged,
    Key,
    PointerMoved,
    PointerPlaced,
    Power,
    PowerAction,
    ScreensWanted,
    ScreenWish,
)
from piment.server.scene.updates import (
    Leds,
    LedsChanged,
    Notice,
    PointerModes,
    PortsChanged,
    Resizable,
)
from piment.server.sources.base import SourceError
from piment.server.sources.port import AGENT_PORT
from piment.server.sources.qemu import Monitored, Named, QemuSource, Started, names
from piment.server.sources.qemu.bus.daemon import Bus
from tests.interop.attached import Attached
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes, until_true
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.qemu.display import DBUS_AGENT, TABLET, DBus
from tests.interop.peers.qemu.evdev import (
    ABS_X,
    ABS_Y,
    BTN_EXTRA,
    BTN_LEFT,
    BTN_MIDDLE,
    BTN_RIGHT,
    BTN_SIDE,
    EV_ABS,
    EV_KEY,
    EV_REL,
    REL_WHEEL,
    REL_X,
    evdev_events,
)
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import EMULATED, FIRMWARE, Machine
from tests.interop.serving import Command
from tests.server.sources.qemu.bus.buses import running_bus

Start = Callable[..., Machine]
Attach = Callable[..., Awaitable[Attached]]

ADAPTERS = ("std", "qxl", "virtio")
ABSOLUTE = PointerModes(relative=False, absolute=True)
RELATIVE = PointerModes(relative=True, absolute=False)
CAPS_LOCK = 0x3A
BUTTONS = {
    Button.LEFT: (EV_KEY, BTN_LEFT, 1),
    Button.MIDDLE: (EV_KEY, BTN_MIDDLE, 1),
    Button.RIGHT: (EV_KEY, BTN_RIGHT, 1),
    Button.UP: (EV_REL, REL_WHEEL, 1),
    Button.DOWN: (EV_REL, REL_WHEEL, -1),
    Button.SIDE: (EV_KEY, BTN_SIDE, 1),
    Button.EXTRA: (EV_KEY, BTN_EXTRA, 1),
}
"""What a guest gets for each."""
TABLET_MAX = 0x7FFF
# A pixel of 640 is 51 of a tablet's steps.
SLACK = 60
TWO_SCREENS = ("-device", "virtio-vga,id=gpu,max_outputs=2")
TABLET_BUS = ("-device", "qemu-xhci,id=xhci")
ALL = (*TWO_SCREENS, *DBUS_AGENT, *TABLET_BUS, "-device", "usb-tablet,bus=xhci.0,id=tablet")


@pytest.fixture(scope="module")
def equipped(tiny_guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine that has it all, with the tiny guest, for tests that come one after the other."""
    folder = tmp_path_factory.mktemp("equipped")
    display = DBus(monitor=folder / "vm.qmp")
    machine = Machine(folder, tiny_guest, display, vga="none", options=ALL)
    yield machine
    machine.stop()


@pytest.fixture
async def seen(equipped: Machine, attach: Attach) -> Attached:
    """The equipped machine as we see it, once its guest has booted."""
    attached = await attach(QemuSource(Monitored(equipped.folder / "vm.qmp")))
    await equipped.ready()
    return attached


@pytest.fixture
async def bus(tmp_path: Path) -> AsyncIterator[str]:
    """A bus of our own."""
    need("dbus-daemon")
    async with running_bus(tmp_path) as address:
        yield address


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a machine's monitor for us is."""
    return tmp_path / "vm.qmp"


async def on_the_bus(address: str, machines: int) -> None:
    """Wait until so many machines are on a bus; QEMU goes there some time after it started."""
    bus = await Bus.open(address)

    async def look() -> bool:
        return len(await bus.owners(names.BUS_NAME)) == machines

    assert await until_true(look)
    bus.close()


def notices(attached: Attached) -> list[str]:
    """Return what viewers were told in words."""
    return [each.text for each in attached.replay.others if isinstance(each, Notice)]


def obstacles(attached: Attached) -> list[str]:
    """Return why screens cannot have other sizes, each time that this was told."""
    return [each.why for each in attached.replay.others if isinstance(each, Resizable)]


async def is_the_same(attached: Attached, machine: Machine, **which: object) -> None:
    """Both show the same, now that time stands still."""
    async with machine.paused():
        await attached.shows(await machine.screendump(**which))


Event = tuple[int, int, int]


async def listen(guest: Machine) -> None:
    """Let a guest with a tablet write down what comes from its keyboards and mice."""
    await guest.run(
        """until grep -q Tablet /proc/bus/input/devices; do sleep 0.1; done
        for each in /dev/input/event*; do (cat <$each >/tmp/${each##*/} 2>/dev/null &) done
        for each in /dev/input/event*; do until [ -e /tmp/${each##*/} ]; do :; done; done"""
    )


async def heard(guest: Machine, wanted: Event) -> None:
    """Wait until `wanted` has come from a guest's keyboards and mice; places may be a bit off."""
    events: list[Event] = []

    async def look() -> bool:
        nonlocal events
        events = evdev_events(await guest.run("od -An -v -tx1 /tmp/event*"))
        kind, code, value = wanted
        slack = SLACK if kind == EV_ABS else 0
        return any(each[:2] == (kind, code) and abs(each[2] - value) <= slack for each in events)

    assert await until_true(look), f"{wanted} is not among {events}"


@pytest.mark.parametrize("vga", ADAPTERS)
async def test_the_firmware_through_a_monitor(
    machine: Start, attach: Attach, path: Path, vga: str
) -> None:
    firmware = machine(display=DBus(monitor=path), vga=vga)
    attached = await attach(QemuSource(Monitored(path)))
    await attached.until(lambda: bool(attached.picture().any()))
    assert await becomes(lambda: attached.picture().shape == (400, 720, 3))
    await is_the_same(attached, firmware)
    await attached.hears(RELATIVE)


@pytest.mark.parametrize("vga", ADAPTERS)
async def test_the_firmware_on_a_bus(machine: Start, attach: Attach, bus: str, vga: str) -> None:
    firmware = machine(display=DBus(bus=bus), vga=vga, options=("-name", "the machine"))
    attached = await attach(QemuSource(Named(bus)))
    await attached.until(lambda: bool(attached.picture().any()))
    assert await becomes(lambda: attached.source.name == "the machine")
    assert await becomes(lambda: attached.picture().shape == (400, 720, 3))
    await is_the_same(attached, firmware)


async def test_a_machine_is_chosen_on_a_bus(machine: Start, attach: Attach, bus: str) -> None:
    uuid = "6c7a4c5e-0d5f-4a5e-9a34-6f1d2ed9b1c7"
    machine(display=DBus(bus=bus), options=("-name", "one"))
    machine(display=DBus(bus=bus), options=("-name", "two", "-uuid", uuid))
    await on_the_bus(bus, 2)
    with pytest.raises(SourceError, match=rf"choose one by --vm: one .*, two \({uuid}\)"):
        await QemuSource(Named(bus)).open()
    for wanted in ("two", uuid.upper()):
        attached = await attach(QemuSource(Named(bus, wanted)))
        assert attached.source.name == "two"


@pytest.mark.parametrize("vga", ADAPTERS)
async def test_the_tiny_guest_from_its_first_picture_on(
    machine: Start, attach: Attach, path: Path, tiny_guest: Guest, vga: str
) -> None:
    guest = machine(tiny_guest, DBus(monitor=path), vga=vga, options=TABLET)
    attached = await attach(QemuSource(Monitored(path), allow_power=True))
    await guest.ready()
    await attached.hears(ABSOLUTE)
    await guest.run("ls -la /bin | head -50 >/dev/tty1")
    await guest.settled()
    await is_the_same(attached, guest)
    await attached.type("echo Hello, World! >/tmp/typed\n")
    assert await guest.run("while ! grep World /tmp/typed; do sleep 0.1; done") == "Hello, World!\n"
    await guest.run("seq 200 >/dev/tty1")
    await guest.settled()
    await is_the_same(attached, guest)
    attached.act(Key(CAPS_LOCK, pressed=True), Key(CAPS_LOCK, pressed=False))
    await attached.hears(LedsChanged(Leds(caps_lock=True)))
    attached.act(Key(CAPS_LOCK, pressed=True), Key(CAPS_LOCK, pressed=False))
    await attached.hears(LedsChanged(Leds()))


async def test_the_pointer_is_placed_or_moved_as_the_mouse_wants_it(
    equipped: Machine, seen: Attached
) -> None:
    await seen.hears(ABSOLUTE)
    await listen(equipped)
    height, width, _ = seen.picture().shape
    for x, y in ((width // 2, height // 4), (10**6, 10**6), (0, 0)):
        seen.act(PointerPlaced(Point(x, y)))
        across, down = min(x / width, 1), min(y / height, 1)
        await heard(equipped, (EV_ABS, ABS_X, int(across * TABLET_MAX)))
        await heard(equipped, (EV_ABS, ABS_Y, int(down * TABLET_MAX)))
    await equipped.qmp("device_del", id="tablet")
    await seen.hears(RELATIVE)
    seen.act(PointerMoved(30, -20))
    await heard(equipped, (EV_REL, REL_X, 30))
    for button, event in BUTTONS.items():
        seen.act(ButtonChanged(button, pressed=True), ButtonChanged(button, pressed=False))
        await heard(equipped, event)


async def test_two_screens_of_any_sizes(equipped: Machine, seen: Attached) -> None:
    await equipped.run("seq 50 >/dev/tty1")
    for number in range(10):
        sizes = Size(640 + 64 * number, 480 + 32 * number), Size(1024 - 64 * number, 600)
        left, right = sizes
        wishes = ScreenWish(left), ScreenWish(right, Point(left.width, 0))
        seen.act(ScreensWanted(wishes))
        await seen.until(partial(seen.has, *sizes), str(sizes))
    await equipped.settled()
    async with equipped.paused():
        for head in (0, 1):
            await seen.shows(await equipped.screendump(device="gpu", head=head), head)


@pytest.mark.parametrize("vga", ["std", "qxl"])
async def test_a_size_that_cannot_be_had_is_told(
    machine: Start, attach: Attach, path: Path, vga: str
) -> None:
    machine(display=DBus(monitor=path), vga=vga)
    attached = await attach(QemuSource(Monitored(path)))
    attached.act(ScreensWanted((ScreenWish(Size(800, 600)),)))
    await attached.until(lambda: any("cannot be resized" in why for why in obstacles(attached)))


async def test_a_port_carries_bytes_both_ways(equipped: Machine, seen: Attached) -> None:
    await seen.hears(PortsChanged())
    (port,) = seen.source.ports
    assert (port.name, port.is_open) == (AGENT_PORT, False)
    await port.open()
    changes: asyncio.Queue[bool] = asyncio.Queue()
    port.watch(lambda: changes.put_nowait(port.is_open))
    await equipped.run("(exec 4<>$(ls /dev/vport*); read line <&4; echo got $line >&4) &")
    async with asyncio.timeout(20):
        assert await changes.get()
        data = os.urandom(100).hex().encode()
        port.write(data + b"\n")
        await port.drain()
        told = b""
        while not told.endswith(b"\n"):
            told += await port.read()
        assert told == b"got " + data + b"\n"
        assert not await changes.get()
    await port.close()


async def test_a_machine_is_killed_and_started_again(
    machine: Start, attach: Attach, path: Path
) -> None:
    attached = await attach(QemuSource(Monitored(path)))
    await attached.until(lambda: bool(attached.replay.others))
    for vga in ("std", "virtio"):
        path.unlink(missing_ok=True)
        firmware = machine(display=DBus(monitor=path), vga=vga)
        assert await becomes(lambda: attached.picture().shape == (400, 720, 3))
        await is_the_same(attached, firmware)
        firmware.process.signal_all(signal.SIGKILL)
        await attached.until(lambda: attached.replay.pixels == {})


async def test_who_attaches_again_and_again_harms_nobody(
    machine: Start, attach: Attach, path: Path, tiny_guest: Guest
) -> None:
    guest = machine(tiny_guest, DBus(monitor=path), vga="qxl", options=TABLET)
    for _ in range(10):  # while it boots
        passing = Attached(QemuSource(Monitored(path)))
        await passing.open()
        await passing.until(passing.is_shown)
        passing.act(Key(CAPS_LOCK, pressed=True))
        await passing.close()
    attached = await attach(QemuSource(Monitored(path)))
    await guest.ready()
    await guest.run("ls -la /bin | head -50 >/dev/tty1")
    await guest.settled()
    await is_the_same(attached, guest)


async def test_a_machine_is_reset_again_and_again(
    machine: Start, attach: Attach, path: Path
) -> None:
    firmware = machine(display=DBus(monitor=path), vga="std")
    attached = await attach(QemuSource(Monitored(path), allow_power=True))
    for _ in range(30):
        await attached.until(attached.is_shown)
        attached.act(PowerAction(Power.RESET))
        await asyncio.sleep(0.1)
    await firmware.settled()  # which may be stuck for good, when it was reset within its reset
    await is_the_same(attached, firmware)


async def test_a_machine_that_we_start(attach: Attach) -> None:
    need("qemu-system-x86")
    command = ("qemu-system-x86_64", *EMULATED, *FIRMWARE, "-nodefaults", "-vga", "std")
    attached = await attach(QemuSource(Started(command), once=True))
    await attached.until(lambda: bool(attached.picture().any()))
    with pytest.raises(SourceError, match="ended with status 1; it may have said why"):
        await QemuSource(Started([*command, "-vga", "none", "-no-such-option"]), once=True).open()


async def test_our_server_is_killed_and_the_machine_runs_on(
    machine: Start,
    path: Path,
    folder: Callable[[], Path],
    screenshot: Callable[..., Awaitable[Pixels]],
) -> None:
    firmware = machine(display=DBus(monitor=path), vga="std")
    arguments = ("qemu", "--qmp", str(path), "--listen", "127.0.0.1:0")
    for _ in range(3):
        server = await Command.start(folder(), *arguments)
        await screenshot(server.uri)
        await server.kill()
    server = await Command.start(folder(), *arguments)

    async def look() -> bool:
        return difference(await screenshot(server.uri), await firmware.screendump()) == ""

    async with firmware.paused():
        assert await until_true(look)
    await server.interrupt()
    assert firmware.process.is_running
