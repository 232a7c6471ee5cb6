"""QEMUs that are newer than this machine's, in Debian systems of their own."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.interop.peers.cache import built, step
from tests.interop.peers.qemu.debian import install_debian

PACKAGES = (
    *("qemu-system-x86", "qemu-system-gui", "qemu-system-modules-spice", "qemu-utils"),
    *("seabios", "dbus"),
)

# Runs a program of the system in $1 with what lies in $2 below the same name. The mounts belong
# to a namespace that ends with the program; the program keeps the process id of this script.
ENTER = """
root=$1 folders=$2; shift 2
mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" || exit 1
for folder in $folders; do
    mkdir -p "$root$folder" && mount --bind "$folder" "$root$folder" || exit 1
done
exec chroot "$root" "$@"
"""


@dataclass(frozen=True)
class Release:
    """Where newer packages come from."""

    suites: tuple[str, ...]
    prefer: str | None = None
    options: tuple[str, ...] = ()

    @property
    def install(self) -> str:
        """What installs QEMU in the new system."""
        target = f"-t {self.prefer}" if self.prefer else ""
        command = f"apt-get -q install -y --no-install-recommends {target} {' '.join(PACKAGES)}"
        return f'chroot "$1" env DEBIAN_FRONTEND=noninteractive {command}'


class Chroot(enum.Enum):
    """Debian systems with their versions of QEMU and spice-server."""

    BPO = "bpo"
    """Debian 12 with backports: 10.0, 0.15.1."""

    TRIXIE = "trixie"
    """Debian 13 with backports: 11.1, 0.15.2."""

    SID = "sid"
    """Debian unstable: 11.1, 0.16.0."""

    def build(self) -> Path:
        """Return the system's folder; if it is not there, root builds it in a minute (1 GB).

        Raises:
            PeerError: it could not be built.

        """
        release = RELEASES[self]
        return built(f"debian-{self.value}", f"{release}{PACKAGES}", self._fill)

    def command(self, *program: str | Path, folders: Sequence[Path]) -> list[str | Path]:
        """Return the command that runs a program of this system as root; it sees `folders`.

        Raises:
            PeerError: the system could not be built.

        """
        visible = " ".join(map(str, folders))
        namespace = ("unshare", "--mount", "--propagation", "private")
        return [*namespace, "sh", "-c", ENTER, "enter", self.build() / "root", visible, *program]

    def _fill(self, folder: Path) -> None:
        release = RELEASES[self]
        root = folder / "root"
        install = f"--customize-hook={release.install}"
        options = ("--variant=apt", "--include=ca-certificates", *release.options, install)
        install_debian(root, release.suites, options)
        step("chroot", root, "qemu-system-x86_64", "--version")


RELEASES = {
    Chroot.BPO: Release(
        ("bookworm", "bookworm-updates", "bookworm-security", "bookworm-backports"),
        prefer="bookworm-backports",
    ),
    Chroot.TRIXIE: Release(
        ("trixie", "trixie-updates", "trixie-security", "trixie-backports"),
        prefer="trixie-backports",
    ),
    # A mirror's copy of unstable may be past its date.
    Chroot.SID: Release(("sid",), options=("--aptopt=Acquire::Check-Valid-Until false",)),
}
