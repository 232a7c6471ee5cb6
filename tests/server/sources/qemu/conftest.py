"""A machine that behaves as QEMU does, and who is attached to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from piment.server.sources.qemu.attach.base import Attachment
from piment.server.sources.qemu.attach.monitored import Monitored
from piment.server.sources.qemu.bus.remote import Remote
from piment.server.sources.qemu.console import Console
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.machine import FakeQemu


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[Callable[..., FakeQemu]]:
    """Start a machine."""
    async with AsyncExitStack() as stack:

        def start(**what: Any) -> FakeQemu:
            machine = FakeQemu(tmp_path, **what)
            stack.push_async_callback(machine.stop)
            return machine

        yield start


@pytest.fixture
async def attach() -> AsyncIterator[Callable[[FakeQemu], Awaitable[Attachment]]]:
    """Attach to a machine through its monitor."""
    async with AsyncExitStack() as stack:

        async def attached(machine: FakeQemu) -> Attachment:
            attachment = await Monitored(machine.path).attach()
            stack.callback(attachment.close)
            return attachment

        yield attached


@pytest.fixture
def stage() -> Stage:
    """Where machines show themselves."""
    return Stage()


@pytest.fixture
async def follow() -> AsyncIterator[Callable[..., Awaitable[dict[int, Console]]]]:
    """Open all consoles of a machine and keep up with them."""
    async with AsyncExitStack() as stack:

        async def followed(machine: FakeQemu, remote: Remote, stage: Stage) -> dict[int, Console]:
            consoles = {}
            for each in machine.consoles:
                screen = stage.screen(each.number)
                console = Console(remote, each.path, screen, stage)
                properties = {name: value for name, (_, value) in each.properties.items()}
                await console.open(properties)
                stack.callback(console.close)
                task = asyncio.create_task(console.keep())
                stack.push_async_callback(_ended, task)
                consoles[each.number] = console
            return consoles

        yield followed


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
