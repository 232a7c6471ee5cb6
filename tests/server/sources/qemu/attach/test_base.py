"""What a way to a machine gives."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from piment.server.sources.qemu.attach.base import Way
from piment.server.sources.qemu.attach.monitored import Monitored
from piment.server.sources.qemu.attach.named import Named
from piment.server.sources.qemu.attach.started import Started
from tests.server.sources.qemu.fake.machine import FakeQemu


@pytest.mark.parametrize("kind", [Monitored, Named, Started])
@pytest.mark.parametrize("member", ["attach", "close", "label"])
def test_each_way_has_all_that_is_asked(kind: type, member: str) -> None:
    asked, given = inspect.getattr_static(Way, member), inspect.getattr_static(kind, member)
    assert type(given) is type(asked)
    assert inspect.iscoroutinefunction(given) is inspect.iscoroutinefunction(asked)


async def test_both_connections_are_let_go_of(
    fake: Callable[..., FakeQemu], attach: Callable[[FakeQemu], Awaitable[Any]]
) -> None:
    attachment = await attach(fake())
    attachment.close()
    assert attachment.remote.ended.is_set()
    assert attachment.monitor.ended.is_set()
