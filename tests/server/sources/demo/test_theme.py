import pytest

from piment.server.sources.demo import theme
from piment.server.sources.demo.theme import Colour

# What WCAG 2 asks of text, and of text of no importance or large.
LEGIBLE = 4.5
FAINT = 2.5


def luminance(colour: Colour) -> float:
    linear = [
        channel / 255 / 12.92
        if channel / 255 <= 0.04045
        else ((channel / 255 + 0.055) / 1.055) ** 2.4
        for channel in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        (theme.INK, theme.PAPER, LEGIBLE),
        (theme.INK, theme.FRAME, LEGIBLE),
        (theme.INK, theme.ACCENT_FAINT, LEGIBLE),
        (theme.PANEL_INK, theme.PANEL, LEGIBLE),
        (theme.PANEL_INK, theme.PANEL_RAISED, LEGIBLE),
        (theme.INK_FAINT, theme.PAPER, FAINT),
        (theme.PANEL_INK_FAINT, theme.PANEL, FAINT),
        (theme.WHITE, theme.ACCENT, FAINT),
    ],
)
def test_text_can_be_read(ink: Colour, paper: Colour, least: float) -> None:
    assert contrast(ink, paper) >= least
