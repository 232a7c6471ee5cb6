"""What spice-gtk does with the guest's agent: clipboard, files, sizes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path

import gi

gi.require_version("SpiceClientGLib", "2.0")
from gi.repository import Gio, GLib  # noqa: E402 - the version comes first
from gi.repository import SpiceClientGLib as Spice  # noqa: E402

CLIPBOARD = 0  # the selection that every desktop has
UTF8_TEXT = 1

Tell = Callable[..., None]
Reply = Callable[[object], None]


class AgentUser:
    """Copies and pastes; `tell(name, **fields)` is called for every event."""

    def __init__(self, tell: Tell, folder: Path) -> None:
        self.tell = tell
        self.folder = folder
        self.content = b""
        self.pasting: list[Reply] = []

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return what to do on which signal of the main channel."""
        return {
            "main-agent-update": self.on_agent,
            "main-clipboard-selection-grab": self.on_grab,
            "main-clipboard-selection-request": self.on_request,
            "main-clipboard-selection-release": self.on_release,
            "main-clipboard-selection": self.on_content,
        }

    def copy(self, main: Spice.MainChannel, path: str) -> None:
        """Offer the text in a file to the guest."""
        self.content = Path(path).read_bytes()
        main.clipboard_selection_grab(CLIPBOARD, [UTF8_TEXT])

    def paste(self, main: Spice.MainChannel, reply: Reply) -> None:
        """Ask for the guest's text; the answer is the path of a file."""
        self.pasting.append(reply)
        main.clipboard_selection_request(CLIPBOARD, UTF8_TEXT)

    def send_file(self, main: Spice.MainChannel, path: str, reply: Reply) -> None:
        """Send a file; the answer is why that failed, or nothing."""

        def on_sent(channel: Spice.MainChannel, result: Gio.AsyncResult) -> None:
            try:
                channel.file_copy_finish(result)
            except GLib.Error as error:
                reply(error.message)
            else:
                reply(None)

        file = Gio.File.new_for_path(path)
        main.file_copy_async([file], 0, None, None, None, on_sent)

    def resize(self, main: Spice.MainChannel, display: int, width: int, height: int) -> None:
        """Ask for a size of a display."""
        main.update_display_enabled(display, width > 0, False)
        main.update_display(display, 0, 0, width, height, True)
        main.send_monitor_config()

    def on_agent(self, main: Spice.MainChannel) -> None:
        connected, capabilities = main.props.agent_connected, main.props.agent_caps_0
        self.tell("agent", connected=connected, capabilities=capabilities)

    def on_grab(self, _main: Spice.MainChannel, selection: int, _types: int, count: int) -> bool:
        self.tell("clipboard-grab", selection=selection, count=count)
        return True

    def on_release(self, _main: Spice.MainChannel, selection: int) -> None:
        self.tell("clipboard-release", selection=selection)

    def on_request(self, main: Spice.MainChannel, selection: int, kind: int) -> bool:
        self.tell("clipboard-request", selection=selection, type=kind)
        main.clipboard_selection_notify(selection, kind, self.content)
        return True

    # The arguments are the signal's.
    def on_content(
        self, _main: Spice.MainChannel, selection: int, kind: int, address: int, size: int
    ) -> None:
        path = self.folder / "pasted"
        path.write_bytes(ctypes.string_at(address, size) if size else b"")
        self.tell("clipboard", selection=selection, type=kind, size=size)
        if self.pasting:
            self.pasting.pop(0)(str(path))
