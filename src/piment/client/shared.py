"""What the channels of one session have in common."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from piment.client.clock import Clock
from piment.client.display.memory import DisplayMemory
from piment.client.events import Event
from piment.client.progress import Progress
from piment.protocol.main import MouseModeFlags

Listener = Callable[[Event], None]


class Shared:
    """Clock, progress, workers, and whoever listens; one for a session and all its connections."""

    def __init__(self, workers: Executor) -> None:
        self.workers = workers
        """Threads for pixel work that is worth the hop; each display channel may hold one."""
        self.clock = Clock()
        self.progress = Progress()
        self.mouse_mode = MouseModeFlags.SERVER
        self.mouse_modes = MouseModeFlags.SERVER
        """What the server can do."""
        self.ram_hint = 0
        """Bytes of the machine's video memory, by which the GLZ window is sized."""
        self._listeners: list[Listener] = []
        self._display_memory: DisplayMemory | None = None

    @property
    def display_memory(self) -> DisplayMemory:
        """What the display channels of one connection remember together."""
        if self._display_memory is None or self._display_memory.is_closed:
            self._display_memory = DisplayMemory(self.ram_hint)
        return self._display_memory

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event from now on; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, event: Event) -> None:
        """Let all listeners know."""
        for listener in self._listeners.copy():
            listener(event)
