"""Which frames of a stream are left out when they come faster than they can be shown."""

from __future__ import annotations

from piment.client.clock import difference

BEHIND_MS = 200
"""How much later than the best one a frame may come and be shown. Less is the network's jitter;
more shows that frames pile up, here or on the way."""

MOST_MS_WITHOUT_PICTURE = 500
"""After which a frame is shown however late it is: from then on, that is how late they come."""


class Backlog:
    """Judges the frames of one stream by how late each comes.

    Frames are shown when they arrive. The clock that they are stamped with is not ours, and a
    network has its delay: only against each other can they be late.
    """

    def __init__(self) -> None:
        self._best: int | None = None
        self._shown = 0

    def has(self, margin: int, now_ms: int) -> bool:
        """Whether a frame, `margin` ms early and looked at `now_ms`, is one of a backlog."""
        best = margin if self._best is None else max(self._best, margin)
        is_behind = margin < best - BEHIND_MS
        if is_behind and difference(now_ms, self._shown) < MOST_MS_WITHOUT_PICTURE:
            self._best = best
            return True
        self._best = margin if is_behind else best
        self._shown = now_ms
        return False
