from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from piment.geometry import Size
from piment.server.sources.base import SourceError
from piment.server.sources.x11 import xvfb as module
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.xvfb import LARGEST, Display, authority_entry, running_xvfb

SIZE = Size(320, 200)


def install(folder: Path, script: str) -> None:
    """Make an Xvfb of a few lines."""
    fake = folder / "Xvfb"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)


def test_an_authority_file_opens_every_display() -> None:
    assert authority_entry(b"0123456789abcdef") == (
        b"\xff\xff"  # any address
        b"\x00\x00"
        b"\x00\x00"  # any display number
        b"\x00\x12MIT-MAGIC-COOKIE-1"
        b"\x00\x100123456789abcdef"
    )


async def test_only_the_cookie_opens_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with running_xvfb(SIZE) as display:
        with pytest.raises(SourceError, match=f"cannot open {display.name}: .*XAUTHORITY"):
            await Connection.open(display.name, b"not the cookie!!")
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "none"))
        with pytest.raises(SourceError):
            await Connection.open(display.name)
        (await Connection.open(display.name, display.cookie)).close()
        monkeypatch.setenv("XAUTHORITY", display.environment["XAUTHORITY"])
        (await Connection.open(display.name)).close()


async def test_the_authority_is_for_its_user_alone_and_goes_with_the_server() -> None:
    async with running_xvfb(SIZE) as display:
        file = display.authority
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not file.parent.exists()


async def test_two_get_two_displays() -> None:
    async with running_xvfb(SIZE) as one, running_xvfb(SIZE) as other:
        assert one.name != other.name
        assert one.cookie != other.cookie


async def test_the_screen_leaves_room_to_grow() -> None:
    async with running_xvfb(Size(5000, 200)) as display:
        connection = await Connection.open(display.name, display.cookie)
        assert connection.screen.width_in_pixels == 5000
        assert connection.screen.height_in_pixels == LARGEST.height
        connection.close()


async def test_programs_are_told_where_to_appear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("PIMENTO", "red")
    environment = Display(":7", b"", Path("/some/file"), Path("/other")).environment
    assert environment["DISPLAY"] == ":7"
    assert environment["XAUTHORITY"] == "/some/file"
    assert environment["PIMENTO"] == "red"
    assert "WAYLAND_DISPLAY" not in environment


async def test_a_missing_xvfb_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="apt install xvfb"):
        async with running_xvfb(SIZE):
            pass


async def test_what_xvfb_complains_about_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(tmp_path, "echo first >&2; echo 'no fonts today' >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(SourceError, match="Xvfb does not start: no fonts today"):
        async with running_xvfb(SIZE):
            pass


async def test_a_silent_xvfb_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: Callable[[], dict[str, int]]
) -> None:
    install(tmp_path, "exec sleep 1000")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(module, "_START_TIMEOUT_S", 0.1)
    with pytest.raises(SourceError, match="not ready"):
        async with running_xvfb(SIZE):
            pass
    assert started() == {}


async def test_being_cancelled_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: Callable[[], dict[str, int]]
) -> None:
    install(tmp_path, "exec sleep 1000")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1), running_xvfb(SIZE):
            pass
    assert started() == {}
