from __future__ import annotations

import asyncio

import pytest

from piment.server.sources.base import SourceError
from piment.server.sources.x11 import attach as module
from piment.server.sources.x11.attach import attach
from piment.server.sources.x11.xvfb import Display
from tests.server.sources.x11.desk import open_xvfb

FIRST_TCP_PORT = 6000


async def test_extensions_are_greeted_and_ready(display: Display) -> None:
    attached = await attach(display.name)
    assert {"DAMAGE", "XFIXES", "XTEST", "MIT-SHM", "RANDR"} <= attached.extensions.keys()
    assert attached.screen.root
    # Refused by a server that was not greeted.
    attached.extensions["XFIXES"].CreateRegion(attached.x.generate_id(), 0, [], True).check()
    attached.x.disconnect()


@pytest.mark.parametrize("label", ["nonsense", ":", "here:there"])
async def test_a_name_that_is_none(label: str) -> None:
    with pytest.raises(SourceError, match=f"cannot open {label}: .*looks like :0 or host:0"):
        await attach(label)


async def test_nobody_is_there() -> None:
    with pytest.raises(SourceError, match="cannot open :4711: no X server runs there"):
        await attach(":4711")


async def test_no_name_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceError, match="the display that DISPLAY names"):
        await attach(None)


async def test_a_screen_that_is_not_there(display: Display) -> None:
    with pytest.raises(SourceError, match="no such screen"):
        await attach(f"{display.name}.5")


@pytest.mark.parametrize("extension", ["XTEST", "DAMAGE"])
async def test_a_server_without_what_we_need(extension: str) -> None:
    async with open_xvfb("-extension", extension) as (name, _):
        with pytest.raises(SourceError, match=f"lacks {extension}"):
            await attach(name)


async def test_a_server_without_what_we_can_do_without() -> None:
    async with open_xvfb("-extension", "MIT-SHM", "-extension", "RANDR") as (name, _):
        attached = await attach(name)
        assert "MIT-SHM" not in attached.extensions
        attached.x.disconnect()


async def test_a_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TIMEOUT_S", 0.1)
    connected: list[asyncio.StreamWriter] = []
    silent = await asyncio.start_server(lambda _, writer: connected.append(writer), "127.0.0.1", 0)
    number = silent.sockets[0].getsockname()[1] - FIRST_TCP_PORT
    with pytest.raises(SourceError, match="does not answer"):
        await attach(f"127.0.0.1:{number}")
    silent.close()
    for writer in connected:
        writer.close()


async def test_a_server_that_hangs_up() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    rude = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    number = rude.sockets[0].getsockname()[1] - FIRST_TCP_PORT
    with pytest.raises(SourceError, match=f"cannot open 127.0.0.1:{number}"):
        await attach(f"127.0.0.1:{number}")
    rude.close()
