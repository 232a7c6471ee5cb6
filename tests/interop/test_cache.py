"""The cache of what takes long to build: once, complete, and only the newest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.interop.peers.cache import built, cache_folder, kept, step
from tests.interop.peers.process import PeerError
from tests.interop.peers.qemu import build


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "piment"
    return cache_folder()


class Builder:
    """Writes a file, and counts how often."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, folder: Path) -> None:
        self.calls += 1
        (folder / "thing").write_text("built")


def test_a_thing_is_built_once_for_each_recipe(cache: Path) -> None:
    builder = Builder()
    first = built("thing", "recipe", builder)
    assert first == built("thing", "recipe", builder) == kept("thing", "recipe")
    assert (first / "thing").read_text() == "built"
    assert builder.calls == 1
    other = built("thing-other", "recipe", builder)
    second = built("thing", "another recipe", builder)
    assert sorted(path for path in cache.iterdir() if path.is_dir()) == sorted([other, second])


def test_several_at_once_build_it_once() -> None:
    builder = Builder()
    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(lambda _: built("thing", "recipe", builder), range(8)))
    assert len(places) == builder.calls == 1


def test_what_could_not_be_built_leaves_nothing(cache: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        step("sh", "-c", "echo no mirror answers; exit 3")

    with pytest.raises(PeerError, match=r"failed with 3:\nno mirror answers"):
        built("thing", "recipe", fail)
    assert [path for path in cache.iterdir() if path.is_dir()] == []
    with pytest.raises(PeerError, match="there is no program no-such-program"):
        step("no-such-program")


def test_what_cannot_be_built_ahead_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise PeerError("no mirror answers")

    monkeypatch.setitem(build.BUILDS, "tiny", fail)
    monkeypatch.setitem(build.BUILDS, "desktop", lambda: None)
    assert build.main(["desktop"]) == 0
    assert build.main(["tiny", "desktop"]) == 1
    assert capsys.readouterr().out == "tiny cannot be built: no mirror answers\n"
