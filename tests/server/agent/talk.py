"""A house whose guest has an agent, for tests, and what passes between it and viewers."""

from __future__ import annotations

from piment.core.agent import Framed, pieces
from piment.protocol import main
from piment.protocol.agent import AgentMessage
from piment.protocol.capabilities import Capabilities, MainCap
from tests.server.agent.guest import CLIENT, Guest
from tests.server.house import House, becomes
from tests.server.memory_port import MemoryPort
from tests.server.scripted import Scripted
from tests.server.viewer import Line

TOKENS = Capabilities([MainCap.AGENT_CONNECTED_TOKENS])


class Talk(House):
    """A house whose guest may have an agent."""

    def __init__(self, guest: Guest | None = None, **settings: object) -> None:
        super().__init__(Scripted(), **settings)
        self.guest = guest or Guest()
        self.source.have_ports(MemoryPort("serial"), self.guest.port)

    async def viewer(self, capabilities: Capabilities = TOKENS, **how: object) -> Line:
        line, _ = await self.session(capabilities=capabilities, **how)
        return line

    async def owner(self, tokens: int = 1000) -> Line:
        """Come as a viewer who talks with the agent."""
        await becomes(lambda: self.guest.port.is_taken)
        line = await self.viewer()
        assert line.seen[0].agent_connected == 1
        line.send(main.AgentStart(num_tokens=tokens))
        return line

    async def hears(self, *messages: tuple[object, Framed]) -> None:
        """Wait until the guest has heard exactly these."""
        heard: list[object] = []

        def all_heard() -> bool:
            heard.extend(self.guest.hear())
            return len(heard) >= len(messages)

        await becomes(all_heard)
        assert heard == list(messages)


def body_of(message: AgentMessage) -> Framed:
    return Framed(int(message.number), message.pack())


def from_client(message: AgentMessage) -> tuple[object, Framed]:
    return CLIENT, body_of(message)


def data(message: AgentMessage) -> list[main.AgentData]:
    return [main.AgentData(data=piece) for piece in pieces(message.framed())]
