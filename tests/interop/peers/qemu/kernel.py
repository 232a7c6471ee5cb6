"""Debian's kernel, taken out of its package: no kernel gets installed on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.interop.peers.cache import built, cache_folder, step
from tests.interop.peers.process import PeerError
from tests.interop.peers.qemu.debian import debian_release

INDEXES = ("modules.order", "modules.builtin", "modules.builtin.modinfo")


def kernel_package() -> Path:
    """Return Debian's kernel package as a file, from the cache or else from a mirror.

    Raises:
        PeerError: apt has none.

    """
    (package,) = built(f"kernel-{debian_release()}", "", fetch).glob("*.deb")
    return package


def fetch(folder: Path) -> None:
    """Download the kernel package into `folder`."""
    answer = step(
        "apt-cache", "depends", f"linux-image-{step('dpkg', '--print-architecture')}".strip()
    )
    names = [line.split()[-1] for line in answer.splitlines() if "Depends:" in line]
    if not names:
        raise PeerError("apt knows no kernel package; run as root: apt-get update")
    # Else apt tells that its own user cannot write here.
    step("apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", names[0], cwd=folder)


@dataclass(frozen=True)
class Kernel:
    """An unpacked kernel package: its files below `tree`."""

    tree: Path
    version: str

    @property
    def image(self) -> Path:
        """What a boot loader loads."""
        return self.tree / "boot" / f"vmlinuz-{self.version}"

    def copy_modules(self, names: Iterable[str], root: Path) -> None:
        """Put modules and those that they need into the system that lies in `root`."""
        place = Path("lib/modules", self.version)
        for module in {path for name in names for path in self.needed(name)}:
            target = root / module
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.tree / module, target)
        for index in INDEXES:
            shutil.copy(self.tree / place / index, root / place)
        step("depmod", "-b", root, self.version)

    def needed(self, name: str) -> Iterator[Path]:
        """Yield the files, relative to `tree`, of a module and of those that it needs."""
        show = ("modprobe", "-d", self.tree, "-S", self.version, "--show-depends", name)
        for line in step(*show).splitlines():
            kind, _, path = line.strip().partition(" ")
            if kind == "insmod":
                yield Path(path).relative_to(self.tree)


@contextmanager
def unpacked_kernel() -> Iterator[Kernel]:
    """Unpack the kernel package for as long as somebody builds from it."""
    package = kernel_package()
    with TemporaryDirectory(dir=cache_folder()) as folder:  # 400 MB may be too much for /tmp
        tree = Path(folder)
        step("dpkg-deb", "-x", package, tree)
        if not (tree / "lib").exists():
            (tree / "lib").symlink_to("usr/lib")
        (modules,) = (tree / "lib" / "modules").iterdir()
        step("depmod", "-b", tree, modules.name)
        yield Kernel(tree, modules.name)
