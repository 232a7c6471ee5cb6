r"""Text with escapes, for command lines: `\n` is Enter, `\t` Tab, `\\` a backslash.

And `\u20ac` is the character of that number, in four hexadecimal digits.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.|$)", re.DOTALL)
_SINGLE = {"n": "\n", "t": "\t", "\\": "\\"}


def unescape(text: str) -> str:
    r"""Return what `text` stands for: `ls\n` is `ls` and Enter.

    Raises:
        ValueError: there is no such escape.

    """
    return _ESCAPE.sub(_meaning, text)


def _meaning(match: re.Match[str]) -> str:
    name = match[1]
    if name in _SINGLE:
        return _SINGLE[name]
    if len(name) > 1:
        return chr(int(name[1:], 16))
    raise ValueError(rf"\{name} means nothing: there are \n, \t, \\ and \u with four digits")
