"""Debian systems in folders, from the mirrors that apt uses on this machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.interop.peers.cache import step
from tests.interop.peers.process import PeerError

# One line for each index that apt knows: what it is of, the suite, the mirror.
INDEXES = ("apt-get", "indextargets", "--format", "$(TARGET_OF) $(RELEASE) $(REPO_URI)")
SECURITY = "-security"


def debian_release() -> str:
    """Return the code name of this machine's Debian, such as `bookworm`."""
    return platform.freedesktop_os_release()["VERSION_CODENAME"]


def sources(suites: Sequence[str]) -> Iterator[str]:
    """Yield lines of a sources.list for suites such as `trixie` and `trixie-security`.

    Raises:
        PeerError: apt has no mirror for one on this machine.

    """
    lines = [line.split() for line in step(*INDEXES).splitlines()]
    mirrors = {suite: mirror for kind, suite, mirror in lines if kind == "deb"}
    for suite in suites:
        ours = debian_release() + (SECURITY if suite.endswith(SECURITY) else "")
        if ours not in mirrors:
            raise PeerError(f"apt has no mirror for {ours} on this machine; run: apt-get update")
        yield f"deb {mirrors[ours]} {suite} main"


def install_debian(root: Path, suites: Sequence[str], options: Sequence[str]) -> None:
    """Install the first of `suites`, with newer packages from the others, into the folder `root`.

    `options` are those of mmdebstrap.

    Raises:
        PeerError: it failed, or we are not root.

    """
    if os.geteuid():
        raise PeerError("only root can build Debian systems")
    step("mmdebstrap", *options, suites[0], root, *sources(suites))
