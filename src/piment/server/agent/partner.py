"""One viewer's side of the talk with the agent: who may send how much (agent.md 2)."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

from piment.core.flow import TokenReturns, Tokens
from piment.core.vdi import PieceChecker
from piment.errors import ProtocolError
from piment.protocol import main
from piment.protocol.channel import Message
from piment.protocol.link import LinkErr
from piment.server.agent.base import Agent, Route, discard
from piment.server.scene.updates import Notice, Severity

WINDOW = 10
"""How many AGENT_DATA a viewer may have under way: what every client expects (agent.md 2.1)."""

RETURN_BATCH = 5
"""Tokens that go back together."""

MOST_UNDER_WAY = 2 * WINDOW
"""Pieces that the machine has not taken; AGENT_START gives credit anew while some may be left."""

MOST_WAITING = 5
"""Pieces that wait for a viewer before the agent is read no further (agent.md 2.2)."""

STALL_SECONDS = 30.0
"""How long a viewer may leave the agent waiting for a token (agent.md 2.2)."""


class Voice(Protocol):
    """The way to the viewer."""

    def send(self, message: Message) -> int:
        """Send a message of the main channel."""
        ...

    async def drain(self) -> None:
        """Wait until little is unsent."""
        ...

    def notify(self, notice: Notice) -> None:
        """Tell the viewer something in words."""
        ...


class Partner:
    """A viewer that talks with the agent, or would if it were its turn.

    It is offered an agent, is told so once its network has room, and says AGENT_START; what it
    says before, or after the agent has gone, nobody hears.
    """

    def __init__(self, name: str, voice: Voice, *, takes_tokens: bool) -> None:
        """Take part as the viewer of this name.

        `takes_tokens` is whether it knows AGENT_CONNECTED_TOKENS; for others, what they had of
        credit when an agent went is what they have when another one comes.
        """
        self.name = name
        self._voice = voice
        self._takes_tokens = takes_tokens
        self._news = asyncio.Event()
        self._agent: Agent | None = None
        """Whom it may talk to now."""
        self._told: Agent | None = None
        """Whom it was told of."""
        self._started: Agent | None = None
        """Whom it has begun to talk to."""
        self._checker = PieceChecker()
        self._route: Route = discard
        self._credit = Tokens(WINDOW)
        """What it may send."""
        self._returns = TokenReturns(RETURN_BATCH)
        self._due = 0
        """Tokens that are to be returned to it now."""
        self._under_way = 0
        """Its pieces that the machine has not taken."""
        self._inbox: deque[bytes] = deque()
        self._room = asyncio.Event()
        self._tokens = 0
        """How many pieces it takes."""
        self._deadline: float | None = None
        """Until when it must take some."""
        self._warned: set[str] = set()

    async def run(self) -> None:
        """Tell the viewer what is new, and what the agent says, as the network has room.

        Raises:
            ProtocolError: it lets the agent wait for too long.
            ConnectionError: its connection broke.

        """
        while True:
            try:
                async with asyncio.timeout_at(self._deadline):
                    await self._news.wait()
            except TimeoutError:
                waited = f"for {STALL_SECONDS:.0f} seconds"
                raise ProtocolError(f"agent data waits {waited} for a token") from None
            await self._voice.drain()
            self._news.clear()
            self._return_tokens()
            self._tell_agent()
            self._send_waiting()

    # --- what the viewer says --------------------------------------------------------------------

    def start(self, tokens: int) -> None:
        """Take AGENT_START: it talks to the agent from now on, and takes so many pieces."""
        agent = self._agent
        if agent is None or self._told is not agent:
            return
        if self._started is agent and not self._checker.is_between_messages:
            agent.end(self)  # it must not take what comes next for the rest of that message
            self._under_way = 0
        lost = WINDOW - self._credit.credit
        self._credit = Tokens(WINDOW)
        if not self._takes_tokens and lost > 0:
            self._due += lost
        self._started, self._route, self._tokens = agent, discard, tokens
        self._checker.restart()
        self._news.set()
        agent.begin(self)

    def receive(self, piece: bytes) -> None:
        """Take AGENT_DATA.

        Raises:
            ProtocolError, WireError: it has no credit, or no agent message is like this.

        """
        agent = self._talking_to
        if agent is None:
            self._credit.credit -= 1  # free of charge: the next start makes it whole again
            self._checker.skip(piece)
            return
        self._credit.spend()
        if self._under_way == MOST_UNDER_WAY:
            raise ProtocolError(f"{MOST_UNDER_WAY} pieces of agent data are under way already")
        head = self._checker.receive(piece)
        if head is not None:
            self._route = agent.route(head)
        self._under_way += 1
        if self._route(piece):
            self.taken()

    def credit(self, tokens: int) -> None:
        """Take AGENT_TOKEN: it takes so many pieces more."""
        if self._talking_to is not None:
            self._tokens += tokens
            self._news.set()

    # --- what the agent says ---------------------------------------------------------------------

    def greet(self) -> bool:
        """Return whether there is an agent for the viewer, who is told so with INIT."""
        self._told = self._agent
        return self._agent is not None

    def offer(self, agent: Agent | None) -> None:
        """Let the viewer talk to another agent, or to none; what the last one has said is void."""
        self._agent, self._route = agent, discard
        self._returns = TokenReturns(RETURN_BATCH)
        self._under_way = 0
        self._inbox.clear()
        self._deadline = None
        self._room.set()
        self._news.set()

    def say(self, piece: bytes) -> None:
        """Send the viewer a piece when there are room and tokens for it.

        Raises:
            ProtocolError: too many wait already; see `room`.

        """
        if len(self._inbox) == MOST_WAITING:
            raise ProtocolError(f"{MOST_WAITING} pieces of agent data wait for a token")
        self._inbox.append(piece)
        self._news.set()

    async def room(self) -> None:
        """Wait until `say` takes one more piece."""
        while len(self._inbox) == MOST_WAITING:
            self._room.clear()
            await self._room.wait()

    def taken(self) -> None:
        """Take note that the machine has taken one of its pieces."""
        self._under_way -= 1
        tokens = self._returns.consumed()
        if tokens:
            self._credit.add(tokens)
            self._due += tokens
            self._news.set()

    def warn(self, text: str) -> None:
        """Tell the viewer why something is not done; once is enough."""
        if text not in self._warned:
            self._warned.add(text)
            self._voice.notify(Notice(Severity.WARNING, text))

    @property
    def _talking_to(self) -> Agent | None:
        return self._agent if self._started is self._agent else None

    def _return_tokens(self) -> None:
        if self._due:
            self._voice.send(main.AgentToken(num_tokens=self._due))
            self._due = 0

    def _tell_agent(self) -> None:
        if self._told is self._agent:
            return
        if self._told is not None:
            self._voice.send(main.AgentDisconnected(error_code=LinkErr.OK))
        if self._agent is not None:
            with_tokens = main.AgentConnectedTokens(num_tokens=WINDOW)
            self._voice.send(with_tokens if self._takes_tokens else main.AgentConnected())
        self._told = self._agent

    def _send_waiting(self) -> None:
        waiting = len(self._inbox)
        while self._inbox and self._tokens > 0:
            self._tokens -= 1
            self._voice.send(main.AgentData(data=self._inbox.popleft()))
        if len(self._inbox) < waiting:
            self._deadline = None
            self._room.set()
        if self._inbox and self._deadline is None:
            self._deadline = asyncio.get_running_loop().time() + STALL_SECONDS
