"""What the display channels of a session remember together (wire.md 14.1, 14.4)."""

from __future__ import annotations

from piment.client.display.dictionary import Dictionary
from piment.client.display.pixmaps import Pixmaps
from piment.protocol.display import Init

PIXMAP_CACHE_ID = 1
PIXMAP_CACHE_PIXELS = (80 << 20) // 4
"""What the reference client announces: 80 MiB of 32 bits."""

DICTIONARY_ID = 1
LEAST_DICTIONARY_BYTES = 12 << 20
MOST_DICTIONARY_BYTES = 64 << 20
"""Between these, the reference client takes half of the machine's video memory."""


class DisplayMemory:
    """Images that commands name, and the dictionary that coded ones refer to.

    It lasts from the first channel that joins to the last that leaves: to a new connection, a
    server says everything anew.
    """

    def __init__(self, ram_hint: int) -> None:
        """Begin with nothing, for a machine with so many bytes of video memory."""
        size = min(max(ram_hint // 2, LEAST_DICTIONARY_BYTES), MOST_DICTIONARY_BYTES)
        self.window_pixels = size // 4
        self.pixmaps = Pixmaps(PIXMAP_CACHE_PIXELS)
        self.dictionary = Dictionary(self.window_pixels)
        self.is_closed = False
        self._members: set[int] = set()

    @property
    def is_shared(self) -> bool:
        """Whether images may come on more than one channel."""
        return len(self._members) > 1

    def join(self, channel_id: int) -> Init:
        """Count in a display channel; return what it has to say first (wire.md 7.4)."""
        self._members.add(channel_id)
        return Init(
            pixmap_cache_id=PIXMAP_CACHE_ID,
            pixmap_cache_size=PIXMAP_CACHE_PIXELS,
            glz_dictionary_id=DICTIONARY_ID,
            glz_dictionary_window_size=self.window_pixels,
        )

    def leave(self, channel_id: int) -> None:
        """Count out a display channel whose connection has ended; with the last one all is over."""
        self._members.discard(channel_id)
        if not self._members:
            self.close()

    def outlive(self, channel_id: int) -> None:
        """Close it if a channel that is in it gets another connection: all others will, too."""
        if channel_id in self._members:
            self.close()

    def close(self) -> None:
        """Forget everything, and let all that wait fail."""
        self.is_closed = True
        self.pixmaps.close()
        self.dictionary.close()
