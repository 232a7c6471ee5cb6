"""The main channel: what there is, how the mouse works, whether the viewer lives (wire.md 5)."""

from __future__ import annotations

import asyncio
import time

from piment.errors import ProtocolError
from piment.limits import MOST_NAME_BYTES, MOST_NOTIFY_BYTES
from piment.protocol import channel as channels
from piment.protocol import common, main
from piment.protocol.capabilities import Capabilities, MainCap
from piment.protocol.channel import Message
from piment.protocol.common import NotifySeverity, NotifyVisibility
from piment.protocol.main import MouseModeFlags
from piment.server.agent.partner import WINDOW, Partner
from piment.server.channels.base import Channel, Desk, Outlet
from piment.server.ports.offer import Key
from piment.server.scene.updates import Notice, Severity
from piment.server.viewer import Viewer

CAPABILITIES = Capabilities([MainCap.NAME_AND_UUID, MainCap.AGENT_CONNECTED_TOKENS])

SEVERITIES = {
    Severity.INFO: NotifySeverity.INFO,
    Severity.WARNING: NotifySeverity.WARN,
    Severity.ERROR: NotifySeverity.ERROR,
}

NET_TEST_BYTES = 256_000
"""Padding of the start-up PING that measures the rate (wire.md 3.4)."""

FAST_BITS_PER_SECOND = 10 * 1024 * 1024
"""Below, a network counts as slow (wire.md 3.4)."""

KEEPALIVE_SECONDS = 15.0
"""How often a PING asks whether the viewer still lives."""

SILENCE_SECONDS = 30.0
"""How long a PING may stay unanswered."""

RAM_HINT = 64 * 1024 * 1024
"""Bytes; clients size the window of their GLZ dictionary by it."""


class MainChannel(Channel):
    """The channel that a session begins and ends with."""

    def __init__(
        self,
        outlet: Outlet,
        desk: Desk,
        viewer: Viewer,
        capabilities: Capabilities,
        *,
        local: bool,
    ) -> None:
        super().__init__(outlet, desk, viewer, capabilities)
        self._local = local
        """Whether the viewer is on this machine, so that its network needs no test."""
        self._pings = 0
        self._unanswered: dict[int, int] = {}
        """When each PING was sent that has had no PONG, in microseconds."""
        self._latency_us: int | None = None
        self._wake = asyncio.Event()
        self._modes = MouseModeFlags.SERVER
        """The mouse modes that the viewer was told of."""
        self._offered: set[Key] | None = None
        """The channels that the viewer was told of; None until it asks."""
        self._notices = self.scene.notices_told
        takes_tokens = MainCap.AGENT_CONNECTED_TOKENS in capabilities
        self._partner = Partner(viewer.name, self, takes_tokens=takes_tokens)

    async def run(self) -> None:
        """Serve the channel; ends when the viewer leaves or no longer answers."""
        self.desk.agent.join(self._partner)
        unwatch = self.viewer.watch(lambda _: self._wake.set())
        try:
            self._greet()
            await self.run_beside(self._accompany())
        finally:
            unwatch()
            self.desk.agent.leave(self._partner)

    def handle(self, message: Message) -> None:
        """Answer what a viewer asks of the session."""
        match message:
            case main.AttachChannels():
                self._offered = set()
                self._tell_channels()
            case main.MouseModeRequest(mode):
                self._set_mouse_mode(mode)
            case main.AgentStart(tokens):
                self._partner.start(tokens)
            case main.AgentData(piece):
                self._partner.receive(piece)
            case main.AgentToken(tokens):
                self._partner.credit(tokens)
            case _:
                super().handle(message)

    async def drain(self) -> None:
        """Wait until the viewer can take more."""
        await self.outlet.drain()

    def notify(self, notice: Notice) -> None:
        """Tell the viewer something in words."""
        self.send(
            common.Notify(
                time_stamp=time.monotonic_ns(),
                severity=SEVERITIES[notice.severity],
                visibility=NotifyVisibility.HIGH,
                what=0,
                message=notice.text.encode()[:MOST_NOTIFY_BYTES],
            )
        )

    def heard(self, message: common.Disconnecting | common.Pong) -> None:
        """Learn from a PONG that the viewer lives, and at first how fast its network is."""
        if not isinstance(message, common.Pong):
            return
        sent_us = self._unanswered.pop(message.id, None)
        if sent_us is None:
            raise ProtocolError(f"PONG for a PING {message.id} that was not sent")
        microseconds = _now_us() - sent_us
        match message.id:
            case 2:
                self._latency_us = microseconds
            case 3 if self._latency_us is not None:
                spent_us = max(1, microseconds - self._latency_us)
                rate = NET_TEST_BYTES * 8 * 1_000_000 // spent_us
                self.viewer.has_fast_network = rate >= FAST_BITS_PER_SECOND
                self.log.info(
                    "viewer=%s network latency_ms=%.1f mbit_per_s=%.1f",
                    self.viewer.name,
                    self._latency_us / 1000,
                    rate / 1e6,
                )

    def _greet(self) -> None:
        self._modes = self._mouse_modes()
        self.send(
            main.Init(
                session_id=self.viewer.session_id,
                display_channels_hint=len(self.scene.screens),
                supported_mouse_modes=self._modes,
                current_mouse_mode=self.viewer.mouse_mode,
                agent_connected=int(self._partner.greet()),
                agent_tokens=WINDOW,
                multi_media_time=multi_media_time(),
                ram_hint=RAM_HINT,
            )
        )
        if MainCap.NAME_AND_UUID in self.capabilities:
            self.send(main.Name(name=name_bytes(self.desk.name)))
        if self._local:
            self.viewer.has_fast_network = True
        else:
            for padding in (0, 0, NET_TEST_BYTES):
                self._ping(padding)

    def _ping(self, padding: int = 0) -> None:
        self._pings += 1
        self._unanswered[self._pings] = now_us = _now_us()
        self.send(common.Ping(id=self._pings, timestamp=now_us, padding=bytes(padding)))

    async def _accompany(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_alive())
            tasks.create_task(self._follow())
            tasks.create_task(self._partner.run())

    async def _follow(self) -> None:
        """Tell what has changed since it was told, once the viewer can take it."""
        while True:
            await self._wake.wait()
            await self.outlet.drain()
            self._wake.clear()
            self._tell_mouse_modes()
            self._tell_channels()
            self._tell_notices()

    def _tell_mouse_modes(self) -> None:
        modes = self._mouse_modes()
        if modes != self._modes:
            self._modes = modes
            if self.viewer.mouse_mode not in modes:
                self.viewer.mouse_mode = MouseModeFlags.SERVER
            self.send(main.MouseMode(supported=modes, current=self.viewer.mouse_mode))

    def _tell_channels(self) -> None:
        """Tell of the channels that have come to be, if the viewer wants to know."""
        if self._offered is None:
            return
        new = [key for key in self._channels() if key not in self._offered]
        if new:
            offer = [main.ChannelId(type=kind, id=number) for kind, number in new]
            self.send(main.ChannelsList(channels=offer))
            self._offered.update(new)

    def _channels(self) -> list[Key]:
        """Return all that there are: a display and its pointer for each screen, ports, inputs."""
        screens = range(len(self.scene.screens))
        kinds = (channels.cursor, channels.display)
        of_screens = [(kind.number, number) for number in screens for kind in kinds]
        return [(channels.inputs.number, 0), *of_screens, *self.desk.ports.keys]

    def _tell_notices(self) -> None:
        for notice in self.scene.notices_since(self._notices):
            self.notify(notice)
        self._notices = self.scene.notices_told

    def _mouse_modes(self) -> MouseModeFlags:
        """Return what viewers may choose; the pointer can always be moved (wire.md 5.4)."""
        can_be_placed = self.desk.pointer.can_be_placed
        more = MouseModeFlags.CLIENT if can_be_placed else MouseModeFlags(0)
        return MouseModeFlags.SERVER | more

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(KEEPALIVE_SECONDS)
            now_us = _now_us()
            oldest = min(self._unanswered.values(), default=now_us)
            if now_us - oldest > SILENCE_SECONDS * 1e6:
                raise ProtocolError(f"no answer for {SILENCE_SECONDS:.0f} seconds")
            self._ping()

    def _set_mouse_mode(self, mode: MouseModeFlags) -> None:
        if int(mode).bit_count() != 1 or mode not in self._modes:
            return  # as the specification has it: what cannot be is not answered
        self.viewer.mouse_mode = mode
        self.send(main.MouseMode(supported=self._modes, current=mode))


def name_bytes(name: str) -> bytes:
    """Return a name as NAME can carry it: UTF-8, cut short if it must be."""
    room = MOST_NAME_BYTES - 1  # for the zero byte
    short = name.encode(errors="replace")[:room].decode(errors="ignore")
    return short.partition("\0")[0].encode()


def _now_us() -> int:
    return time.monotonic_ns() // 1000


def multi_media_time() -> int:
    """Return the server's clock in milliseconds; it wraps at 32 bits (wire.md 5.5)."""
    return time.monotonic_ns() // 1_000_000 & 0xFFFF_FFFF
