"""Build guests and newer QEMUs ahead of the tests that want them.

`python -m tests.interop.peers.qemu.build tiny desktop bpo trixie sid` builds what is not there yet.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.interop.peers.process import PeerError
from tests.interop.peers.qemu.chroot import Chroot
from tests.interop.peers.qemu.desktop import build_desktop_guest
from tests.interop.peers.qemu.tiny import build_tiny_guest

BUILDS: dict[str, Callable[[], object]] = {
    "tiny": build_tiny_guest,
    "desktop": build_desktop_guest,
    **{chroot.value: chroot.build for chroot in Chroot},
}


def main(names: list[str]) -> int:
    """Build what is named; tell what cannot be built. The exit status says whether all was."""
    failures = 0
    for name in names:
        try:
            BUILDS[name]()
        except PeerError as error:
            sys.stdout.write(f"{name} cannot be built: {error}\n")
            failures += 1
    return failures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
