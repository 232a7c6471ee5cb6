"""From the start of a process to the file with the picture: `piment screenshot`, spicy-screenshot.

Both look at the same desktop on Xspice, in turns. Cold means that the kernel has forgotten what
files hold, which only root can make it do; else only warm runs are measured.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

import piment
from tests.interop.peers.packages import need
from tests.interop.peers.pictures import difference, from_image
from tests.interop.peers.xspice import Xspice

COLD_ROUNDS, WARM_ROUNDS = 5, 20
PIMENT = Path(sys.executable).with_name("piment")
DROP_CACHES = Path("/proc/sys/vm/drop_caches")
ALL = "3"  # pages, names and inodes
XTERM = ("xterm", "-geometry", "100x40+30+30", "-e", "seq 500; exec sleep 1000")


@dataclass
class Contender:
    """A command that writes `picture`, and how long it took, cold and warm."""

    name: str
    command: tuple[str | Path, ...]
    picture: Path
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"cold": [], "warm": []})

    def run(self, how: str) -> None:
        """Take a picture, and keep how long that took."""
        self.picture.unlink(missing_ok=True)
        began = time.perf_counter()
        subprocess.run(self.command, check=True, capture_output=True)
        self.seconds[how].append(time.perf_counter() - began)
        assert self.picture.exists()

    def median(self, how: str) -> float:
        """Return the median, in seconds."""
        return statistics.median(self.seconds[how])


def main(json_path: Path) -> None:
    """Measure, print a table, and write the numbers to `json_path`."""
    need("spice-client-gtk", "openbox", "xterm")
    compileall.compile_dir(Path(piment.__file__).parent, quiet=1)  # as in an installed package
    with tempfile.TemporaryDirectory() as name, desktop(Path(name)) as uri:
        contenders = measure(uri, Path(name))
    yardstick, ours = contenders
    table = Table("", *(each.name for each in contenders), "ratio")
    numbers: dict[str, object] = {}
    for how in (how for how in ("cold", "warm") if ours.seconds[how]):
        ratio = ours.median(how) / yardstick.median(how)
        table.add_row(how, *(f"{each.median(how):.3f} s" for each in contenders), f"{ratio:.2f}")
        numbers[how] = {each.name: each.median(how) for each in contenders} | {"ratio": ratio}
    Console().print(table)
    json_path.write_text(json.dumps(numbers, indent=1))


@contextmanager
def desktop(folder: Path) -> Iterator[str]:
    """Serve a desktop with a terminal that stands still."""
    server = Xspice(folder)
    try:
        server.manage_windows()
        server.window("--class", "xterm", of=server.start(*XTERM))
        yield server.uri
    finally:
        server.stop()


def measure(uri: str, folder: Path) -> list[Contender]:
    """Let both take pictures in turns, and check that these are the same."""
    theirs, ours = folder / "theirs.ppm", folder / "ours.png"
    spicy = ("spicy-screenshot", f"--uri={uri}", f"--out-file={theirs}")
    contenders = [
        Contender("spicy-screenshot", spicy, theirs),
        Contender("piment screenshot", (PIMENT, "screenshot", uri, ours), ours),
    ]
    for _ in range(COLD_ROUNDS if os.geteuid() == 0 else 0):
        for each in contenders:
            os.sync()
            DROP_CACHES.write_text(ALL)
            each.run("cold")
    for _ in range(WARM_ROUNDS):
        for each in contenders:
            each.run("warm")
    with Image.open(theirs) as one, Image.open(ours) as other:
        assert difference(from_image(one), from_image(other)) == ""
    return contenders
