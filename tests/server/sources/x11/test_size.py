from __future__ import annotations

from collections.abc import Sequence

from piment.geometry import Size
from piment.server.scene.updates import Resized, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.size import SizeWatch


async def look(watch: SizeWatch) -> Sequence[Update]:
    await watch.connection.answered()
    watch.ask()
    await watch.connection.answered()
    return watch.answer()


async def test_it_is_told_at_first_and_when_it_changes(connection: Connection) -> None:
    watch = SizeWatch(connection)
    assert await look(watch) == (Resized(Size(640, 480)),)
    assert await look(watch) == ()
    await Resizer(connection).resize(Size(800, 500))
    assert await look(watch) == (Resized(Size(800, 500)),)
    assert watch.size == Size(800, 500)


async def test_only_the_last_of_several_sizes_counts(connection: Connection) -> None:
    watch = SizeWatch(connection)
    await look(watch)
    resizer = Resizer(connection)
    for width in (700, 710, 720):
        await resizer.resize(Size(width, 480))
    assert await look(watch) == (Resized(Size(720, 480)),)
