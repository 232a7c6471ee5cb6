"""A machine for commands: it runs beside the test, which may be busy with a command."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from piment.geometry import Size
from piment.server.scene.actions import Action
from piment.server.server import Server, Settings
from piment.server.tickets import PasswordTickets
from piment.transport.address import Address
from tests.client.host import PATIENCE_SECONDS
from tests.client.showing import Driven
from tests.server.memory_port import MemoryPort

SIZE = Size(320, 200)


class Machine:
    """A scripted desktop behind a server in a thread of its own."""

    def __init__(self, source: Driven, uri: str, loop: asyncio.AbstractEventLoop) -> None:
        self.source = source
        self.uri = uri
        self._loop = loop

    def do(self, work: Callable[[], object]) -> None:
        """Do something to the desktop, in its own thread, and wait until it is done."""
        done = threading.Event()

        def call() -> None:
            work()
            done.set()

        self._loop.call_soon_threadsafe(call)
        assert done.wait(PATIENCE_SECONDS)

    def later(self, seconds: float, work: Callable[[], object]) -> None:
        """Do something to the desktop in a while."""
        self._loop.call_soon_threadsafe(self._loop.call_later, seconds, work)

    def actions(self) -> list[Action]:
        """Return what was done to the desktop, and forget it."""
        done, self.source.actions = self.source.actions, []
        return done


@contextmanager
def machine(
    password: bytes | None = None, *, allows_power: bool = False, ports: Sequence[str] = ()
) -> Iterator[Machine]:
    """Serve a desktop on loopback; the machine has ports of these names."""
    started: list[Machine] = []
    ready, ending = threading.Event(), asyncio.Event()

    async def serve() -> None:
        source = Driven(SIZE)
        source.allows_power = allows_power
        source.ports = [MemoryPort(name) for name in ports]
        tickets = {} if password is None else {"tickets": PasswordTickets(lambda: password)}
        server = Server(source, Settings(name="My machine", **tickets))
        await server.open()
        address = await server.listen_tcp(Address("127.0.0.1", 0))
        running = asyncio.create_task(server.run())
        started.append(Machine(source, f"spice://{address}", asyncio.get_running_loop()))
        ready.set()
        await ending.wait()
        await server.close()
        await running

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(PATIENCE_SECONDS)
        yield started[0]
    finally:
        started[0]._loop.call_soon_threadsafe(ending.set)
        thread.join()
