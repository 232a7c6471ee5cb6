"""The page's files, and nothing but those."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from piment.web.files import KINDS, File, load_files

MOST_PAGE_BYTES = 400_000
"""All of the page as it travels: one second on a network of 3 Mbit/s."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("app/index.html", "app/main.js", "core/a/b.js", "core/secret.py", "outside.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name};")
    return tmp_path


def version_of(files: Mapping[str, File]) -> str:
    """Return the first part of the paths of all files but the page."""
    (version,) = {path.split("/")[1] for path in files if path != "/"}
    return version


def test_only_files_of_the_page_with_known_kinds(root: Path) -> None:
    files = load_files(root)
    version = version_of(files)
    assert sorted(files) == ["/", f"/{version}/app/main.js", f"/{version}/core/a/b.js"]
    file = files[f"/{version}/core/a/b.js"]
    assert file.body == b"core/a/b.js;"
    assert file.kind == KINDS[".js"] == "text/javascript; charset=utf-8"
    assert file.is_fixed
    assert files["/"].body == b"app/index.html;"
    assert files["/"].kind == KINDS[".html"]
    assert not files["/"].is_fixed


def test_paths_and_tags_change_with_the_content(root: Path) -> None:
    before = load_files(root)
    assert load_files(root) == before
    (root / "app/index.html").write_text('"app/main.js";')
    page = load_files(root)
    assert version_of(page) == version_of(before)
    assert page["/"].etag != before["/"].etag
    assert page["/"].body == f'"{version_of(page)}/app/main.js";'.encode()
    assert page["/"].etag[0] == page["/"].etag[-1] == '"'
    (root / "app/main.js").write_text("other")
    after = load_files(root)
    assert version_of(after) != version_of(before)
    assert after["/"].etag != page["/"].etag


def test_the_page_is_small() -> None:
    files = load_files()
    size = sum(len(file.body) for file in files.values())
    assert size <= MOST_PAGE_BYTES
