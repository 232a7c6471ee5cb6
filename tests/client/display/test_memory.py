from __future__ import annotations

import pytest

from piment.client.display.memory import DisplayMemory
from piment.errors import ProtocolError
from piment.protocol.display import Init
from tests.client.display.pieces import picture

MIB = 1 << 20


@pytest.mark.parametrize(
    ("ram", "window"),
    [(0, 12 * MIB), (16 * MIB, 12 * MIB), (64 * MIB, 32 * MIB), (1 << 32, 64 * MIB)],
)
def test_it_announces_what_the_reference_client_does(ram: int, window: int) -> None:
    """wire.md 7.4."""
    assert DisplayMemory(ram).join(0) == Init(
        pixmap_cache_id=1,
        pixmap_cache_size=20971520,
        glz_dictionary_id=1,
        glz_dictionary_window_size=window // 4,
    )


def test_it_lasts_until_the_last_channel_leaves() -> None:
    memory = DisplayMemory(0)
    memory.join(0)
    assert not memory.is_shared
    memory.join(1)
    assert memory.is_shared
    memory.pixmaps.add(5, picture(1), is_lossy=False)
    memory.leave(0)
    assert (memory.is_shared, memory.is_closed) == (False, False)
    assert memory.pixmaps.find(5) is not None
    memory.leave(1)
    assert memory.is_closed
    assert memory.pixmaps.find(5) is None


def test_a_new_connection_of_a_member_ends_it() -> None:
    memory = DisplayMemory(0)
    memory.join(0)
    memory.outlive(1)
    assert not memory.is_closed
    memory.outlive(0)
    assert memory.is_closed


async def test_nobody_waits_for_what_a_closed_one_will_not_get() -> None:
    memory = DisplayMemory(0)
    memory.close()
    with pytest.raises(ProtocolError, match="no images come"):
        await memory.pixmaps.wait(5, lossless=False, patience=60)
