"""To a machine by starting it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from piment.server.sources.base import SourceError
from piment.server.sources.qemu import names
from piment.server.sources.qemu.attach.started import Started

# A program that is what QEMU is to us: it gets our options, greets, and ends when asked to.
HERE = Path(__file__).parents[5]
QEMU = (sys.executable, "-m", "tests.server.sources.qemu.fake.program")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the program find itself, and write into a folder what it did."""
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("FAKE_QEMU_FOLDER", str(tmp_path))
    return tmp_path


async def test_it_starts_and_ends_with_us(here: Path) -> None:
    way = Started([*QEMU, "-m", "64"])
    assert way.label == sys.executable
    attachment = await way.attach()
    objects = await attachment.remote.objects(names.ROOT)
    assert objects[names.VM_PATH][names.VM]["Name"] == "started"
    arguments = (here / "arguments").read_text().split()
    assert arguments[:4] == ["-m", "64", "-display", "dbus,p2p=on"]
    attachment.close()
    await way.close()
    assert (here / "ended").read_text() == "asked to"


async def test_its_end_is_the_end_of_the_display(here: Path) -> None:
    way = Started(QEMU)
    attachment = await way.attach()
    assert attachment.monitor is not None
    await attachment.monitor.execute("quit")
    async with asyncio.timeout(20):
        await attachment.remote.ended.wait()
        await attachment.monitor.ended.wait()
    with pytest.raises(SourceError, match=r"ended with status 0; it may have said why"):
        await way.attach()
    attachment.close()
    await way.close()


async def test_options_that_qemu_refuses(capfd: pytest.CaptureFixture[str]) -> None:
    way = Started([*QEMU, "-no-such-option"])
    with pytest.raises(SourceError, match="ended with status 1; it may have said why"):
        await way.attach()
    assert "invalid option" in capfd.readouterr().err
    await way.close()


async def test_a_program_that_is_not_there() -> None:
    way = Started(["/no/such/qemu"])
    with pytest.raises(SourceError, match="cannot start /no/such/qemu: No such file"):
        await way.attach()
    await way.close()


async def test_the_monitor_is_ours_alone() -> None:
    way = Started(QEMU)
    attachment = await way.attach()
    assert way._way is not None
    path = way._way._path
    assert path.parent.stat().st_mode & 0o077 == 0
    attachment.close()
    await way.close()
    assert not os.path.lexists(path)


async def test_closing_before_it_was_started() -> None:
    await Started(QEMU).close()
