from __future__ import annotations

import asyncio
from typing import Any

import pytest
from xcffib import randr

from piment.geometry import Size
from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.xvfb import LARGEST
from tests.server.sources.x11.desk import open_xvfb


def now(eyes: Any) -> Size:
    reply = eyes.core.GetGeometry(eyes.get_setup().roots[0].root).reply()
    return Size(reply.width, reply.height)


def modes(eyes: Any) -> list[Size]:
    """The sizes that programs can choose from."""
    reply = eyes(randr.key).GetScreenResourcesCurrent(eyes.get_setup().roots[0].root).reply()
    return sorted(Size(mode.width, mode.height) for mode in reply.modes)


async def test_any_size_and_back(connection: Connection, eyes: Any) -> None:
    resizer = Resizer(connection)
    for size in (Size(1111, 777), LARGEST, Size(1, 1), Size(640, 480), Size(640, 480)):
        await resizer.resize(size)
        assert now(eyes) == size


async def test_sizes_that_are_over_leave_no_modes(connection: Connection, eyes: Any) -> None:
    eyes(randr.key).QueryVersion(1, 3).reply()
    resizer = Resizer(connection)
    before = modes(eyes)
    for width in range(700, 710):
        await resizer.resize(Size(width, 500))
    await connection.answered()
    assert modes(eyes) == sorted([*before, Size(709, 500)])


async def test_programs_get_a_plausible_resolution(connection: Connection) -> None:
    await Resizer(connection).resize(Size(960, 480))
    info = connection.extension("RANDR").GetScreenInfo(connection.root)
    await connection.answered()
    sizes = info.reply().sizes
    assert any((size.width, size.height) == (960, 480) for size in sizes)


async def test_two_at_once_take_turns(connection: Connection, eyes: Any) -> None:
    resizer = Resizer(connection)
    await asyncio.gather(*(resizer.resize(Size(700 + i, 600)) for i in range(4)))
    assert now(eyes) == Size(703, 600)


@pytest.mark.parametrize("size", [Size(5000, 480), Size(640, 2561), Size(0, 0)])
async def test_what_is_too_large_is_refused(connection: Connection, eyes: Any, size: Size) -> None:
    with pytest.raises(SourceError, match=f"cannot become {size}.*from 1x1 to 4096x2560"):
        await Resizer(connection).resize(size)
    assert now(eyes) == Size(640, 480)


async def test_a_display_of_fixed_size() -> None:
    async with open_xvfb("-extension", "RANDR") as (name, _):
        connection = await Connection.open(name)
        with pytest.raises(SourceError, match="lacks RANDR"):
            await Resizer(connection).resize(Size(10, 10))
        connection.close()


async def test_a_screen_that_is_off(connection: Connection) -> None:
    requests = connection.extension("RANDR")
    resources = requests.GetScreenResourcesCurrent(connection.root)
    await connection.answered()
    requests.SetCrtcConfig(resources.reply().crtcs[0], 0, 0, 0, 0, 0, 1, 0, []).discard_reply()
    with pytest.raises(SourceError, match="has 0 screens"):
        await Resizer(connection).resize(Size(700, 500))


async def test_a_refused_size_leaves_the_old_one(
    connection: Connection, eyes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    resizer = Resizer(connection)
    monkeypatch.setattr(resizer, "_check_limits", lambda *_: None)
    with pytest.raises(SourceError, match="refuses to become 5000x600"):
        await resizer.resize(Size(5000, 600))
    assert now(eyes) == Size(640, 480)
    await resizer.resize(Size(700, 500))
    assert now(eyes) == Size(700, 500)


async def test_closed_meanwhile(connection: Connection) -> None:
    resizing = asyncio.create_task(Resizer(connection).resize(Size(700, 500)))
    await asyncio.sleep(0)
    connection.close()
    with pytest.raises(SourceError, match="was closed"):
        await resizing
