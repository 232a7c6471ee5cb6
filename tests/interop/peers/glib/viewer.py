"""A viewer made of spice-gtk: its session, and what its channels tell."""

from __future__ import annotations

import ctypes
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gi

gi.require_version("SpiceClientGLib", "2.0")
from gi.repository import GObject  # noqa: E402 - the version comes first
from gi.repository import SpiceClientGLib as Spice  # noqa: E402

from tests.interop.peers.glib.agent import AgentUser  # noqa: E402
from tests.interop.peers.glib.monitors import monitors  # noqa: E402
from tests.interop.peers.glib.ports import PortUser  # noqa: E402

connect_signal = GObject.Object.connect  # Session.connect and Channel.connect hide it
UNREADABLE = {"monitors"}  # an array that introspection cannot convert

Tell = Callable[..., None]


@dataclass(frozen=True)
class Surface:
    """The primary surface of a display channel; `address` is where its pixels lie."""

    width: int
    height: int
    stride: int
    format: int
    address: int

    def copy(self) -> bytes:
        """Return all rows as they are now, from the top."""
        return ctypes.string_at(self.address, self.height * abs(self.stride))

    def has_changed(self, before: bytes, area: tuple[int, int, int, int]) -> bool:
        """Whether a pixel of `area` (x, y, width, height) differs from the rows `before`."""
        x, y, width, height = area
        size = self.stride // self.width
        for row in range(y, min(y + height, self.height)):
            start, length = row * self.stride + x * size, width * size
            if ctypes.string_at(self.address + start, length) != before[start : start + length]:
                return True
        return False


@dataclass(frozen=True)
class Shape:
    """What the cursor looks like; `rgba` is as spice-gtk hands it over."""

    width: int
    height: int
    hot_x: int
    hot_y: int
    rgba: bytes


class Viewer:
    """A session and what it has seen; `tell(name, **fields)` is called for every event.

    `listeners` are called on each change of a picture, as (channel id, x, y, width, height).
    """

    def __init__(self, tell: Tell, folder: Path) -> None:
        self.tell = tell
        self.agent = AgentUser(tell, folder)
        self.ports = PortUser(tell)
        self.session = Spice.Session()
        self.channels: list[Spice.Channel] = []
        self.surfaces: dict[int, Surface] = {}
        self.shape: Shape | None = None
        self.pointer: tuple[int, int] | None = None
        self.is_pointer_visible = False
        self.counters: Counter[str] = Counter()
        self.invalidations: deque[tuple[int, int, int, int, int, int]] = deque(maxlen=10_000)
        self.last_change_ns = time.monotonic_ns()
        self.listeners: list[Callable[[int, int, int, int, int], None]] = []

    def open(self, properties: dict[str, object]) -> None:
        """Connect with these properties of the session, `uri` among them."""
        self.session.set_property("enable-audio", False)
        for name, value in properties.items():
            self.session.set_property(name.replace("_", "-"), value)
        Spice.UsbDeviceManager.get(self.session)  # else the usbredir channel complains
        connect_signal(self.session, "channel-new", self.on_channel)
        connect_signal(self.session, "channel-destroy", self.on_channel_gone)
        connect_signal(self.session, "disconnected", lambda _: self.tell("disconnected"))
        if not Spice.Session.connect(self.session):
            raise ValueError("the session did not start")

    def channel(self, kind: type[Spice.Channel]) -> Spice.Channel:
        """Return the first channel of this class.

        Raises:
            LookupError: there is none.

        """
        for channel in self.channels:
            if isinstance(channel, kind):
                return channel
        raise LookupError(f"there is no {kind.__name__}")

    def on_channel(self, _session: Spice.Session, channel: Spice.Channel) -> None:
        self.channels.append(channel)
        self.tell("channel-new", channel=label(channel))
        connect_signal(channel, "channel-event", self.on_event)
        for kind, signals in self.handlers().items():
            if isinstance(channel, kind):
                for name, handler in signals.items():
                    connect_signal(channel, name, handler)
        if not isinstance(channel, Spice.MainChannel):  # the session opens that one itself
            Spice.Channel.connect(channel)

    def handlers(self) -> dict[type, dict[str, Callable[..., object]]]:
        """Return what to do on which signal of which class of channel."""
        return {
            Spice.MainChannel: {
                "main-mouse-update": self.on_mouse_mode,
                **self.agent.handlers(),
            },
            Spice.DisplayChannel: {
                "display-primary-create": self.on_primary,
                "display-primary-destroy": self.on_primary_gone,
                "display-invalidate": self.on_invalidate,
                "display-mark": self.on_mark,
                "notify::monitors": self.on_monitors,
            },
            Spice.CursorChannel: {
                "cursor-set": self.on_cursor_set,
                "cursor-move": self.on_cursor_move,
                "cursor-hide": self.on_cursor_hide,
                "cursor-reset": self.on_cursor_reset,
            },
            Spice.InputsChannel: {"inputs-modifiers": self.on_modifiers},
            Spice.PortChannel: self.ports.handlers(),
        }

    def on_channel_gone(self, _session: Spice.Session, channel: Spice.Channel) -> None:
        if channel in self.channels:
            self.channels.remove(channel)
        self.tell("channel-destroy", channel=label(channel))

    def on_event(self, channel: Spice.Channel, event: Spice.ChannelEvent) -> None:
        error = channel.get_error()
        reason = error.message if error else ""
        self.tell("channel-event", channel=label(channel), what=event.value_nick, reason=reason)

    def on_mouse_mode(self, channel: Spice.MainChannel) -> None:
        self.tell("mouse-mode", mode=channel.props.mouse_mode)

    def on_modifiers(self, channel: Spice.InputsChannel) -> None:
        self.tell("modifiers", modifiers=channel.props.key_modifiers)

    # The seven arguments are the signal's.
    def on_primary(
        self,
        channel: Spice.DisplayChannel,
        form: int,
        width: int,
        height: int,
        stride: int,
        _shmid: int,
        address: int,
    ) -> None:
        number = channel.props.channel_id
        self.surfaces[number] = Surface(width, height, stride, form, address)
        self.changed("primaries")
        self.tell("primary", display=number, width=width, height=height, format=form)

    def on_primary_gone(self, channel: Spice.DisplayChannel) -> None:
        self.surfaces.pop(channel.props.channel_id, None)
        self.tell("primary-gone", display=channel.props.channel_id)

    def on_mark(self, channel: Spice.DisplayChannel, mark: int) -> None:
        self.tell("mark", display=channel.props.channel_id, mark=mark)

    def on_monitors(self, channel: Spice.DisplayChannel, _property: GObject.ParamSpec) -> None:
        shown = [vars(each) for each in monitors(channel)]
        self.tell("monitors", display=channel.props.channel_id, monitors=shown)

    def on_invalidate(
        self, channel: Spice.DisplayChannel, x: int, y: int, width: int, height: int
    ) -> None:
        number = channel.props.channel_id
        self.changed("invalidations")
        self.counters["invalid_pixels"] += width * height
        self.invalidations.append((self.last_change_ns, number, x, y, width, height))
        for listener in self.listeners.copy():
            listener(number, x, y, width, height)

    def on_cursor_set(
        self, _channel: Spice.CursorChannel, width: int, height: int, x: int, y: int, address: int
    ) -> None:
        rgba = ctypes.string_at(address, 4 * width * height) if address else b""
        self.shape = Shape(width, height, x, y, rgba)
        self.is_pointer_visible = True
        self.changed("cursor_sets")
        self.tell("cursor-set", width=width, height=height, hot_x=x, hot_y=y)

    def on_cursor_move(self, _channel: Spice.CursorChannel, x: int, y: int) -> None:
        self.pointer = (x, y)
        self.is_pointer_visible = True
        self.tell("cursor-move", x=x, y=y)

    def on_cursor_hide(self, _channel: Spice.CursorChannel) -> None:
        self.is_pointer_visible = False
        self.changed("cursor_hides")
        self.tell("cursor-hide")

    def on_cursor_reset(self, _channel: Spice.CursorChannel) -> None:
        self.shape = None
        self.changed("cursor_resets")
        self.tell("cursor-reset")

    def changed(self, counter: str) -> None:
        """Count, and note that something was seen now."""
        self.last_change_ns = time.monotonic_ns()
        self.counters[counter] += 1


def label(channel: Spice.Channel) -> str:
    """Return a short name for a channel, such as `display:0`."""
    return f"{type(channel).__name__.removesuffix('Channel').lower()}:{channel.props.channel_id}"


def properties(channel: Spice.Channel) -> dict[str, object]:
    """Return the plain properties of a channel."""
    names = {each.name for each in channel.list_properties()} - UNREADABLE
    values = {name: channel.get_property(name) for name in sorted(names)}
    return {name: value for name, value in values.items() if isinstance(value, int | float | str)}
