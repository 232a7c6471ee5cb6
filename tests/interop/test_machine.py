"""The machines of the kit: what QEMU shows, what spice-gtk sees of it, what its guest does."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.glib_guest import ViewerError
from tests.interop.peers.packages import need
from tests.interop.peers.pictures import difference
from tests.interop.peers.process import PeerError
from tests.interop.peers.qemu.display import AGENT, SOUND, TABLET, USB, Spice
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.initramfs import write_initramfs
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.qemu.migration import INCOMING, migrate
from tests.interop.peers.qemu.monitor import MonitorError
from tests.interop.peers.qemu.serial import GuestError
from tests.interop.peers.qemu.tiny import LAYOUTS
from tests.interop.peers.tls import TlsFiles

pytestmark = pytest.mark.timeout(400)  # guests boot in 10 s, and in a minute on a busy machine

LEFT_CTRL = 0x1D

Client = Callable[[], Awaitable[GLibClient]]


@pytest.mark.parametrize("vga", ["qxl", "std", "virtio"])
async def test_the_firmware_is_seen(
    machine: Callable[..., Machine], glib_client: Client, vga: str
) -> None:
    firmware = machine(vga=vga, options=TABLET)
    client = await glib_client()
    await client.connect(firmware.uri)
    await client.until(lambda pixels: bool(pixels.any()))
    async with firmware.paused():  # else a cursor blinks
        assert difference(await client.settle(), await firmware.screendump()) == ""


async def test_a_machine_is_behind_tls_a_ticket_and_a_socket(
    machine: Callable[..., Machine], glib_client: Client, tls_files: TlsFiles, tmp_path: Path
) -> None:
    spice = Spice(password="secret", tls=tls_files)
    machine(display=spice)
    right, wrong = await glib_client(), await glib_client()
    await right.connect(spice.tls_uri, ca_file=str(tls_files.ca), password="secret")
    with pytest.raises(ViewerError, match="error-auth"):
        await wrong.connect(spice.uri, password="wrong")
    local = await glib_client()
    await local.connect(machine(display=Spice(unix=tmp_path / "spice")).uri)


async def test_options_that_qemu_refuses_are_told(machine: Callable[..., Machine]) -> None:
    with pytest.raises(PeerError, match="no-such-option"):
        machine(display=Spice("no-such-option=on"))


async def test_a_machine_has_the_channels_of_its_devices(
    machine: Callable[..., Machine], glib_client: Client
) -> None:
    firmware = machine(vga="qxl", options=(*TABLET, *AGENT, *SOUND, *USB, "-device", "qxl"))
    client = await glib_client()
    await client.connect(firmware.uri, enable_audio=True)
    displays = {"display:0", "display:1", "cursor:0", "cursor:1", "inputs:0"}
    assert client.channels() == {*displays, "playback:0", "record:0", "usbredir:0"}


async def test_commands_run_in_the_guest(tiny: Machine) -> None:
    await tiny.ready()
    assert await tiny.run("uname; echo $((6 * 7)) | tee /tmp/it") == "Linux\n42\n"
    assert await tiny.run("cat /tmp/it") == "42\n"
    with pytest.raises(GuestError, match=r"'cat /none' ended with 1.*\n.*No such file"):
        await tiny.run("cat /none")
    with pytest.raises(PeerError, match=r"no answer in 0\.5 s"):
        await tiny.run("sleep 1; echo late", timeout_s=0.5)
    assert await tiny.run("echo again") == "again\n"
    with pytest.raises(ValueError, match="more than 4095 bytes"):
        await tiny.run(f"echo {'x' * 5000}")


async def test_what_is_typed_is_shown_and_seen(tiny: Machine, glib_client: Client) -> None:
    await tiny.ready()
    client = await glib_client()
    await client.connect(tiny.uri)
    await client.type("echo Hello, World! >/tmp/typed\n")
    for key in ("l", "s", "ret"):
        await tiny.sendkey(key)
    await tiny.run("while ! grep -q World /tmp/typed; do sleep 0.1; done")
    shown = await tiny.settled()
    assert difference(await client.settle(), shown) == ""
    await tiny.run("seq 100 >/dev/tty1")
    assert difference(await tiny.settled(), shown) != ""
    assert difference(await client.settle(), await tiny.settled()) == ""


async def test_the_guest_has_other_keyboard_layouts(tiny: Machine, glib_client: Client) -> None:
    await tiny.ready()
    client = await glib_client()
    await client.connect(tiny.uri)
    await client.type("cat >>/tmp/typed\n")
    typed = []
    for layout in LAYOUTS:
        await tiny.run(f"loadkmap </layouts/{layout}; : >/tmp/typed")
        await client.type("qy-[\n")
        await tiny.run("while ! grep -q . /tmp/typed; do sleep 0.1; done")
        typed.append(await tiny.run("cat /tmp/typed"))
    await tiny.run("loadkmap </layouts/us")
    await client.key(LEFT_CTRL, True)
    await client.type("c")
    await client.key(LEFT_CTRL, False)
    assert dict(zip(LAYOUTS, typed, strict=True)) == {
        "us": "qy-[\n",
        "de": "qzßü\n",
        "fr": "ay)^\n",
        "ru": "йн-х\n",
    }


async def test_the_monitor_tells_events_and_refusals(tiny: Machine) -> None:
    await tiny.ready()
    with pytest.raises(MonitorError, match=r"eject \{'id': 'none'\}.*not found"):
        await tiny.qmp("eject", id="none")
    async with tiny.monitor() as monitor:
        async with tiny.paused():
            assert (await tiny.qmp("query-status"))["status"] == "paused"
            await monitor.event("STOP")
        await monitor.event("RESUME")
        assert (await monitor.execute("query-status"))["status"] == "running"


async def test_two_displays_are_seen(
    machine: Callable[..., Machine], tiny_guest: Guest, glib_client: Client
) -> None:
    two_consoles = replace(tiny_guest, append=f"{tiny_guest.append} fbcon=map:01")
    guest = machine(two_consoles, options=(*TABLET, "-device", "qxl,id=second"))
    client = await glib_client()
    await client.connect(guest.uri)
    await guest.ready()
    await guest.run("chvt 2; seq 100 >/dev/tty2")
    await guest.settled()
    second = await client.settle(display=1)
    assert difference(second, await guest.screendump(device="second")) == ""
    assert difference(second, await client.settle(display=0)) != ""
    whole = {"id": 0, "surface_id": 0, "x": 0, "y": 0, "width": 1024, "height": 768}
    assert await client.monitors(1) == [whole]
    await client.wait_for("monitors", display=1, monitors=[whole])


async def test_a_guest_moves_twice_and_takes_its_viewer_along(
    machine: Callable[..., Machine], tiny_guest: Guest, glib_client: Client
) -> None:
    def start(seamless: str, *options: str) -> Machine:
        display = Spice(f"seamless-migration={seamless}")
        return machine(tiny_guest, display, options=(*TABLET, *AGENT, *options))

    first, second, third = start("off"), start("on", *INCOMING), start("on", *INCOMING)
    client = await glib_client()
    await client.connect(first.uri)
    await first.ready()
    await first.run("echo before >/tmp/it")
    for source, target, picture_comes_anew in ((first, second, True), (second, third, False)):
        since = len(client.events)
        await migrate(source, target)
        source.stop()
        await client.type("ls -la /bin | head -40; echo typed >>/tmp/it\n")
        await target.run("while ! grep -q typed /tmp/it; do sleep 0.1; done")
        shown = await target.settled()
        assert difference(await client.settle(), shown) == ""
        marks = [event for event in client.events[since:] if event.name == "mark"]
        assert bool(marks) == picture_comes_anew
    assert await third.run("cat /tmp/it") == "before\ntyped\ntyped\n"


async def test_a_machine_that_was_stopped_is_gone(machine: Callable[..., Machine]) -> None:
    firmware = machine()
    assert firmware.process.processes() == [firmware.process.pid]
    firmware.stop()
    assert firmware.process.processes() == []
    with pytest.raises(PeerError, match="there is no monitor at"):
        await firmware.qmp("query-status")
    with pytest.raises(PeerError, match="there is no serial port at"):
        await firmware.run("true")


def test_a_file_system_for_kernels_is_what_was_packed(tmp_path: Path) -> None:
    need("busybox-static")
    tree, archive, unpacked = tmp_path / "tree", tmp_path / "archive", tmp_path / "unpacked"
    (tree / "folder" / "empty").mkdir(parents=True)
    (tree / "folder" / "file").write_bytes(bytes(range(256)) * 5)
    (tree / "program").write_text("#!/bin/sh\n")
    (tree / "program").chmod(0o755)
    (tree / "link").symlink_to("folder/file")
    write_initramfs(tree, archive)
    unpacked.mkdir()
    cpio = ("busybox", "cpio", "-i", "-d")
    subprocess.run(cpio, input=gzip.decompress(archive.read_bytes()), cwd=unpacked, check=True)
    assert contents(unpacked) == contents(tree)


def contents(tree: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and content of all that lies below a folder."""
    return {
        path.relative_to(tree).as_posix(): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in tree.rglob("*")
    }
