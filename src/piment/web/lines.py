"""The page's programs as they travel: half of their bytes are comments and indentation."""

from __future__ import annotations

import re

_COMMENTS = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)$", re.MULTILINE | re.DOTALL)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


def shortened(source: str) -> str:
    """Return a program or a style sheet without indentation, and without comments that fill lines.

    All lines stay, if empty: what a browser says of line 47 is about line 47 of our file. Strings
    that go on over lines lose their indentation too.
    """
    plain = _COMMENTS.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    return _INDENTATION.sub("", plain)
