"""What the channels of one viewer share."""

from __future__ import annotations

from collections.abc import Callable

from piment.protocol.main import MouseModeFlags
from piment.server.scene.scene import Change

Watcher = Callable[[Change], None]


class Viewer:
    """Somebody who looks at the desktop and drives it.

    Channels register what to call when the scene, or the viewer's own state, has changed.
    """

    def __init__(self, session_id: int, name: str) -> None:
        self.session_id = session_id
        self.name = name
        self.has_fast_network = False
        """Whether the start-up test of the main channel has found a fast network, or none."""
        self._mouse_mode = MouseModeFlags.SERVER
        self._watchers: list[Watcher] = []

    @property
    def mouse_mode(self) -> MouseModeFlags:
        """Whether the pointer is moved (SERVER) or placed (CLIENT, which draws it itself)."""
        return self._mouse_mode

    @mouse_mode.setter
    def mouse_mode(self, mode: MouseModeFlags) -> None:
        self._mouse_mode = mode
        self.changed(Change())

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` with each change; return how to stop that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def changed(self, change: Change) -> None:
        """Tell the channels that the scene has changed, and where."""
        for watcher in self._watchers.copy():
            watcher(change)
