"""The page's files, and nothing but those."""

from __future__ import annotations

from pathlib import Path

import pytest

from piment.web.files import INDEX, KINDS, load_files

MOST_PAGE_BYTES = 400_000
"""All of the page as it travels: one second on a network of 3 Mbit/s."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("app/index.html", "app/main.js", "core/a/b.js", "core/secret.py", "outside.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_only_files_of_the_page_with_known_kinds(root: Path) -> None:
    files = load_files(root)
    assert sorted(files) == ["/", "/app/index.html", "/app/main.js", "/core/a/b.js"]
    assert files["/"] is files[INDEX]
    assert files["/core/a/b.js"].body == b"core/a/b.js"
    assert files["/core/a/b.js"].kind == KINDS[".js"] == "text/javascript; charset=utf-8"


def test_the_tag_changes_with_the_content(root: Path) -> None:
    before = load_files(root)
    (root / "app/main.js").write_text("other")
    after = load_files(root)
    assert before["/app/main.js"].etag != after["/app/main.js"].etag
    assert before["/"].etag == after["/"].etag
    assert after["/"].etag[0] == after["/"].etag[-1] == '"'


def test_the_page_is_small() -> None:
    files = load_files()
    size = sum(len(file.body) for path, file in files.items() if path != "/")
    assert size <= MOST_PAGE_BYTES
