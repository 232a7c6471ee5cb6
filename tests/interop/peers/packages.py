"""The Debian packages that the peers come in.

`python -m tests.interop.peers.packages` installs what is missing as root, and says what to install
otherwise. Tests call `need`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from typing import NoReturn

import pytest

PACKAGES = {
    "busybox-static": "all programs of the tiny guest",
    "chromium": "the browser that shows spice-html5 and our own web client",
    "console-setup": "keyboard layouts for the console of the tiny guest",
    "dbus-daemon": "remote-viewer wants a session bus",
    "gir1.2-spiceclientglib-2.0": "spice-gtk as a library: the client that tests look through",
    "gstreamer1.0-plugins-base": "moving test pictures, which become streams",
    "gstreamer1.0-plugins-good": "spice-server codes streams with VP8 and VP9 by them",
    "gstreamer1.0-plugins-ugly": "and with H.264 by these",
    "gstreamer1.0-tools": "gst-launch-1.0",
    "gstreamer1.0-x": "shows them in a window",
    "kbd": "makes them what the console reads",
    "kmod": "finds the modules that a guest needs",
    "mmdebstrap": "builds guests and newer Debian systems",
    "mousepad": "a GTK 3 program with menus",
    "libsasl2-modules": "what servers with SASL know of it",
    "libx11-data": "what dead keys compose, to check what we make of them",
    "libxkbcommon0": "keyboard layouts, with which the client types",
    "iproute2": "networks that can be cut",
    "openbox": "a window manager, for windows that are moved, raised and resized",
    "python3-gi": "drives spice-gtk",
    "qemu-system-x86": "a server that is not ours: QEMU with spice-server",
    "sasl2-bin": "accounts for servers with SASL",
    "spice-client-gtk": "spicy, spicy-screenshot",
    "spice-html5": "a client in a browser",
    "spice-vdagent": "the agent of Linux guests",
    "tinyproxy": "an HTTP proxy to go through",
    "virt-viewer": "remote-viewer",
    "x11-apps": "xclock, xwd, xeyes: things to show",
    "x11-utils": "xev, xprop: things to ask",
    "x11-xkb-utils": "setxkbmap: layouts for desktops that are typed on",
    "x11-xserver-utils": "xrandr, xset, xsetroot: things to change",
    "xauth": "cookies for X displays",
    "xclip": "copies and pastes on X displays",
    "xdotool": "types and clicks into viewers",
    "xkb-data": "the layouts themselves",
    "xfonts-base": "letters of all sizes for x11perf",
    "xserver-xspice": "a server that is not ours: an X server that speaks SPICE",
    "xterm": "shows what was typed",
    "xvfb": "displays without hardware",
}


@cache
def missing() -> tuple[str, ...]:
    """Return those of PACKAGES that are not installed."""
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *PACKAGES]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return tuple(PACKAGES)
    states = answer.stdout.splitlines()
    return tuple(name for name in PACKAGES if f"installed {name}" not in states)


def advice(packages: Iterable[str]) -> str:
    """Return the command that installs `packages`."""
    return f"apt-get install --no-install-recommends {' '.join(packages)}"


def need(*packages: str) -> None:
    """Skip the test where `packages` are not installed; where CI=true, fail it instead."""
    lacking = [name for name in packages if name in missing()]
    if lacking:
        give_up(f"run as root: {advice(lacking)}")


def give_up(reason: str) -> NoReturn:
    """Skip the test for what this machine lacks; where CI=true, fail it instead."""
    stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    stop(reason)


def install(packages: Iterable[str]) -> None:
    """Install Debian packages, asking nothing; the caller is root."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ("-o", "DPkg::Lock::Timeout=600")
    options = ("install", "-y", "--no-install-recommends", "-q")
    subprocess.run(["apt-get", "-q", *wait, "update"], env=quiet, check=True)
    subprocess.run(["apt-get", *wait, *options, *packages], env=quiet, check=True)


def main() -> None:
    """Install what is missing, or say how."""
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install(lacking)
    elif lacking:
        sys.stdout.write(f"For all tests, run as root: {advice(lacking)}\n")


if __name__ == "__main__":
    main()
