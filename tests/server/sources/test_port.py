"""What the server asks of a port, asked of each kind."""

from __future__ import annotations

import inspect
from typing import get_type_hints

import pytest

from piment.server.sources.port import Port
from piment.server.sources.qemu.ports import QemuPort

MEMBERS = [name for name in vars(Port) if not name.startswith("_")]


def test_what_is_asked() -> None:
    asked = ["close", "drain", "is_open", "name", "open", "read", "watch", "write"]
    assert sorted(MEMBERS) == asked


@pytest.mark.parametrize("kind", [QemuPort])
@pytest.mark.parametrize("member", MEMBERS)
def test_each_kind_has_all_that_is_asked(kind: type, member: str) -> None:
    asked, given = inspect.getattr_static(Port, member), inspect.getattr_static(kind, member)
    if isinstance(asked, property):
        asked, given = asked.fget, given.fget
    assert inspect.signature(given).parameters == inspect.signature(asked).parameters
    assert get_type_hints(given) == get_type_hints(asked)
    assert inspect.iscoroutinefunction(given) is inspect.iscoroutinefunction(asked)
