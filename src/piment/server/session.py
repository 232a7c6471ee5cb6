"""One viewer: its channels, from the first link of main to the end of main."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor

from piment.core.dialogue import Dialogue
from piment.core.events import Linked
from piment.errors import CodecError, ProtocolError, WireError
from piment.protocol import channel as channels
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import CHANNELS, Side
from piment.server.channels import cursor, display, inputs, main, port
from piment.server.channels.base import Channel, Desk, Outlet
from piment.server.pipeline.encode import Encoder
from piment.server.ports.kinds import PORT_CHANNELS
from piment.server.viewer import Viewer
from piment.transport.base import Transport
from piment.transport.pump import Conversation

log = logging.getLogger("piment.server.session")

OFFERED: dict[int, Capabilities] = {
    channels.main.number: main.CAPABILITIES,
    channels.display.number: display.CAPABILITIES,
    channels.inputs.number: inputs.CAPABILITIES,
    channels.cursor.number: cursor.CAPABILITIES,
    **{channel.number: port.CAPABILITIES for channel in PORT_CHANNELS},
}
"""What the server announces on the channels that it has."""

PER_SCREEN = frozenset({channels.display.number, channels.cursor.number})
"""The channels of which there is one for each screen, with its number."""


class Session:
    """The channels of one viewer; they share its fate."""

    def __init__(self, desk: Desk, viewer: Viewer, executor: Executor) -> None:
        self.viewer = viewer
        self._desk = desk
        self._executor = executor
        self._channels: dict[tuple[int, int], asyncio.Task[None]] = {}

    def offers(self, channel_type: int, channel_id: int) -> bool:
        """Whether such a channel can be linked now."""
        if channel_type not in OFFERED or (channel_type, channel_id) in self._channels:
            return False
        if CHANNELS[channel_type] in PORT_CHANNELS:
            return (channel_type, channel_id) in self._desk.ports.keys
        has_one_a_screen = channel_type in PER_SCREEN
        return channel_id < (len(self._desk.scene.screens) if has_one_a_screen else 1)

    def reserve(self, channel_type: int, channel_id: int) -> None:
        """Let the running task serve this channel, so that nobody else can link it."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - called from a connection's task
        self._channels[channel_type, channel_id] = task

    def release(self, channel_type: int, channel_id: int) -> None:
        """Forget a reserved channel; the end of main is the end of all."""
        del self._channels[channel_type, channel_id]
        if not self.is_alive:
            for task in self._channels.values():
                task.cancel()

    @property
    def is_alive(self) -> bool:
        """Whether the main channel is there."""
        return (channels.main.number, 0) in self._channels

    async def serve(self, transport: Transport, linked: Linked, first: bytes) -> None:
        """Serve a reserved channel until it ends; with main, everything ends."""
        request = linked.request
        kind = CHANNELS[request.channel_type]
        dialogue = Dialogue(kind, Side.SERVER, mini_header=linked.mini_header)
        conversation = Conversation(transport, dialogue, first)
        channel = self._channel(conversation, linked)
        name = kind.name if request.channel_id == 0 else f"{kind.name}:{request.channel_id}"
        log.info("viewer=%s channel=%s linked", self.viewer.name, name)
        reason = "the session is over"
        try:
            await channel.run()
            reason = "the viewer left"
        except* (ProtocolError, WireError, CodecError) as group:
            reason = f"protocol error: {_first(group)}"
        except* OSError as group:
            reason = f"connection broken: {_first(group)}"
        finally:
            log.info("viewer=%s channel=%s ended reason=%r", self.viewer.name, name, reason)
            await conversation.close()

    def _channel(self, outlet: Conversation, linked: Linked) -> Channel:
        shared: tuple[Outlet, Desk, Viewer, Capabilities] = (
            outlet,
            self._desk,
            self.viewer,
            linked.peer_capabilities,
        )
        number, is_local = linked.request.channel_id, outlet.transport.is_local
        match CHANNELS[linked.request.channel_type]:
            case channels.main:
                return main.MainChannel(*shared, local=is_local)
            case channels.display:
                return display.DisplayChannel(*shared, Encoder(self._executor), number)
            case channels.inputs:
                return inputs.InputsChannel(*shared)
            case channels.cursor:
                return cursor.CursorChannel(*shared, number)
            case channels.port | channels.webdav | channels.usbredir as kind:
                place = self._desk.ports.place((kind.number, number), self.viewer.name)
                tells = kind is not channels.usbredir
                return port.PortChannel(*shared, place, tells_events=tells, local=is_local)
        raise AssertionError(f"channel {linked.request.channel_type} is not offered")


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
