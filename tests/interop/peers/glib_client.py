"""A spice-gtk viewer without a window, driven from a test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.interop.peers.driven import ANSWER_S, Event
from tests.interop.peers.glib_guest import GuestUser, ViewerError
from tests.interop.peers.keyboard import KEY_PAUSE_MS, keys
from tests.interop.peers.packages import need
from tests.interop.peers.process import PeerError

REPOSITORY = Path(__file__).parents[3]
PYTHON = "/usr/bin/python3"  # Debian's, which has the bindings of its python3-gi
EXTENDED = 0x100  # spice-gtk's mark for a scan code with the prefix 0xe0
SENT_S = 180.0  # a file of ten megabytes into a guest that QEMU emulates on a busy machine
DEPTH_32 = 32  # spice-gtk's name of the surface format B, G, R, X

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Cursor:
    """The pointer: its shape as uint8 (height, width, 4) in R, G, B, A, None for the default."""

    pixels: Pixels | None
    hot_spot: tuple[int, int]
    position: tuple[int, int] | None
    is_visible: bool


@dataclass(frozen=True)
class Latency:
    """When a key was sent, and when the first pixel changed (time.monotonic_ns)."""

    pressed_ns: int
    seen_ns: int

    @property
    def milliseconds(self) -> float:
        """The time between the two."""
        return (self.seen_ns - self.pressed_ns) / 1e6


class GLibClient(GuestUser):
    """Make it with `await GLibClient.start(folder)`, then `connect`; `close` it at the end.

    `events` has all that happened: channel-new, channel-event (channel, what, reason), primary,
    mark, monitors, cursor-set, cursor-move, cursor-hide, cursor-reset, mouse-mode, modifiers,
    agent, disconnected and so on, as peers/glib/viewer.py tells them.
    """

    _left: int | None = None  # how many events there were when it left by itself

    @classmethod
    async def start(cls, folder: Path) -> GLibClient:
        """Start the client's process; logs and pixels go into `folder`."""
        need("gir1.2-spiceclientglib-2.0", "python3-gi")
        command = [PYTHON, "-u", "-m", "tests.interop.peers.glib.driver", str(folder)]
        env = {"PYTHONPATH": str(REPOSITORY)}
        client = await cls.spawn(command, folder / "glib_client.log", env)
        client.folder = folder
        return client

    async def connect(self, uri: str, **properties: Any) -> None:
        """Connect, and wait until all channels that the server has are open.

        `properties` are those of SpiceSession: password, username, ca_file, cert_subject, ...

        Raises:
            ViewerError: a channel was refused or broke.

        """
        await self.ask("connect", uri=uri, **properties)
        await self.wait_for("channel-event", channel="main:0", what="opened")
        await self.wait_until(lambda: bool(self.channels()) and not self.opening())

    async def disconnect(self) -> None:
        """Close the session, and wait until all its channels are gone; the process stays."""
        self._left = since = len(self.events)
        await self.ask("disconnect")
        await self.wait_for("disconnected", since=since)

    def losses(self) -> list[Event]:
        """Return what told that a channel, or all, ended before the viewer left by itself."""
        return [event for event in self.events[: self._left] if is_loss(event)]

    def channels(self) -> set[str]:
        """Return the channels there have been besides main, such as `display:0`."""
        new = [event for event in self.events if event.name == "channel-new"]
        return {event.fields["channel"] for event in new} - {"main:0"}

    def opening(self) -> set[str]:
        """Return the channels that were neither opened nor refused yet.

        Raises:
            ViewerError: a channel was refused or broke.

        """
        self.check(self.events)
        opened = [event for event in self.events if event.fits("channel-event", {"what": "opened"})]
        return self.channels() - {event.fields["channel"] for event in opened}

    async def pixels(self, display: int = 0) -> Pixels:
        """Return the primary surface as it is now: uint8 (height, width, 3) in B, G, R."""
        pixels, _ = await self._picture(display)
        return pixels

    async def settle(self, quiet_ms: int = 300, display: int = 0) -> Pixels:
        """Wait until nothing changed for a while, and return the pixels."""
        await self.ask("settle", quiet_ms=quiet_ms, display=display)
        return await self.pixels(display)

    async def until(self, check: Callable[[Pixels], bool], display: int = 0) -> Pixels:
        """Wait until `check` is true for the pixels, looking at every change; return them."""
        async with asyncio.timeout(ANSWER_S):
            await self.ask("settle", quiet_ms=0, display=display)
            while True:
                pixels, changes = await self._picture(display)
                if check(pixels):
                    return pixels
                await self.ask("changed", since=changes)

    async def monitors(self, display: int = 0) -> list[dict[str, int]]:
        """Return what each monitor shows: id, surface_id, x, y, width, height."""
        shown: list[dict[str, int]] = await self.ask("monitors", display=display)
        return shown

    async def key(self, code: int, pressed: bool) -> None:
        """Press or release a key: a PC scan code of set 1, 0xe04d with a prefix."""
        await self.ask("keys", keys=[(native(code), pressed)], pause_ms=0)

    async def type(self, text: str, pause_ms: int = KEY_PAUSE_MS) -> None:
        """Type text on a US keyboard; a line feed is Enter."""
        await self.ask("keys", keys=keys(text), pause_ms=pause_ms)

    async def position(self, x: int, y: int, display: int = 0) -> None:
        """Put the pointer somewhere (mouse mode 2, client)."""
        await self.ask("position", x=x, y=y, display=display)

    async def motion(self, dx: int, dy: int) -> None:
        """Move the mouse (mouse mode 1, server)."""
        await self.ask("motion", dx=dx, dy=dy)

    async def button(self, number: int, pressed: bool) -> None:
        """Press or release a button: 1 left, 2 middle, 3 right, 4 up, 5 down, 6 side, 7 extra."""
        await self.ask("button", number=number, pressed=pressed)

    async def click(self, x: int, y: int, number: int = 1) -> None:
        """Put the pointer somewhere and click."""
        await self.position(x, y)
        await self.button(number, True)
        await self.button(number, False)

    async def cursor(self) -> Cursor:
        """Return what the pointer looks like and where the server last put it."""
        answer = await self.ask("cursor")
        position = tuple(answer["position"]) if answer["position"] else None
        width, height, *hot_spot = answer["shape"] or (0, 0, 0, 0)
        pixels = None
        if width and height:
            pixels = np.fromfile(answer["path"], np.uint8).reshape(height, width, 4)
        return Cursor(pixels, (hot_spot[0], hot_spot[1]), position, answer["visible"])

    async def state(self) -> dict[str, Any]:
        """Return mouse_mode, modifiers, agent_connected, counters, channels (with properties)."""
        state: dict[str, Any] = await self.ask("state")
        return state

    async def request_mouse_mode(self, mode: int) -> None:
        """Ask for mouse mode 1 (server, relative) or 2 (client, absolute)."""
        await self.ask("request_mouse_mode", mode=mode)

    async def set_modifiers(self, modifiers: int) -> None:
        """Switch the locks: 1 Scroll Lock, 2 Num Lock, 4 Caps Lock."""
        await self.ask("set_modifiers", modifiers=modifiers)

    async def invalidations(self) -> list[list[int]]:
        """Return and forget the changes so far: (time_ns, display, x, y, width, height)."""
        changes: list[list[int]] = await self.ask("invalidations")
        return changes

    async def latency_probe(self, code: int, quiet_ms: int = 50, display: int = 0) -> Latency:
        """After some quiet press a key, wait for the first pixel that changes, release the key."""
        code = native(code)
        answer = await self.ask("latency", code=code, quiet_ms=quiet_ms, display=display)
        return Latency(**answer)

    async def _picture(self, display: int) -> tuple[Pixels, int]:
        answer = await self.ask("pixels", display=display)
        if answer["format"] != DEPTH_32:
            raise PeerError(f"pixels of a surface of format {answer['format']} are not looked at")
        rows = np.fromfile(answer["path"], np.uint8).reshape(answer["height"], answer["stride"])
        pixels = rows[:, : 4 * answer["width"]].reshape(answer["height"], answer["width"], 4)
        return np.ascontiguousarray(pixels[:, :, :3]), answer["changes"]

    def check(self, events: Sequence[Event]) -> None:
        """Raise ViewerError if a channel was refused or broke."""
        for event in events:
            fields = event.fields
            if event.name == "channel-event" and fields["what"].startswith("error"):
                raise ViewerError(fields["channel"], fields["what"], fields["reason"])


def is_loss(event: Event) -> bool:
    """Whether an event tells that a channel, or the whole session, ended."""
    is_end = event.name == "channel-event" and event.fields["what"] != "opened"
    return is_end or event.name in ("channel-destroy", "disconnected")


def native(code: int) -> int:
    """Return a PC scan code as spice-gtk names it."""
    prefix, low = divmod(code, 0x100)
    if prefix not in (0, 0xE0):
        raise ValueError(f"{code:#x} is no scan code that spice-gtk has a name for")
    return low | EXTENDED if prefix else low
