"""The tiny guest: Debian's kernel and busybox, a shell on a console after 7 to 10 s."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.interop.peers.cache import built, step
from tests.interop.peers.qemu.debian import debian_release
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.initramfs import write_initramfs
from tests.interop.peers.qemu.kernel import unpacked_kernel

# Keyboard layouts for its console, which starts with the first: `loadkmap </layouts/de`.
LAYOUTS = ("us", "de", "fr", "ru")
INIT = Path(__file__).parent / "inside" / "tiny-init"
BUSYBOX = Path("/bin/busybox")

MODULES = (
    *("qxl", "virtio_gpu", "bochs"),
    *("psmouse", "evdev", "xhci_pci", "usbhid", "hid_generic", "usb_storage"),
    *("virtio_pci", "virtio_console"),
    *("snd_hda_intel", "snd_hda_codec_generic"),
)


def build_tiny_guest() -> Guest:
    """Return the tiny guest, building it in 15 s if it was not built before; needs no root.

    Raises:
        PeerError: it could not be built.

    """
    recipe = "\n".join((debian_release(), Path(__file__).read_text(), INIT.read_text()))
    folder = built("guest-tiny", recipe, fill)
    return Guest(
        kernel=folder / "vmlinuz",
        initramfs=folder / "initramfs.gz",
        append="console=tty0 quiet loglevel=3",
        ready="TINY READY",
        ready_s=100.0,
        memory_mb=512,
    )


def fill(folder: Path) -> None:
    """Put kernel and first file system into `folder`."""
    tree = folder / "tree"
    for name in ("bin", "dev", "layouts", "proc", "sys", "tmp"):
        (tree / name).mkdir(parents=True)
    for layout in LAYOUTS:
        (tree / "layouts" / layout).write_bytes(keymap(layout))
    shutil.copy(BUSYBOX, tree / "bin" / "busybox")
    shutil.copy(INIT, tree / "init")
    (tree / "init").chmod(0o755)
    (tree / "modules").write_text("\n".join(MODULES))
    with unpacked_kernel() as kernel:
        kernel.copy_modules(MODULES, tree)
        shutil.copy(kernel.image, folder / "vmlinuz")
    write_initramfs(tree, folder / "initramfs.gz")
    shutil.rmtree(tree)


def keymap(layout: str) -> bytes:
    """Return a keyboard layout of X as the console's keymap, in busybox's form."""
    described = step("ckbcomp", "-layout", layout)
    made = subprocess.run(
        ["loadkeys", "-b", "-u"], input=described.encode(), capture_output=True, check=True
    )
    return made.stdout
