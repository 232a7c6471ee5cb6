"""Colours (R, G, B) and measures (pixels) that several parts of the demo desktop share."""

from __future__ import annotations

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
PAPER: Colour = (252, 252, 254)
FRAME: Colour = (238, 240, 245)
FRAME_ASLEEP: Colour = (246, 247, 250)
LINE: Colour = (214, 218, 228)
INK: Colour = (38, 43, 58)
INK_FAINT: Colour = (140, 147, 165)
ACCENT: Colour = (214, 64, 69)
ACCENT_FAINT: Colour = (252, 228, 226)

PANEL: Colour = (24, 27, 42)
PANEL_RAISED: Colour = (52, 57, 82)
PANEL_INK: Colour = (232, 235, 245)
PANEL_INK_FAINT: Colour = (126, 133, 160)
LAMP: Colour = (122, 214, 140)

TEXT_SIZE = 15
SMALL_TEXT_SIZE = 13

PANEL_HEIGHT = 36
TITLE_HEIGHT = 36
CORNER_RADIUS = 11
SHADOW_MARGIN = 34
