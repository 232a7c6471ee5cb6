"""The page's programs without their comments: a third of what would travel otherwise."""

from __future__ import annotations

import re

_WITH_OWN_LINES = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)$", re.MULTILINE | re.DOTALL
)


def without_comments(source: str) -> str:
    """Return a program of JavaScript without the comments that have lines of their own.

    Those lines stay, empty: what a browser says of line 47 is about line 47 of our file.
    """
    return _WITH_OWN_LINES.sub(lambda comment: "\n" * comment[0].count("\n"), source)
