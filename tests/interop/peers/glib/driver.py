"""Run a spice-gtk viewer by JSON lines: `/usr/bin/python3 -m tests.interop.peers.glib.driver DIR`.

A line on standard input is `{"id": 1, "do": "key", ...}`. Standard output answers it, in time,
with `{"id": 1, "result": ...}` or `{"id": 1, "error": "..."}`; what happens meanwhile is
`{"event": "cursor-move", "time_ns": ..., ...}`. Pixels go into files in DIR.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from gi.repository import GLib
from gi.repository import SpiceClientGLib as Spice

from tests.interop.peers.glib.guest import GuestRequests
from tests.interop.peers.glib.monitors import monitors
from tests.interop.peers.glib.viewer import Viewer, label, properties

MASKS = {1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 6: 32, 7: 64}  # button: its bit in the state
CHECK_MS = 10  # how often a wait for quiet looks

Reply = Callable[[object], None]


class Driver(GuestRequests):
    """Reads requests and does them; each method called `do_...` is one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loop = GLib.MainLoop()
        self.viewer = Viewer(self.tell, folder)
        self.buttons = 0
        self.pending = b""
        GLib.unix_fd_add_full(
            GLib.PRIORITY_DEFAULT, 0, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.on_input
        )

    def write(self, line: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()

    def tell(self, event: str, **fields: object) -> None:
        self.write({"event": event, "time_ns": time.monotonic_ns(), **fields})

    def on_input(self, descriptor: int, _condition: GLib.IOCondition) -> bool:
        data = os.read(descriptor, 65536)
        *lines, self.pending = (self.pending + data).split(b"\n")
        for line in lines:
            self.handle(json.loads(line))
        if not data:
            self.loop.quit()
        return bool(data)

    def handle(self, request: dict[str, object]) -> None:
        number, name = request.pop("id"), request.pop("do")

        def reply(result: object = None) -> None:
            self.write({"id": number, "result": result})

        try:
            getattr(self, f"do_{name}")(reply, **request)
        except Exception as error:
            traceback.print_exc()
            self.write({"id": number, "error": f"{type(error).__name__}: {error}"})

    def do_connect(self, reply: Reply, **options: object) -> None:
        self.viewer.open(options)
        reply(None)

    def do_disconnect(self, reply: Reply) -> None:
        self.viewer.session.disconnect()
        reply(None)

    def do_state(self, reply: Reply) -> None:
        main = self.viewer.channel(Spice.MainChannel)
        reply(
            {
                "mouse_mode": main.props.mouse_mode,
                "agent_connected": main.props.agent_connected,
                "modifiers": self.modifiers(),
                "counters": self.viewer.counters,
                "channels": {label(each): properties(each) for each in self.viewer.channels},
            }
        )

    def modifiers(self) -> int | None:
        found = [each for each in self.viewer.channels if isinstance(each, Spice.InputsChannel)]
        return found[0].props.key_modifiers if found else None

    def do_pixels(self, reply: Reply, display: int) -> None:
        surface = self.viewer.surfaces[display]
        path = self.folder / "pixels"
        path.write_bytes(surface.copy())
        reply({"path": str(path), "changes": self.viewer.counters["invalidations"]} | vars(surface))

    def do_monitors(self, reply: Reply, display: int) -> None:
        for channel in self.viewer.channels:
            if isinstance(channel, Spice.DisplayChannel) and channel.props.channel_id == display:
                reply([vars(each) for each in monitors(channel)])
                return
        raise LookupError(f"there is no display {display}")

    def do_cursor(self, reply: Reply) -> None:
        path = self.folder / "cursor"
        shape = self.viewer.shape
        path.write_bytes(shape.rgba if shape else b"")
        reply(
            {
                "path": str(path),
                "shape": [shape.width, shape.height, shape.hot_x, shape.hot_y] if shape else None,
                "position": self.viewer.pointer,
                "visible": self.viewer.is_pointer_visible,
            }
        )

    def do_invalidations(self, reply: Reply) -> None:
        reply(list(self.viewer.invalidations))
        self.viewer.invalidations.clear()

    def do_settle(self, reply: Reply, quiet_ms: int, display: int) -> None:
        asked_ns = time.monotonic_ns()

        def look() -> bool:
            since_ns = max(asked_ns, self.viewer.last_change_ns)
            is_quiet = time.monotonic_ns() - since_ns >= quiet_ms * 1_000_000
            if is_quiet and display in self.viewer.surfaces:
                reply(None)
                return False
            return True

        GLib.timeout_add(CHECK_MS, look)

    def do_changed(self, reply: Reply, since: int) -> None:
        if self.viewer.counters["invalidations"] > since:
            reply(None)
            return

        def look(*_area: int) -> None:
            self.viewer.listeners.remove(look)
            reply(None)

        self.viewer.listeners.append(look)

    def do_latency(self, reply: Reply, code: int, quiet_ms: int, display: int) -> None:
        # What an earlier key still draws must not be taken for the answer to this one.
        self.do_settle(lambda _: self.probe(reply, code, display), quiet_ms, display)

    def probe(self, reply: Reply, code: int, display: int) -> None:
        inputs = self.viewer.channel(Spice.InputsChannel)
        surface = self.viewer.surfaces[display]
        before = surface.copy()

        def look(number: int, *area: int) -> None:
            seen_ns = time.monotonic_ns()
            x, y, width, height = area
            if number == display and surface.has_changed(before, (x, y, width, height)):
                self.viewer.listeners.remove(look)
                inputs.key_release(code)
                reply({"pressed_ns": pressed_ns, "seen_ns": seen_ns})

        self.viewer.listeners.append(look)
        pressed_ns = time.monotonic_ns()
        inputs.key_press(code)

    def do_keys(self, reply: Reply, keys: list[tuple[int, bool]], pause_ms: int) -> None:
        inputs = self.viewer.channel(Spice.InputsChannel)
        rest = iter(keys)

        def press() -> bool:
            key = next(rest, None)
            if key is None:
                reply(None)
                return False
            code, pressed = key
            (inputs.key_press if pressed else inputs.key_release)(code)
            return True

        if press():
            GLib.timeout_add(pause_ms, press)

    def do_position(self, reply: Reply, x: int, y: int, display: int) -> None:
        self.viewer.channel(Spice.InputsChannel).position(x, y, display, self.buttons)
        reply(None)

    def do_motion(self, reply: Reply, dx: int, dy: int) -> None:
        self.viewer.channel(Spice.InputsChannel).motion(dx, dy, self.buttons)
        reply(None)

    def do_button(self, reply: Reply, number: int, pressed: bool) -> None:
        inputs = self.viewer.channel(Spice.InputsChannel)
        if pressed:
            self.buttons |= MASKS[number]
            inputs.button_press(number, self.buttons)
        else:
            self.buttons &= ~MASKS[number]
            inputs.button_release(number, self.buttons)
        reply(None)

    def do_request_mouse_mode(self, reply: Reply, mode: int) -> None:
        self.viewer.channel(Spice.MainChannel).request_mouse_mode(mode)
        reply(None)

    def do_set_modifiers(self, reply: Reply, modifiers: int) -> None:
        self.viewer.channel(Spice.InputsChannel).set_key_locks(modifiers)
        reply(None)


if __name__ == "__main__":
    Driver(Path(sys.argv[1])).loop.run()
