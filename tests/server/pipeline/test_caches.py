"""What the server believes a client to keep (wire.md 14.3)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piment.server.pipeline.caches import CURSOR_CACHE_ENTRIES, CursorCache


def test_what_is_new_is_not_found() -> None:
    cache = CursorCache()
    assert cache.find("arrow") is None
    unique, forgotten = cache.add("arrow")
    assert unique != 0, "0 is never cached"
    assert forgotten is None
    assert cache.find("arrow") == unique


def test_the_least_recently_used_goes() -> None:
    cache = CursorCache(2)
    arrow, _ = cache.add("arrow")
    beam, _ = cache.add("beam")
    assert cache.find("arrow") == arrow
    hand, forgotten = cache.add("hand")
    assert forgotten == beam
    assert cache.find("beam") is None
    assert (cache.find("arrow"), cache.find("hand")) == (arrow, hand)


def test_clear_forgets_and_never_gives_an_id_twice() -> None:
    cache = CursorCache()
    before, _ = cache.add("arrow")
    cache.clear()
    assert cache.find("arrow") is None
    after, forgotten = cache.add("arrow")
    assert after != before
    assert forgotten is None


@given(st.lists(st.integers(0, 400), max_size=700))
def test_the_client_always_has_what_the_server_refers_to(shapes) -> None:
    cache = CursorCache()
    client: dict[int, int] = {}
    for shape in shapes:
        unique = cache.find(shape)
        if unique is None:
            unique, forgotten = cache.add(shape)
            if forgotten is not None:
                del client[forgotten]
            client[unique] = shape
        assert client[unique] == shape
        assert len(client) <= CURSOR_CACHE_ENTRIES
