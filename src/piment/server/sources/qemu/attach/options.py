"""Which options QEMU gets from us, and which from the user would be in their way."""

from __future__ import annotations

from collections.abc import Sequence

from piment.server.sources.base import SourceError

# Options that cannot stand beside ours, and what to do instead.
_CONFLICTS = {
    "-display": "leave it out: the display is Piment's, dbus,p2p=on",
    "-nographic": "leave it out: it takes the display away; viewers see the machine's screen",
    "-curses": "leave it out: the display is Piment's",
    "-sdl": "leave it out: the display is Piment's",
    "-full-screen": "leave it out: there is no window",
    "-daemonize": "leave it out: Piment has to see when QEMU ends",
}

_MONITOR = "piment-monitor"


def checked(command: Sequence[str]) -> Sequence[str]:
    """Return a command that starts QEMU, if ours can be added to its options.

    Raises:
        SourceError: it has an option that conflicts.

    """
    if not command:
        raise SourceError("no command is given: write piment run -- qemu-system-x86_64 ...")
    for word in command[1:]:
        # QEMU takes one dash and two.
        option = f"-{word.lstrip('-')}" if word.startswith("-") else word
        if option in _CONFLICTS:
            raise SourceError(f"{command[0]} cannot have {word} here; {_CONFLICTS[option]}")
    return command


def ours(listening: int) -> list[str]:
    """Return the options for a display and a monitor, which listens at an open descriptor."""
    return [
        *("-display", "dbus,p2p=on"),
        *("-chardev", f"socket,id={_MONITOR},fd={listening},server=on,wait=off"),
        *("-mon", f"chardev={_MONITOR},mode=control"),
    ]
