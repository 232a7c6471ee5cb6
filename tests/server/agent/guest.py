"""A guest with an agent, for tests: reads the chunks of its port, and says what it is told to."""

from __future__ import annotations

from piment.core.agent import Assembler, Framed
from piment.core.vdi import ChunkReader, chunk
from piment.protocol.agent import AgentCap, AgentMessage, AnnounceCapabilities, ChunkPort
from piment.protocol.capabilities import Capabilities
from piment.server.sources.port import AGENT_PORT
from tests.server.memory_port import MemoryPort

CLIENT, SERVER = ChunkPort.CLIENT_PORT, ChunkPort.SERVER_PORT

LINUX = Capabilities(
    [
        *(AgentCap.MOUSE_STATE, AgentCap.MONITORS_CONFIG, AgentCap.REPLY),
        *(AgentCap.CLIPBOARD_BY_DEMAND, AgentCap.CLIPBOARD_SELECTION),
        *(AgentCap.SPARSE_MONITORS_CONFIG, AgentCap.GUEST_LINEEND_LF),
    ]
)
"""What the agent of Linux can do, as far as it matters here."""


class Guest:
    """The guest's end of a port; `sizes` has the size of every chunk that came in."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.port = MemoryPort(AGENT_PORT, is_open=is_open)
        self.sizes: list[int] = []
        self._begin()

    def start(self) -> None:
        """Open the port."""
        self._begin()
        self.port.set_open(True)

    def stop(self) -> None:
        """Close the port."""
        self.port.set_open(False)
        self.port.take()

    def say(self, message: AgentMessage | bytes, port: ChunkPort = CLIENT) -> None:
        """Send a message as agents do: as one chunk, whatever its size."""
        framed = message if isinstance(message, bytes) else message.framed()
        self.port.say(chunk(port, framed))

    def announce(self, capabilities: Capabilities = LINUX, *, request: bool = True) -> None:
        """Tell what the agent can do."""
        self.say(AnnounceCapabilities(request=int(request), caps=capabilities.words))

    def hear(self) -> list[tuple[ChunkPort, Framed]]:
        """Return the messages that came to their end since the last time, with their ports."""
        heard: list[tuple[ChunkPort, Framed]] = []
        data = self.port.take()
        for port, part in self._chunks.receive(data):
            self.sizes.append(len(part))
            heard += [(port, message) for message in self._assemblers[port].receive(part)]
        return heard

    def _begin(self) -> None:
        self._chunks = ChunkReader()
        self._assemblers = {port: Assembler() for port in ChunkPort}
