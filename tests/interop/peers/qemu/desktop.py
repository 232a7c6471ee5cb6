"""The desktop guest: Debian with X, openbox, xterm and spice-vdagent, up in 15 to 20 s."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.interop.peers.cache import built, step
from tests.interop.peers.qemu.debian import debian_release, install_debian
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.initramfs import write_initramfs
from tests.interop.peers.qemu.kernel import Kernel, unpacked_kernel
from tests.interop.peers.qemu.tiny import BUSYBOX

INSIDE = Path(__file__).parent / "inside"
SCRIPTS = ("desktop-initramfs", "desktop-init", "desktop-xinitrc")

PACKAGES = (
    *("udev", "kmod", "dbus", "procps", "iproute2", "alsa-utils", "spice-vdagent"),
    *("xserver-xorg-core", "xserver-xorg-video-qxl", "xserver-xorg-input-libinput"),
    *("xinit", "xauth", "x11-xserver-utils", "x11-apps", "x11-utils", "x11-xkb-utils", "xinput"),
    *("xdotool", "xclip", "xterm", "openbox", "fonts-dejavu-core", "xfonts-base"),
)
MODULES = (
    *("qxl", "virtio_gpu", "bochs", "uinput", "evdev", "psmouse", "xhci_pci"),
    *("usbhid", "hid_generic", "usb_storage", "uas", "sd_mod", "sr_mod", "sg", "isofs", "vfat"),
    *("virtio_pci", "virtio_console", "virtio_net"),
    *("snd_hda_intel", "snd_hda_codec_generic"),
)
DISK_MODULES = ("virtio_pci", "virtio_blk", "crc32c_generic", "ext4")  # ext4 does not name crc32c
OPTIONS = (
    "--variant=minbase",
    f"--include={','.join(PACKAGES)}",
    '--aptopt=APT::Install-Recommends "false"',
    *(f"--dpkgopt=path-exclude=/usr/share/{each}/*" for each in ("man", "doc", "locale")),
)
# What the disk has besides the files of the system, for what a test writes.
SPARE_MB, SPARE_SHARE = 60, 0.3
MEBIBYTE = 1 << 20
# When the folders of fonts were changed the last time: at a whole second.
FONTS_NS = 1_700_000_000 * 10**9


def build_desktop_guest() -> Guest:
    """Return the desktop guest; if it was not built before, root builds it in two minutes.

    What a machine writes on its disk is gone with the machine.

    Raises:
        PeerError: it could not be built.

    """
    recipe = [Path(__file__), *(INSIDE / name for name in SCRIPTS)]
    text = "\n".join((debian_release(), *(path.read_text() for path in recipe)))
    folder = built("guest-desktop", text, fill)
    disk = f"file={folder / 'disk.ext4'},format=raw,if=virtio,snapshot=on"
    return Guest(
        kernel=folder / "vmlinuz",
        initramfs=folder / "initramfs.gz",
        append="console=tty0 quiet loglevel=3 mitigations=off tsc=reliable random.trust_cpu=on",
        ready="DESKTOP READY",
        ready_s=300.0,
        memory_mb=1024,
        options=(
            *("-smp", "2", "-drive", disk),
            *("-object", "rng-random,filename=/dev/urandom,id=entropy"),
            *("-device", "virtio-rng-pci,rng=entropy"),
        ),
    )


def fill(folder: Path) -> None:
    """Put kernel, first file system and disk into `folder`."""
    with unpacked_kernel() as kernel:
        shutil.copy(kernel.image, folder / "vmlinuz")
        make_initramfs(kernel, folder / "initramfs.gz")
        root = folder / "root"
        release = debian_release()
        suites = (release, f"{release}-updates", f"{release}-security")
        install_debian(root, suites, OPTIONS)
        kernel.copy_modules(MODULES, root)
    install(INSIDE / "desktop-init", root / "init.sh")
    install(INSIDE / "desktop-xinitrc", root / "home" / "guest" / ".xinitrc")
    (root / "modules").write_text("\n".join(MODULES))
    make_font_cache(root)
    make_disk(root, folder / "disk.ext4")
    shutil.rmtree(root)


def make_initramfs(kernel: Kernel, archive: Path) -> None:
    """Write the first file system, which finds the disk, into `archive`."""
    tree = archive.parent / "initramfs"
    for name in ("bin", "proc", "sys", "dev", "new"):
        (tree / name).mkdir(parents=True)
    shutil.copy(BUSYBOX, tree / "bin" / "busybox")
    install(INSIDE / "desktop-initramfs", tree / "init")
    kernel.copy_modules(DISK_MODULES, tree)
    write_initramfs(tree, archive)
    shutil.rmtree(tree)


def make_font_cache(root: Path) -> None:
    """Look through all fonts now, which takes programs half a minute in the guest.

    The cache tells by the times of folders whether it is up to date, and mke2fs keeps the seconds
    of times only.
    """
    for folder, _, _ in os.walk(root / "usr/share/fonts"):
        os.utime(folder, ns=(FONTS_NS, FONTS_NS))
    step("chroot", root, "fc-cache", "-f")


def make_disk(root: Path, disk: Path) -> None:
    """Write a disk with the files below `root`."""
    used_mb = int(step("du", "-sm", root).split()[0])
    with disk.open("wb") as empty:
        empty.truncate(int(used_mb * (1 + SPARE_SHARE) + SPARE_MB) * MEBIBYTE)
    step("/usr/sbin/mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-d", root, disk)


def install(script: Path, place: Path) -> None:
    """Copy a script into a guest."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(script, place)
    place.chmod(0o755)
