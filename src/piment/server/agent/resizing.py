"""How a viewer wants the guest's screens, told to the source (agent.md 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from piment.errors import ProtocolError
from piment.geometry import Point, Size
from piment.limits import MOST_MONITOR_SIDE, MOST_MONITORS
from piment.protocol.agent import MonitorsConfig, MonitorsConfigFlags, VDAgentMessage
from piment.server.agent.base import Route
from piment.server.agent.collector import Collector
from piment.server.scene.actions import Action, ScreensWanted, ScreenWish
from piment.server.scene.scene import Scene

MOST_CONFIG_BYTES = 8 + 24 * MOST_MONITORS
"""Body of a MONITORS_CONFIG with positions and sizes in millimetres."""


class Resizing:
    """Takes the wishes of whoever has the agent, while the source says that it can fulfil them."""

    def __init__(self, scene: Scene, act: Callable[[Action], None]) -> None:
        self._scene = scene
        self._act = act
        self._last: bytes | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the source takes wishes."""
        return self._scene.resizable.possible

    @property
    def refusal(self) -> str:
        """What to tell a viewer whose wish nobody can fulfil."""
        why = self._scene.resizable.why or "neither the machine nor an agent in it can change that"
        return f"the screen keeps its size: {why}"

    def route(self, head: VDAgentMessage) -> Route:
        """Return where the pieces of a MONITORS_CONFIG with this header go.

        Raises:
            ProtocolError: it is too large.

        """
        return Collector(head, MOST_CONFIG_BYTES, self._want)

    def take_last(self) -> bytes | None:
        """Return and forget the body of the last wish; the source may not have fulfilled it."""
        last, self._last = self._last, None
        return last

    def _want(self, body: bytes) -> None:
        wanted = screens_wanted(MonitorsConfig.unpack(body))
        if any(wish.size != (0, 0) for wish in wanted.screens):  # else nothing would be left
            self._last = body
            self._act(wanted)


def screens_wanted(config: MonitorsConfig) -> ScreensWanted:
    """Return what a viewer wishes with a MONITORS_CONFIG.

    Raises:
        ProtocolError: a monitor is larger than any.

    """
    return ScreensWanted(tuple(_wishes(config)))


def _wishes(config: MonitorsConfig) -> Iterator[ScreenWish]:
    has_places = bool(config.flags & MonitorsConfigFlags.USE_POS)
    right = 0
    for number, monitor in enumerate(config.monitors):
        size = Size(monitor.width, monitor.height)
        if max(size) > MOST_MONITOR_SIDE:
            raise ProtocolError(
                f"monitor {number} is to have {size} pixels, allowed are {MOST_MONITOR_SIDE} a side"
            )
        place = Point(monitor.x, monitor.y) if has_places else Point(right, 0)
        yield ScreenWish(size, place, _millimetres(config, number))
        right += size.width


def _millimetres(config: MonitorsConfig, number: int) -> Size | None:
    if config.monitors_mm is None:
        return None
    size = Size(config.monitors_mm[number].width, config.monitors_mm[number].height)
    return size if all(size) else None
