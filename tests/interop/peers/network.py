"""A network of our own with one host on it, which can be cut off: a namespace of the kernel."""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import Sequence

import pytest

from tests.interop.peers.packages import need

_numbers = itertools.count(1)


class Network:
    """A host at `address` that programs run on; `cut` and `restore` its only cable."""

    def __init__(self) -> None:
        """Make the namespace; its addresses are seen by this machine only."""
        need("iproute2")
        if os.geteuid() != 0:
            stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            stop("run as root: only root makes network namespaces")
        number = next(_numbers)
        self.name = f"piment{os.getpid()}-{number}"
        self._cable = f"pm{os.getpid()}x{number}"
        near, self.address = f"10.213.{number}.1", f"10.213.{number}.2"
        _ip("netns", "add", self.name)
        try:
            inside = ("-n", self.name)
            _ip("link", "add", self._cable, "type", "veth", "peer", "eth0", "netns", self.name)
            _ip("addr", "add", f"{near}/30", "dev", self._cable)
            _ip("link", "set", self._cable, "up")
            _ip(*inside, "addr", "add", f"{self.address}/30", "dev", "eth0")
            _ip(*inside, "link", "set", "eth0", "up")
            _ip(*inside, "link", "set", "lo", "up")
        except BaseException:
            self.remove()
            raise

    def inside(self, command: Sequence[str]) -> list[str]:
        """Return the command that runs `command` on the host."""
        return ["ip", "netns", "exec", self.name, *command]

    def cut(self) -> None:
        """Pull the cable: nothing arrives any more, and nobody is told."""
        _ip("-n", self.name, "link", "set", "eth0", "down")

    def restore(self) -> None:
        """Plug the cable in again."""
        _ip("-n", self.name, "link", "set", "eth0", "up")

    def remove(self) -> None:
        """Remove the network, once nothing runs on it any more."""
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
