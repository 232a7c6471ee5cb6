"""What a user may choose about a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from piment.protocol.display import VideoCodecType
from piment.protocol.image import ImageCompression
from piment.protocol.main import MouseModeFlags


@dataclass(frozen=True, slots=True)
class Reconnect:
    """How a session that was lost is opened again: soon at first, then less and less often."""

    attempts: int | None = None
    """How often it is tried before the session is given up; None: for ever."""
    first_seconds: float = 0.5
    most_seconds: float = 15.0
    """The wait before the first attempt, and the longest wait; each is twice the one before."""

    def delays(self) -> Iterator[float]:
        """Yield how long to wait before each attempt."""
        delay, attempt = self.first_seconds, 0
        while self.attempts is None or attempt < self.attempts:
            yield delay
            delay, attempt = min(2 * delay, self.most_seconds), attempt + 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a session is opened and what it asks the server for."""

    mouse_mode: MouseModeFlags = MouseModeFlags.CLIENT
    """The mouse mode to ask for whenever the server can have it."""
    view_only: bool = False
    """Whether keyboard and mouse stay with the others: the inputs channel is not opened."""
    compression: ImageCompression | None = None
    """What images should be compressed with, where the server takes such wishes."""
    codecs: tuple[VideoCodecType, ...] = ()
    """The video codecs that are liked best, the best one first; none: the server's choice."""
    reconnect: Reconnect | None = None
    """What happens when the session is lost; None: it is over."""
    open_seconds: float = 20.0
    """How long opening the session may take."""
