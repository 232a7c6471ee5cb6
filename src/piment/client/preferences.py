"""How whoever handed out a desktop wants it to be shown; no connection depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Preferences:
    """The wishes of a connection file; None where it has none."""

    fullscreen: bool | None = None
    hotkeys: Mapping[str, str] = field(default_factory=dict, hash=False)
    """By action, such as `toggle-fullscreen` or `secure-attention`: keys such as `shift+f11`."""
    color_depth: int | None = None
    """Bits of a pixel: 16 or 32."""
    disabled_effects: frozenset[str] = frozenset()
    """What the guest is asked to go without: `wallpaper`, `font-smooth`, `animation`, `all`."""
    smartcard: bool | None = None
    """Whether smartcards are handed on to the guest."""
    usbredir: bool | None = None
    """Whether USB devices may be handed on to the guest."""
    usb_autoshare: bool | None = None
    """Whether that happens to new devices by itself."""
    usb_filter: str | None = None
    """To which: rules `CLASS,VENDOR,PRODUCT,VERSION,ALLOW`, separated by `|`."""
