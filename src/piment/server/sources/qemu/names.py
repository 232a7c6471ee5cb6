"""What QEMU calls its objects and interfaces (dbus-display.md 2)."""

from __future__ import annotations

ROOT = "/org/qemu/Display1"
PREFIX = "org.qemu.Display1."

BUS_NAME = "org.qemu"
"""What all QEMUs on a bus want to be called; the first one is."""

VM_PATH = f"{ROOT}/VM"
CONSOLE_PATH = f"{ROOT}/Console_"
CHARDEV_PATH = f"{ROOT}/Chardev_"
LISTENER_PATH = f"{ROOT}/Listener"

VM = f"{PREFIX}VM"
CONSOLE = f"{PREFIX}Console"
KEYBOARD = f"{PREFIX}Keyboard"
MOUSE = f"{PREFIX}Mouse"
CHARDEV = f"{PREFIX}Chardev"
LISTENER = f"{PREFIX}Listener"
LISTENER_MAP = f"{PREFIX}Listener.Unix.Map"

UNSUPPORTED = f"{PREFIX}Error.Unsupported"
