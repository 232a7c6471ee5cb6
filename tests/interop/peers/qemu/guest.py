"""Guests: what a machine boots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Guest:
    """A kernel with its first file system, and what else a machine needs for it.

    Once it has booted, the guest writes a line with `ready` to its serial port, and offers a
    shell there.
    """

    kernel: Path
    initramfs: Path
    append: str
    ready: str
    ready_s: float
    """How long it may take to boot, on a machine that does much else."""
    memory_mb: int
    options: tuple[str, ...] = ()

    @property
    def arguments(self) -> list[str]:
        """What QEMU is told to boot it."""
        boot = ("-kernel", self.kernel, "-initrd", self.initramfs, "-append", self.append)
        return [*map(str, boot), "-m", str(self.memory_mb), *self.options]
