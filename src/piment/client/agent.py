"""The guest's agent as the client sees it: credit, capabilities, messages (wire.md 13)."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from piment.client.events import AgentChanged
from piment.client.shared import Shared
from piment.core.agent import Assembler, pieces
from piment.core.flow import Tokens
from piment.errors import WireError
from piment.protocol import main
from piment.protocol.agent import (
    AgentCap,
    AgentMessage,
    AnnounceCapabilities,
    Dialect,
)
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message

CAPABILITIES = Capabilities(
    [AgentCap.MONITORS_CONFIG, AgentCap.REPLY, AgentCap.MONITORS_CONFIG_POSITION]
)
"""What we tell the agent that we can do."""

UNLIMITED = 0xFFFFFFFF
"""Credit for the agent: TCP holds it back where we are slow."""

log = logging.getLogger("piment.client.agent")

Taker = Callable[[AgentMessage], None]


class Agent:
    """Talks with the agent over the main channel.

    What is sent waits for credit. Services take the messages of their types with `on`.
    """

    def __init__(self, shared: Shared, send: Callable[[Message], None]) -> None:
        self._shared = shared
        self._send = send
        self._tokens = Tokens()
        self._assembler = Assembler()
        self._unsent: deque[bytes] = deque()
        self._sent = asyncio.Event()
        self._sent.set()
        self._takers: dict[type[AgentMessage], Taker] = {}
        self.dialect = Dialect()
        """What both have agreed on: the form in which messages are sent."""
        self.is_connected = False
        self.capabilities = Capabilities()
        """What the agent can do; nothing before it has told."""

    def on(self, message: type[AgentMessage], taker: Taker) -> None:
        """Let `taker` have the messages of a class of `protocol.agent.MESSAGES`."""
        self._takers[message] = taker

    def send(self, message: AgentMessage) -> None:
        """Send `message`, in the form that `dialect` has for it, when there is credit.

        Raises:
            ConnectionError: there is no agent.

        """
        if not self.is_connected:
            raise ConnectionError("the guest has no agent")
        self._unsent.extend(pieces(message.framed()))
        self._sent.clear()
        self._flush()

    async def drain(self) -> None:
        """Wait until all is sent, or the agent is gone."""
        await self._sent.wait()

    def credited(self, tokens: int) -> None:
        """Take the credit that the session begins with."""
        self._tokens = Tokens(tokens)

    def connected(self, tokens: int | None) -> None:
        """Begin to talk: the agent has come, with this credit or as much as before."""
        if tokens is not None:
            self.credited(tokens)
        self._forget()
        self.is_connected = True
        self._send(main.AgentStart(num_tokens=UNLIMITED))
        self._announce(request=True)
        self._shared.tell(AgentChanged(connected=True))

    def disconnected(self) -> None:
        """Stop to talk: the agent has gone."""
        was_connected = self.is_connected
        self._forget()
        if was_connected:
            self._shared.tell(AgentChanged(connected=False))

    def granted(self, tokens: int) -> None:
        """Take more credit."""
        self._tokens.add(tokens)
        self._flush()

    def receive(self, piece: bytes) -> None:
        """Take a piece of what the agent says.

        Raises:
            ProtocolError: it is no part of an agent message.

        """
        for number, body in self._assembler.receive(piece):
            cls = self.dialect.messages().get(number)
            if cls is None:
                log.info("agent message %d of %d bytes is unknown", number, len(body))
                continue
            try:
                message = cls.unpack(body)
            except WireError as error:
                log.warning("agent message %d of %d bytes: %s", number, len(body), error)
            else:
                self._take(message)

    def _take(self, message: AgentMessage) -> None:
        if isinstance(message, AnnounceCapabilities):
            self.capabilities = Capabilities.from_words(message.caps)
            self.dialect = Dialect.between(CAPABILITIES, self.capabilities)
            if message.request:
                self._announce(request=False)
            self._shared.tell(AgentChanged(connected=True))
        for base in type(message).__mro__:
            if taker := self._takers.get(base):
                taker(message)
                return

    def _announce(self, *, request: bool) -> None:
        self.send(AnnounceCapabilities(request=int(request), caps=CAPABILITIES.words))

    def _forget(self) -> None:
        self.is_connected = False
        self.capabilities = Capabilities()
        self.dialect = Dialect()
        self._assembler.clear()
        self._unsent.clear()
        self._sent.set()

    def _flush(self) -> None:
        while self._unsent and self._tokens.credit:
            self._tokens.spend()
            self._send(main.AgentData(data=self._unsent.popleft()))
        if not self._unsent:
            self._sent.set()
