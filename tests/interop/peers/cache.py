"""What takes long to build is kept for later runs: kernels, guests, whole Debian systems.

It lies in $XDG_CACHE_HOME/piment, or ~/.cache/piment; it can be deleted at any time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.interop.peers.process import PeerError

# Of the recipe's hash so much stands in a folder's name.
HASH_DIGITS = 12
# The end of what a build step told that an error shows.
TAIL_CHARS = 2000


def cache_folder() -> Path:
    """Return the folder of all that is kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "piment")


def kept(name: str, recipe: str) -> Path:
    """Return where the thing called `name` lies, or will lie, that was built by `recipe`."""
    digits = hashlib.sha256(recipe.encode()).hexdigest()[:HASH_DIGITS]
    return cache_folder() / f"{name}-{digits}"


def built(name: str, recipe: str, build: Callable[[Path], None]) -> Path:
    """Return the folder that `build(folder)` fills, filling it first if there is none yet.

    `recipe` is all that the result depends on: with another one it is built anew, and what was
    built by earlier ones is deleted. Of several processes one builds and the others wait.

    Raises:
        PeerError: a step of the build failed.

    """
    place = kept(name, recipe)
    with locked(name):
        if not place.exists():
            with TemporaryDirectory(dir=cache_folder(), prefix=f"{name}.") as unfinished:
                result = Path(unfinished, "result")
                result.mkdir()
                build(result)
                for earlier in cache_folder().glob(f"{name}-{'[0-9a-f]' * HASH_DIGITS}"):
                    shutil.rmtree(earlier)
                result.rename(place)
    return place


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process at a time build `name`."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def step(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a program that is part of a build, and return its output.

    Raises:
        PeerError: it failed; the message has the end of what it told.

    """
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise PeerError(f"there is no program {command[0]}") from None
    if done.returncode:
        told = (done.stdout + done.stderr)[-TAIL_CHARS:]
        raise PeerError(f"{arguments(command)} failed with {done.returncode}:\n{told}")
    return done.stdout


def arguments(command: Sequence[str | Path]) -> str:
    """Return a command as a line."""
    return " ".join(map(str, command))
