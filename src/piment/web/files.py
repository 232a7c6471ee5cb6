"""The page's files as they are given out: only those, from memory, so no path leads elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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

_ETAG_DIGITS = 32


@dataclass(frozen=True, slots=True)
class File:
    """One file."""

    body: bytes
    kind: str
    """Its content type."""
    etag: str
    """Changes with the content; in quotes, as HTTP has it."""


def load_files(root: Path = ROOT) -> Mapping[str, File]:
    """Return the files of the page by their paths; `/` is the page itself."""
    files = {f"/{path.relative_to(root).as_posix()}": _load(path) for path in _paths(root)}
    return files | {"/": files[INDEX]}


def _paths(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in KINDS and path.is_file():
                yield path


def _load(path: Path) -> File:
    body = path.read_bytes()
    if path.suffix in SHORTENED:
        body = shortened(body.decode()).encode()
    digest = hashlib.sha256(body).hexdigest()
    return File(body, KINDS[path.suffix], f'"{digest[:_ETAG_DIGITS]}"')
