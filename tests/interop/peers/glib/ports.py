"""What spice-gtk does with ports."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import gi

gi.require_version("SpiceClientGLib", "2.0")
from gi.repository import Gio  # noqa: E402 - the version comes first
from gi.repository import SpiceClientGLib as Spice  # noqa: E402

Tell = Callable[..., None]
Reply = Callable[[object], None]


class PortUser:
    """Reads and writes; `tell(name, **fields)` is called for every event. Bytes are Latin-1."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return what to do on which signal of a port channel."""
        return {
            "port-data": self.on_data,
            "port-event": self.on_event,
            "notify::port-opened": self.on_opened,
        }

    def write(self, channel: Spice.PortChannel, text: str, reply: Reply) -> None:
        """Send bytes; the answer is how many."""

        def on_written(port: Spice.PortChannel, result: Gio.AsyncResult) -> None:
            reply(port.write_finish(result))

        channel.write_async(text.encode("latin-1"), None, on_written)

    def on_data(self, channel: Spice.PortChannel, address: int, size: int) -> None:
        data = ctypes.string_at(address, size)
        self.tell("port-data", port=channel.props.channel_id, data=data.decode("latin-1"))

    def on_event(self, channel: Spice.PortChannel, event: int) -> None:
        self.tell("port-event", port=channel.props.channel_id, what=event)

    def on_opened(self, channel: Spice.PortChannel, _property: object) -> None:
        name, opened = channel.props.port_name, channel.props.port_opened
        self.tell("port", port=channel.props.channel_id, called=name, opened=opened)
