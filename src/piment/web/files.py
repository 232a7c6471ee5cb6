"""The page's files as they are given out: only those, from memory, so no path leads elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from piment.web.index import linked
from piment.web.lines import shortened

ROOT = Path(__file__).parent

FOLDERS = ("app", "core")
"""What lies in these is the page."""

INDEX = "/app/index.html"

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""Content types by the ends of names; nothing else is given out."""

SHORTENED = {".css", ".js"}
"""What travels without comments and indentation."""

_DIGITS = 16
"""Of hashes: enough that no two of our own meet."""


@dataclass(frozen=True, slots=True)
class File:
    """One file."""

    body: bytes
    kind: str
    """Its content type."""
    etag: str
    """Changes with the content; in quotes, as HTTP has it."""
    is_fixed: bool
    """Whether there will never be anything else at its path."""


def load_files(root: Path = ROOT) -> Mapping[str, File]:
    """Return the files of the page by their paths.

    `/` is the page itself; the paths of all others begin with their version.
    """
    bodies = {f"/{path.relative_to(root).as_posix()}": _load(path) for path in _paths(root)}
    index = bodies.pop(INDEX)
    version = _digest(b"\0".join(part for path in bodies for part in (path.encode(), bodies[path])))
    programs = {path: body for path, body in bodies.items() if path.endswith(".js")}
    files = {f"/{version}{path}": _file(path, body, fixed=True) for path, body in bodies.items()}
    return files | {"/": _file(INDEX, linked(index, version, programs), fixed=False)}


def _paths(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in KINDS and path.is_file():
                yield path


def _load(path: Path) -> bytes:
    body = path.read_bytes()
    return shortened(body.decode()).encode() if path.suffix in SHORTENED else body


def _file(path: str, body: bytes, *, fixed: bool) -> File:
    return File(body, KINDS[Path(path).suffix], f'"{_digest(body)}"', fixed)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_DIGITS]
