"""To a machine through its monitor."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from piment.server.sources.base import SourceError
from piment.server.sources.qemu import monitor, names
from piment.server.sources.qemu.attach.base import AbsentError
from piment.server.sources.qemu.attach.monitored import Monitored
from tests.server.sources.qemu.fake.machine import FakeQemu

Start = Callable[..., FakeQemu]


async def test_it_gets_the_display_and_keeps_the_monitor(fake: Start) -> None:
    machine = fake(name="the machine")
    attachment = await Monitored(machine.path).attach()
    objects = await attachment.remote.objects(names.ROOT)
    assert objects[names.VM_PATH][names.VM]["Name"] == "the machine"
    assert attachment.monitor is not None
    assert await attachment.monitor.execute("query-status") == {}
    commands = [command for command, _ in machine.monitor.commands]
    assert commands == ["qmp_capabilities", "getfd", "add_client", "query-status"]
    attachment.close()


async def test_it_can_attach_again(fake: Start) -> None:
    way = Monitored(fake().path)
    for _ in range(3):
        attachment = await way.attach()
        await attachment.remote.objects(names.ROOT)
        attachment.close()
    await way.close()


async def test_a_machine_that_is_not_there_may_come(tmp_path: Path) -> None:
    path = tmp_path / "qmp.sock"
    way = Monitored(path)
    assert way.label == f"QEMU at {path}"
    with pytest.raises(AbsentError, match=f"no QEMU serves its monitor at {path}"):
        await way.attach()
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    with pytest.raises(AbsentError):
        await way.attach()


async def test_a_qemu_without_such_a_display_says_what_to_do(fake: Start) -> None:
    machine = fake()
    machine.monitor.refuses["add_client"] = "protocol '@dbus-display' is invalid"
    with pytest.raises(SourceError, match=r"is invalid; start QEMU with -display dbus,p2p=on"):
        await Monitored(machine.path).attach()


async def test_a_monitor_that_serves_another_program_may_be_free_later(
    fake: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor, "_GREETING_S", 0.05)
    way = Monitored(fake().path)
    first = await way.attach()
    with pytest.raises(AbsentError, match=r"qmp.sock: no monitor greets: another program may"):
        await way.attach()
    first.close()
    (await way.attach()).close()


async def test_a_path_that_is_no_socket(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises((SourceError, AbsentError), match="file"):
        await Monitored(tmp_path / "file").attach()
    with pytest.raises(SourceError, match="cannot connect"):
        await Monitored(tmp_path / ("x" * 200)).attach()


async def test_what_is_no_monitor(tmp_path: Path) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n")
        writer.close()

    server = await asyncio.start_unix_server(serve, tmp_path / "odd")
    with pytest.raises(SourceError, match="odd: a monitor does not write like that"):
        await Monitored(tmp_path / "odd").attach()
    server.close()


@pytest.mark.parametrize("when", ["greeting", "add_client", "handshake"])
async def test_a_machine_that_ends_meanwhile_is_not_there(
    fake: Start, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = fake()

    def hang_up(*_: object) -> None:
        assert machine.monitor._peer is not None
        machine.monitor._peer.shutdown(socket.SHUT_RDWR)

    if when == "greeting":
        monkeypatch.setattr(machine.monitor, "_send", hang_up)
    elif when == "add_client":
        monkeypatch.setattr(machine.monitor, "_add_client", lambda sock: (sock.close(), hang_up()))
        monkeypatch.setattr(machine.monitor, "_answer", hang_up)
    else:
        monkeypatch.setattr(machine.monitor, "_add_client", lambda sock: sock.close())
    with pytest.raises(AbsentError):
        await Monitored(machine.path).attach()
