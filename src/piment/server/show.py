"""The heart of the server: everything a guest draws reaches every viewer through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from piment.server.scene.scene import Scene
from piment.server.sources.base import Source
from piment.server.viewer import Viewer


async def show(source: Source, scene: Scene, viewers: Callable[[], Iterable[Viewer]]) -> None:
    """Keep `scene` as the source says, and tell the viewers, until the desktop is gone.

    A viewer gets no updates, only damage: what it has not seen yet, merged. Its own tasks send
    when its network has room.

    Raises:
        SourceError: the desktop broke.

    """
    async for update in source.updates():
        change = scene.apply(update)
        for viewer in viewers():
            viewer.changed(change)
