from __future__ import annotations

import asyncio
import os
import socket
import stat
from pathlib import Path

import pytest

from piment.transport import unix
from tests.transport.ends import Listening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.sock"


async def talk(held: Listening, path: Path) -> None:
    far = await unix.connect(path)
    near = await held.near()
    far.write(b"hello")
    assert await near.read() == b"hello"
    assert near.peer == far.peer == "local peer"
    await asyncio.gather(near.close(), far.close())


async def test_only_the_owner_may_connect(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_umask(mask: int) -> int:
        raise AssertionError(f"the umask {mask:o} is the whole process's")

    before = os.umask(0)  # whatever the user's is
    try:
        with monkeypatch.context() as patch:
            patch.setattr(os, "umask", no_umask)
            held = Listening()
            server = await unix.listen(path, held.accept)
    finally:
        os.umask(before)
    mode = path.stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600
    await talk(held, path)
    server.close()


async def test_nobody_can_connect_before_the_mode_is_right(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its making and its mode, the socket does not listen."""
    refused = []
    chmod = Path.chmod

    def watched(self: Path, mode: int) -> None:
        with socket.socket(socket.AF_UNIX) as early:
            refused.append(early.connect_ex(str(self)))
        chmod(self, mode)

    monkeypatch.setattr(Path, "chmod", watched)
    (await unix.listen(path, Listening().accept)).close()
    assert refused
    assert 0 not in refused


async def test_a_socket_that_was_left_behind_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(path))
        gone.listen()
    held = Listening()
    server = await unix.listen(path, held.accept)
    await talk(held, path)
    server.close()


async def test_the_socket_is_gone_with_its_listener(path: Path) -> None:
    held = Listening()
    server = await unix.listen(path, held.accept)
    far = await unix.connect(path)
    near = await held.near()
    server.close()
    assert not path.exists()
    server.close()
    far.write(b"still here")
    assert await near.read() == b"still here"
    await asyncio.gather(near.close(), far.close())


async def test_a_socket_that_has_taken_its_place_stays(path: Path) -> None:
    server = await unix.listen(path, Listening().accept)
    path.unlink()
    held = Listening()
    other = await unix.listen(path, held.accept)
    server.close()
    await talk(held, path)
    other.close()
    assert not path.exists()


async def test_a_socket_in_use_is_not_touched(path: Path) -> None:
    held = Listening()
    server = await unix.listen(path, held.accept)
    with pytest.raises(FileExistsError, match="somebody listens there already"):
        await unix.listen(path, Listening().accept)
    await (await held.near()).close()  # they only looked
    await talk(held, path)
    server.close()


async def test_other_files_are_not_touched(path: Path, tmp_path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(FileExistsError, match="is no socket"):
        await unix.listen(path, Listening().accept)
    assert path.read_text() == "precious"
    with pytest.raises(FileExistsError, match="is no socket"):
        await unix.listen(tmp_path, Listening().accept)
    link = tmp_path / "dangling"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match="in use"):
        await unix.listen(link, Listening().accept)
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["no/folder/desk.sock", "x" * 200])
async def test_places_that_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file|too long"):
        await unix.listen(tmp_path / name, Listening().accept)
    assert not list(tmp_path.iterdir())


async def test_nobody_listens(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await unix.connect(path)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        with pytest.raises(ConnectionRefusedError):
            await unix.connect(path)
