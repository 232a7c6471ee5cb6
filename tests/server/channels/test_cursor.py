"""The pointer: shapes once, places as they are now (wire.md 9 and 16.4)."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.geometry import Point, Size
from piment.protocol import channel as channels
from piment.protocol import common, cursor, main
from piment.protocol.cursor import CursorFlags, CursorType
from piment.protocol.main import MouseModeFlags
from piment.server.pipeline.caches import CURSOR_CACHE_ENTRIES
from piment.server.pipeline.pacing import ACK_WINDOW, MOST_MESSAGES
from piment.server.scene.updates import CursorHidden, CursorMoved, CursorShape
from tests.server.house import House, becomes, idle
from tests.server.scripted import cursor as shape
from tests.server.viewer import Line, kinds


async def pointer(house: House, *, is_mute: bool = False) -> tuple[Line, Line]:
    """Link main and a cursor channel; return both."""
    control, session_id = await house.session()
    await control.until(main.Name)
    return control, await house.link(channels.cursor, session_id=session_id, is_mute=is_mute)


async def test_start_up_order() -> None:
    async with House() as house:
        house.source.tell(shape(7), CursorMoved(Point(20, 30)))
        await house.source.told()
        _, line = await pointer(house)
        ack, init, *_ = await line.has_seen(2)
        assert isinstance(ack, common.SetAck)
        assert ack.window == ACK_WINDOW
        assert isinstance(init, cursor.Init)
        assert (init.position.x, init.position.y, init.visible) == (20, 30, 1)
        header = init.cursor.header
        assert (header.type, header.width, header.height) == (CursorType.ALPHA, 4, 4)
        assert (header.hot_spot_x, header.hot_spot_y) == (1, 2)
        assert init.cursor.data == shape(7).pixels.tobytes()
        assert init.cursor.flags == CursorFlags.CACHE_ME
        assert header.unique != 0


async def test_without_a_shape_init_has_none() -> None:
    async with House() as house:
        _, line = await pointer(house)
        init = await line.until(cursor.Init)
        assert (init.visible, init.cursor.flags) == (0, CursorFlags.NONE)
        assert len(init.pack()) == 11
        await idle()
        assert not line.has_more, "a MOVE would show it"


async def test_a_new_shape_and_the_same_again() -> None:
    async with House() as house:
        _, line = await pointer(house)
        await line.until(cursor.Init)
        house.source.tell(shape(1))
        first = await line.until(cursor.Set)
        assert first.visible == 1
        assert first.cursor.flags == CursorFlags.CACHE_ME
        house.source.tell(shape(2))
        await line.until(cursor.Set)
        house.source.tell(shape(1))
        again = await line.until(cursor.Set)
        assert again.cursor.flags == CursorFlags.FROM_CACHE
        assert again.cursor.header.unique == first.cursor.header.unique
        assert again.cursor.data == b""


async def test_shapes_that_differ_in_form_alone_are_not_the_same() -> None:
    pixels = np.zeros((4, 8, 4), np.uint8)
    forms = [
        CursorShape(pixels, Point(0, 0)),
        CursorShape(pixels, Point(1, 0)),
        CursorShape(pixels.reshape(8, 4, 4), Point(0, 0)),
    ]
    async with House() as house:
        _, line = await pointer(house)
        for form in forms:
            house.source.tell(form)
            assert (await line.until(cursor.Set)).cursor.flags == CursorFlags.CACHE_ME


async def test_hidden_and_shown() -> None:
    async with House() as house:
        house.source.tell(shape(1))
        await house.source.told()
        _, line = await pointer(house)
        await line.until(cursor.Move)
        house.source.tell(CursorHidden())
        assert isinstance(await line.next(), cursor.Hide)
        house.source.tell(CursorMoved(Point(5, 5)))
        await house.source.told()
        await idle()
        assert not line.has_more
        house.source.tell(shape(1))
        shown = await line.until(cursor.Set)
        assert (shown.position.x, shown.position.y) == (5, 5)


async def test_moves_are_for_those_who_do_not_place_the_pointer_themselves() -> None:
    async with House() as house:
        house.source.tell(shape(1))
        await house.source.told()
        control, line = await pointer(house)
        await line.until(cursor.Move)
        house.source.tell(CursorMoved(Point(9, 8)))
        move = await line.until(cursor.Move)
        assert (move.position.x, move.position.y) == (9, 8)
        control.send(main.MouseModeRequest(mode=MouseModeFlags.CLIENT))
        await control.until(main.MouseMode)
        house.source.tell(CursorMoved(Point(1, 1)))
        await house.source.told()
        await idle()
        assert not line.has_more
        control.send(main.MouseModeRequest(mode=MouseModeFlags.SERVER))
        move = await line.until(cursor.Move)
        assert (move.position.x, move.position.y) == (1, 1)


async def test_a_new_surface_begins_anew() -> None:
    async with House() as house:
        house.source.tell(shape(1))
        await house.source.told()
        _, line = await pointer(house)
        await line.until(cursor.Move)
        before = len(line.seen)
        house.source.resize(Size(30, 20))
        init = await line.until(cursor.Init)
        assert kinds(line.seen[before : before + 3]) == [
            cursor.InvalAll,
            cursor.Reset,
            cursor.Init,
        ]
        assert init.cursor.flags == CursorFlags.CACHE_ME, "the client has forgotten all"


@pytest.mark.parametrize(
    ("position", "sent"), [((-5, 3), (-5, 3)), ((70_000, -70_000), (32767, -32768))]
)
async def test_positions_beyond_what_the_protocol_can_say(position, sent) -> None:
    async with House() as house:
        house.source.tell(shape(1), CursorMoved(Point(*position)))
        await house.source.told()
        _, line = await pointer(house)
        init = await line.until(cursor.Init)
        assert (init.position.x, init.position.y) == sent


async def test_the_cache_of_the_client_is_never_overfilled() -> None:
    async with House() as house:
        _, line = await pointer(house)
        kept: dict[int, bytes] = {}
        for number in range(CURSOR_CACHE_ENTRIES + 40):
            house.source.tell(shape(number))
            message = await line.next()
            while not isinstance(message, cursor.Set):
                if isinstance(message, cursor.InvalOne):
                    del kept[message.id]
                message = await line.next()
            kept[message.cursor.header.unique] = message.cursor.data
            assert len(kept) <= CURSOR_CACHE_ENTRIES
        house.source.tell(shape(100))
        again = await line.until(cursor.Set)
        assert kept[again.cursor.header.unique] == shape(100).pixels.tobytes()


async def test_what_came_and_went_is_never_sent() -> None:
    async with House() as house:
        house.source.tell(shape(1))
        await house.source.told()
        _, line = await pointer(house, is_mute=True)
        for number in range(3 * MOST_MESSAGES):
            house.source.tell(CursorMoved(Point(number, 0)))
            await house.source.told()
            await idle(2)
        while line.has_more:
            await line.next()
        assert len(line.seen) <= MOST_MESSAGES + 3
        line.is_mute = False
        line.flush()
        move = await line.until(cursor.Move)
        assert move.position.x == 3 * MOST_MESSAGES - 1


async def test_a_viewer_who_reads_nothing_is_sent_little() -> None:
    async with House() as house:
        _, line = await pointer(house)
        for number in range(300):
            house.source.tell(shape(number, side=64))
            await house.source.told()
            await idle(2)
        assert line.unread < 256 * 1024


STEPS = st.lists(
    st.one_of(
        st.integers(0, 300).map(shape),
        st.just(CursorHidden()),
        st.builds(Point, st.integers(0, 63), st.integers(0, 47)).map(CursorMoved),
        st.just(Size(20, 20)),
        st.sampled_from([MouseModeFlags.SERVER, MouseModeFlags.CLIENT]),
        st.integers(1, 10),
    ),
    max_size=25,
)


class Pointer:
    """What a viewer shows: follows the cursor channel as spice-gtk does."""

    def __init__(self) -> None:
        self.has_init = False
        self.shape: bytes | None = None
        self.position: tuple[int, int] | None = None
        self._cache: dict[int, bytes] = {}

    def take(self, message) -> None:
        match message:
            case cursor.Init():
                assert not self.has_init, "RESET first"
                self.has_init = True
                self._cache.clear()
                self._show(message)
            case cursor.Set():
                assert self.has_init
                self._show(message)
            case cursor.Move(position):
                assert self.has_init
                assert self.shape is not None, "a MOVE shows what should be hidden"
                self.position = position.x, position.y
            case cursor.Hide():
                self.shape = None
            case cursor.Reset():
                self.has_init = False
                self._cache.clear()
            case cursor.InvalAll():
                self._cache.clear()
            case cursor.InvalOne(id):
                del self._cache[id]

    def _show(self, message) -> None:
        image = message.cursor
        self.position = message.position.x, message.position.y
        self.shape = None
        if not message.visible or image.flags == CursorFlags.NONE:
            return
        if image.flags == CursorFlags.CACHE_ME:
            self._cache[image.header.unique] = image.data
        self.shape = self._cache[image.header.unique]


@given(STEPS)
@settings(max_examples=60)
def test_after_settling_the_viewer_shows_the_pointer(steps) -> None:
    asyncio.run(_play(steps))


async def _play(steps) -> None:
    async with House() as house:
        control, line = await pointer(house)
        shown = Pointer()
        for step in steps:
            match step:
                case Size():
                    house.source.resize(step)
                case MouseModeFlags():
                    control.send(main.MouseModeRequest(mode=step))
                case int():
                    await idle(step)
                case _:
                    house.source.tell(step)
        await house.source.told()
        await becomes(lambda: control.transport.unsent == 0)
        await idle()
        while line.has_more:
            shown.take(await line.next())
            await idle(5)
        scene = house.server.scene
        wanted = (
            None
            if scene.screens[0].cursor.shape is None
            else scene.screens[0].cursor.shape.pixels.tobytes()
        )
        assert shown.shape == wanted
        (session,) = house.server.sessions
        if wanted is not None and session.viewer.mouse_mode == MouseModeFlags.SERVER:
            assert shown.position == tuple(scene.screens[0].cursor.position)


@pytest.mark.parametrize(
    "broken",
    [
        b"\x65\x00\x00\x00\x00\x00",
        b"\x02\x00\x01\x00\x00\x00x",
        b"\x04\x00\x00\x00\x00\x00",
    ],
)
async def test_what_has_no_place_closes_only_the_channel(broken) -> None:
    async with House() as house:
        control, line = await pointer(house)
        await line.until(cursor.Init)
        line.transport.write(broken)
        await line.ended()
        assert not control.transport.is_closed
        (session,) = house.server.sessions
        assert len(session.viewer._watchers) == 1  # main's
