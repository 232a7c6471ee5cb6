"""Lengths of time as people write them."""

from __future__ import annotations

import re

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds_in(text: str) -> float:
    """Return the seconds of `90s`, `15m`, `8h`, `2d`, or of a bare number of seconds.

    Raises:
        ValueError: the text is none of these.

    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text.strip(), re.ASCII)
    if match is None:
        raise ValueError(f"{text!r} is no length of time: write 90s, 15m, 8h or 2d")
    return float(match[1]) * _SECONDS[match[2] or "s"]
