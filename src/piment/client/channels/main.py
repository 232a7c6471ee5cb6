"""The main channel: the session, its mouse mode, its agent, where it moves (wire.md 5)."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol
from uuid import UUID

from piment.client.agent import Agent
from piment.client.channels.base import Channel, Mover
from piment.client.events import Identified, MouseModeChanged
from piment.client.shared import Shared
from piment.protocol import channel as channels
from piment.protocol import main
from piment.protocol.capabilities import Capabilities, MainCap
from piment.protocol.channel import Message
from piment.protocol.main import MouseModeFlags

Migration = (
    main.MigrateBegin
    | main.MigrateBeginSeamless
    | main.MigrateCancel
    | main.MigrateEnd
    | main.MigrateSwitchHost
)
"""What a server says about where the session is to go."""


class Owner(Mover, Protocol):
    """Who opens the other channels."""

    def initialised(self, init: main.Init) -> None:
        """Take the session's id."""
        ...

    def offered(self, offer: list[main.ChannelId]) -> None:
        """Take the channels that there are, or that came to be."""
        ...

    def migrate(self, message: Migration) -> None:
        """Take the next step of a migration."""
        ...


class MainChannel(Channel):
    """The channel that a session begins and ends with."""

    kind = channels.main
    CAPABILITIES = Capabilities(MainCap)

    def __init__(self, shared: Shared, owner: Owner, wanted: MouseModeFlags) -> None:
        super().__init__(shared, 0, owner)
        self._owner = owner
        self._wanted = wanted
        self.agent = Agent(shared, self.send)
        self.machine_name: str | None = None
        self.uuid: UUID | None = None

    def reset(self) -> None:
        """Forget the agent, which may be another one now."""
        super().reset()
        self.agent.disconnected()

    def want_mouse_mode(self, mode: MouseModeFlags) -> None:
        """Ask for a mouse mode, now and whenever the server can have it."""
        self._wanted = mode
        self._ask_for_mouse_mode()

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Follow the state of the session."""
        match message:
            case main.Init():
                self._initialise(message)
            case main.ChannelsList(offer):
                self._owner.offered(offer)
            case main.MouseMode(supported, current):
                self._set_mouse_mode(current, supported)
            case main.MultiMediaTime(mm_time):
                self.shared.clock.set(mm_time)
            case main.Name(name):
                self.machine_name = name.decode(errors="replace")
                self.shared.tell(Identified(self.machine_name, self.uuid))
            case main.Uuid(uuid):
                self.uuid = UUID(bytes=uuid)
                self.shared.tell(Identified(self.machine_name, self.uuid))
            case (
                main.MigrateBegin()
                | main.MigrateBeginSeamless()
                | main.MigrateCancel()
                | main.MigrateEnd()
                | main.MigrateSwitchHost()
            ):
                self._owner.migrate(message)
            case _:
                return self._of_agent(message)
        return None

    def _of_agent(self, message: Message) -> Awaitable[None] | None:
        match message:
            case main.AgentConnected():
                self.agent.connected(None)
            case main.AgentConnectedTokens(tokens):
                self.agent.connected(tokens)
            case main.AgentDisconnected():
                self.agent.disconnected()
            case main.AgentData(piece):
                self.agent.receive(piece)
            case main.AgentToken(tokens):
                self.agent.granted(tokens)
            case _:
                return super().handle(message)
        return None

    def _initialise(self, init: main.Init) -> None:
        self.shared.clock.set(init.multi_media_time)
        self.shared.ram_hint = init.ram_hint
        self._set_mouse_mode(init.current_mouse_mode, init.supported_mouse_modes)
        self.agent.credited(init.agent_tokens)
        if init.agent_connected:
            self.agent.connected(None)
        self._owner.initialised(init)

    def _set_mouse_mode(self, current: MouseModeFlags, supported: MouseModeFlags) -> None:
        self.shared.mouse_mode, self.shared.mouse_modes = current, supported
        self.shared.tell(MouseModeChanged(current, supported))
        self._ask_for_mouse_mode()

    def _ask_for_mouse_mode(self) -> None:
        if self._wanted != self.shared.mouse_mode and self._wanted & self.shared.mouse_modes:
            self.send(main.MouseModeRequest(mode=self._wanted))
