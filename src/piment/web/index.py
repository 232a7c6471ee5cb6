"""The page itself: its links name one version of the files, and all programs that it begins with.

Browsers keep files of a version for good, so that a page that is opened again asks for itself
alone; and they need not read one program to learn which others it imports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

PROGRAM = "/app/main.js"
"""What the page begins with."""

_LINK = re.compile(rb'(?<=")app/')
_IMPORTED = re.compile(rb"""^(?:import|export)\b[^;"]*?"(\.[^"]+)";$""", re.MULTILINE)
_END_OF_HEAD = b"</head>"


def linked(index: bytes, version: str, programs: Mapping[str, bytes]) -> bytes:
    """Return the page with its links; `programs` are those of all files by their paths."""
    preloads = b"".join(
        b'<link rel="modulepreload" href="%s%s">\n' % (version.encode(), path.encode())
        for path in sorted(imported(PROGRAM, programs))
    )
    page = _LINK.sub(version.encode() + b"/app/", index)
    return page.replace(_END_OF_HEAD, preloads + _END_OF_HEAD, 1)


def imported(path: str, programs: Mapping[str, bytes]) -> set[str]:
    """Return the paths of all programs that one imports, and those import, and so on."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        new = set(_imports(waiting.pop(), programs)) - found - {path}
        found |= new
        waiting += new
    return found


def _imports(path: str, programs: Mapping[str, bytes]) -> Iterator[str]:
    for name in _IMPORTED.findall(programs[path]):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name.decode()))
        if target in programs:
            yield target
