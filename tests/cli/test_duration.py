"""Lengths of time."""

from __future__ import annotations

import pytest

from piment.cli.duration import seconds_in


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90s", 90), ("15m", 900), ("1.5h", 5400), (" 2d ", 172_800), ("0s", 0)],
)
def test_what_people_write(text: str, seconds: float) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "-5s", "5 weeks", "1h30m", "1e3", "nan", "٣s"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="write 90s, 15m, 8h or 2d"):
        seconds_in(text)
