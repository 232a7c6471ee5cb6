"""PC set 1 scancodes, from the bytes of a keyboard to keys (wire.md 8.2)."""

from __future__ import annotations

from collections.abc import Iterator

from piment.keycodes import RELEASE

_PREFIX_LENGTHS = {0xE0: 1, 0xE1: 2}
"""How many bytes follow a prefix."""


class ScancodeReader:
    """Reads keys from a stream of scancode bytes, whatever messages they came in."""

    def __init__(self) -> None:
        self._pending = b""

    def read(self, codes: bytes) -> Iterator[tuple[int, bool]]:
        """Yield each completed key as its make code, prefix above, and whether it went down."""
        for byte in codes:
            self._pending += bytes([byte])
            if len(self._pending) <= _PREFIX_LENGTHS.get(self._pending[0], 0):
                continue
            *prefix, last = self._pending
            self._pending = b""
            pressed = not last & RELEASE
            make = [prefix[0], *(code & ~RELEASE for code in prefix[1:])] if prefix else []
            yield int.from_bytes(bytes([*make, last & ~RELEASE])), pressed
