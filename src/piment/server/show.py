"""The heart of the server: everything a guest draws reaches every viewer through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from piment.server.scene.scene import Change, Scene
from piment.server.sources.base import Source


class Watcher(Protocol):
    """Who is told that the scene has changed: viewers, and what they share."""

    def changed(self, change: Change) -> None:
        """Take note that the scene has changed, and where."""
        ...


async def show(source: Source, scene: Scene, watchers: Callable[[], Iterable[Watcher]]) -> None:
    """Keep `scene` as the source says, and tell the viewers, until the desktop is gone.

    A viewer gets no updates, only damage: what it has not seen yet, merged. Its own tasks send
    when its network has room.

    Raises:
        SourceError: the desktop broke.

    """
    async for update in source.updates():
        change = scene.apply(update)
        for watcher in watchers():
            watcher.changed(change)
