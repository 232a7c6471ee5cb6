"""The display channel: order of messages, exact pictures, bounded backlogs."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.geometry import Rect, Size
from piment.protocol import channel as channels
from piment.protocol import common, display
from piment.protocol.capabilities import Capabilities
from piment.protocol.display import SurfaceFlags, SurfaceFmt
from piment.protocol.image import Bitmap, ImageCompression, LzRgb
from piment.server.channels import display as served
from piment.server.pipeline.pacing import ACK_WINDOW, LEAST_BYTES, LEAST_BYTES_FAST, Pacing
from piment.transport.memory import UNSENT_HIGH
from tests.server.house import House, becomes, idle
from tests.server.scripted import Scripted
from tests.server.viewer import EndedError, Eye, kinds

ALL = Rect(0, 0, 64, 48)


# --- start-up (wire.md 16.2) ---------------------------------------------------------------------


async def test_start_up_order() -> None:
    async with House() as house:
        house.source.noise(ALL)
        await house.source.told()
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
    seen = eye.line.seen
    assert kinds(seen) == [
        common.SetAck,
        display.InvalAllPalettes,
        display.SurfaceCreate,
        display.DrawCopy,
        display.MonitorsConfig,
        display.Mark,
    ]
    assert seen[0].window == ACK_WINDOW
    assert seen[2] == display.SurfaceCreate(
        surface_id=0,
        width=64,
        height=48,
        format=SurfaceFmt.FMT_32_xRGB,
        flags=SurfaceFlags.PRIMARY,
    )
    (head,) = seen[4].heads
    assert (head.monitor_id, head.surface_id, head.width, head.height) == (0, 0, 64, 48)
    assert seen[4].max_allowed == 1


@pytest.mark.parametrize("is_fast", [True, False])
async def test_the_whole_primary_comes_before_mark(is_fast) -> None:
    async with House(Scripted(Size(640, 480))) as house:
        await house.source.told()
        _, session_id = await house.session(is_slow=not is_fast)
        eye = await house.eye(session_id)
        await eye.until(display.Mark)
    draws = [message for message in eye.line.seen if isinstance(message, display.DrawCopy)]
    area = sum(
        (each.box.right - each.box.left) * (each.box.bottom - each.box.top) for each in draws
    )
    assert area == 640 * 480, "each pixel once"
    if is_fast:
        assert len(draws) == 1, "spicy-screenshot takes the first message for everything"
    else:
        assert len(draws) > 4, "in pieces that the network takes in its stride"
    assert kinds(eye.line.seen)[-2:] == [display.MonitorsConfig, display.Mark]


async def test_monitors_config_is_for_those_who_understand_it() -> None:
    async with House() as house:
        await house.source.told()
        _, session_id = await house.session()
        eye = await house.eye(session_id, capabilities=Capabilities())
        await eye.until(display.Mark)
    assert display.MonitorsConfig not in kinds(eye.line.seen)


async def test_nothing_comes_before_init() -> None:
    async with House() as house:
        house.source.noise(ALL)
        await house.source.told()
        _, session_id = await house.session()
        line = await house.link(channels.display, session_id=session_id)
        house.source.noise(ALL, seed=1)
        await house.source.told()
        await idle()
        assert not line.has_more
        reading = asyncio.ensure_future(line.next())
        await idle()
        assert not reading.done()
        line.send(Eye.INIT)
        assert isinstance(await reading, display.InvalAllPalettes)
        assert kinds(line.seen[:2]) == [common.SetAck, display.InvalAllPalettes]


async def test_without_a_desktop_nothing_is_created_until_there_is_one() -> None:
    async with House(Scripted(None)) as house:
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        assert isinstance(await eye.line.next(), display.InvalAllPalettes)
        reading = asyncio.ensure_future(eye.step())
        await idle()
        assert not reading.done()
        house.source.resize(Size(20, 10))
        assert isinstance(await reading, display.SurfaceCreate)
        await eye.sees(house.source.frame)


async def test_a_viewer_who_sends_no_init_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "INIT_SECONDS", 0.01)
    async with House() as house:
        main, session_id = await house.session()
        line = await house.link(channels.display, session_id=session_id)
        assert await line.ended() == []
        await _session_lives(house, main, session_id)


# --- what breaks the protocol (wire.md 16.6) -----------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        common.Ack(),
        common.AckSync(generation=1),
        display.PreferredCompression(image_compression=ImageCompression.OFF),
        display.GlDrawDone(),
    ],
)
async def test_a_message_before_init_closes_only_the_channel(message) -> None:
    async with House() as house:
        main, session_id = await house.session()
        line = await house.link(channels.display, session_id=session_id)
        line.send(message)
        assert await line.ended() == []
        await _session_lives(house, main, session_id)


@pytest.mark.parametrize("message", [Eye.INIT, display.GlDrawDone(), common.MigrateFlushMark()])
async def test_what_has_no_place_closes_only_the_channel(message) -> None:
    async with House() as house:
        main, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.until(display.Mark)
        eye.line.send(message)
        await eye.line.ended()
        await _session_lives(house, main, session_id)


async def test_an_unknown_message_closes_only_the_channel() -> None:
    async with House() as house:
        main, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.until(display.Mark)
        eye.line.transport.write(bytes([200, 0, 0, 0, 0, 0]))
        await eye.line.ended()
        await _session_lives(house, main, session_id)


async def _session_lives(house: House, main, session_id: int) -> None:
    """A new display channel of the session shows the desktop, and main is still there."""
    eye = await house.eye(session_id)
    await eye.sees(house.source.frame)
    assert main.transport.is_closed is False


# --- exact pictures ------------------------------------------------------------------------------


async def test_what_changes_is_sent_and_nothing_else() -> None:
    async with House() as house:
        house.source.noise(ALL)
        await house.source.told()
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        house.source.paint(Rect(3, 5, 13, 9), 7)
        message = await eye.step()
        assert isinstance(message, display.DrawCopy)
        box = message.box
        assert (box.left, box.top, box.right, box.bottom) == (3, 5, 13, 9)
        assert eye.screen.shows(house.source.frame)
        house.source.paint(Rect(3, 5, 13, 9), 7)
        await house.source.told()
        await idle()
        assert not eye.line.has_more


async def test_preferred_compression() -> None:
    async with House() as house:
        await house.source.told()
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        payloads = []
        for wish in (ImageCompression.OFF, ImageCompression.LZ):
            eye.line.send(display.PreferredCompression(image_compression=wish))
            await idle()
            house.source.paint(ALL, 10 + wish)
            message = await eye.step()
            payloads.append(type(message.src_bitmap.payload))
            assert eye.screen.shows(house.source.frame)
    assert payloads == [Bitmap, LzRgb]


async def test_resize() -> None:
    async with House() as house:
        house.source.noise(ALL)
        await house.source.told()
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        before = len(eye.line.seen)
        house.source.resize(Size(30, 90))
        house.source.noise(Rect(0, 0, 30, 50), seed=2)
        await eye.sees(house.source.frame)
    first, second, *_, last = kinds(eye.line.seen[before:])
    assert (first, second, last) == (display.SurfaceDestroy, display.SurfaceCreate, display.Mark)


AREAS = st.tuples(
    st.integers(0, 199), st.integers(0, 149), st.integers(1, 200), st.integers(1, 150)
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("paint"), AREAS, st.integers(0, 255)),
        st.tuples(st.just("noise"), AREAS, st.integers(0, 255)),
        st.tuples(st.just("resize"), st.sampled_from([(200, 150), (7, 150), (200, 3), (90, 60)])),
        st.tuples(st.just("read"), st.integers(1, 4)),
        st.tuples(st.just("ack")),
        st.tuples(st.just("turn"), st.integers(1, 12)),
    ),
    max_size=30,
)


@given(STEPS)
@settings(max_examples=60)
def test_after_settling_the_viewer_sees_the_scene(steps) -> None:
    """Whatever is painted while whatever is confirmed, whenever."""
    asyncio.run(_play(steps))


async def _play(steps) -> None:
    async with House(Scripted(Size(200, 150))) as house:
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        eye.line.is_mute = True
        for step in steps:
            await _do(house, eye, *step)
        eye.line.is_mute = False
        eye.line.flush()
        await house.source.told()
        while eye.line.has_more or not eye.screen.shows(house.source.frame):
            await eye.step()
            await idle()
        assert np.array_equal(
            house.server.scene.screens[0].primary.pixels[..., :3], house.source.frame[..., :3]
        )


async def _do(house: House, eye: Eye, action: str, *values) -> None:
    source = house.source
    match action, *values:
        case (("paint" | "noise"), (left, top, width, height), number):
            rows, columns, _ = source.frame.shape
            area = Rect(left, top, left + width, top + height).intersection(
                Rect(0, 0, columns, rows)
            )
            if area.is_empty:
                return
            if action == "paint":
                source.paint(area, number)
            else:
                source.noise(area, number)
        case "resize", size:
            source.resize(Size(*size))
        case "read", number:
            for _ in range(number):
                if not eye.line.has_more:
                    return
                await eye.step()
        case ("ack",):
            eye.line.flush()
        case "turn", turns:
            await idle(turns)


async def test_a_surface_that_shrinks_while_the_network_is_full() -> None:
    """Pieces that were planned for the large one are not cut out of the small one."""
    size = Size(1000, 600)
    async with House(Scripted(size)) as house:
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        house.source.noise(Rect(0, 0, 1000, 40))
        house.source.paint(Rect(0, 200, 1000, 600), 9)
        await becomes(lambda: eye.line.unread > UNSENT_HIGH)
        house.source.resize(Size(50, 50))
        house.source.noise(Rect(0, 0, 50, 50))
        await house.source.told()
        await eye.until(display.SurfaceDestroy)
        await eye.sees(house.source.frame)


async def test_what_changes_again_before_it_is_sent_is_sent_once() -> None:
    size = Size(400, 300)
    async with House(Scripted(size)) as house:
        _, session_id = await house.session(is_slow=True)
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        eye.line.is_mute = True
        house.source.noise(Rect.of_size(size))
        await eye.until(display.DrawCopy)
        before = len(eye.line.seen)
        house.source.noise(Rect(0, 280, 400, 300), seed=1)
        house.source.noise(Rect(100, 290, 200, 300), seed=2)
        await house.source.told()
        eye.line.is_mute = False
        await eye.sees(house.source.frame)
        bottom = [
            message
            for message in eye.line.seen[before:]
            if isinstance(message, display.DrawCopy) and message.box.bottom > 290
        ]
        assert len(bottom) == 1


async def test_resize_while_pieces_are_on_their_way() -> None:
    """Pieces that were planned for a large surface do not reach for it when it has shrunk."""
    async with House(Scripted(Size(300, 200))) as house:
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        for number in range(30):
            size = Size(*((300, 200), (10, 200), (300, 8))[number % 3])
            house.source.resize(size)
            house.source.noise(Rect.of_size(size), seed=number)
            await idle(number)
            if number % 4 == 0:
                await eye.step()
        await eye.sees(house.source.frame)


# --- slow viewers --------------------------------------------------------------------------------


async def test_a_slow_viewer_skips_states() -> None:
    """What it is sent grows with what differs, not with the number of updates."""
    async with House() as house:
        house.source.noise(ALL)
        await house.source.told()
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        eye.line.is_mute = True
        before = eye.screen.draws
        for number in range(500):
            house.source.noise(ALL, seed=number)
            await house.source.told()
            await idle(2)
        eye.line.is_mute = False
        await eye.sees(house.source.frame)
        assert eye.screen.draws - before < 20


async def test_a_viewer_who_never_acks_gets_little_and_holds_up_nobody() -> None:
    size = Size(400, 300)
    async with House(Scripted(size)) as house:
        _, session_id = await house.session(is_slow=True)
        deaf = await house.eye(session_id)
        deaf.line.is_mute = True
        swallowing = asyncio.create_task(deaf.line.until(display.StreamDestroyAll))
        guest = await house.guest()
        for number in range(40):
            house.source.noise(Rect.of_size(size), seed=number)
            await guest.eye.sees(house.source.frame)
        largest = Pacing().piece_pixels * 4
        assert deaf.line.bytes_read < LEAST_BYTES + 4 * largest
        assert deaf.line.bytes_read < guest.eye.line.bytes_read / 10
        swallowing.cancel()


async def test_a_viewer_who_never_reads_gets_little() -> None:
    size = Size(640, 480)
    async with House(Scripted(size)) as house:
        _, session_id = await house.session()
        blind = await house.eye(session_id)
        guest = await house.guest()
        for number in range(20):
            house.source.noise(Rect.of_size(size), seed=number)
            await guest.eye.sees(house.source.frame)
        assert blind.line.unread < LEAST_BYTES_FAST * 2


async def test_a_changing_top_does_not_keep_the_bottom_from_being_sent() -> None:
    """Everything is shown, and the surface marked, though the top changes with every message."""
    size = Size(400, 300)
    async with House(Scripted(size)) as house:
        house.source.noise(Rect.of_size(size))
        await house.source.told()
        _, session_id = await house.session(is_slow=True)
        eye = await house.eye(session_id)
        eye.line.is_mute = True
        for number in range(60):
            await eye.step()
            house.source.noise(Rect(0, 100, 400, 200), seed=number)  # a moving picture
            house.source.noise(Rect(360, 0, 400, 10), seed=number)  # a clock
            await house.source.told()
            eye.line.flush()
            if eye.screen.is_marked:
                break
        assert eye.screen.is_marked


async def test_many_small_changes_do_not_keep_the_rest_from_being_sent() -> None:
    """Small pieces go first, but not for ever."""
    size = Size(400, 300)
    spots = [Rect(x, y, x + 60, y + 60) for y in (0, 100, 200) for x in (0, 100, 200, 300)]
    async with House(Scripted(size)) as house:
        house.source.noise(Rect.of_size(size))
        await house.source.told()
        _, session_id = await house.session(is_slow=True)
        eye = await house.eye(session_id)
        await eye.sees(house.source.frame)
        below = Rect(0, 70, 400, 95)
        for number in range(60):
            for spot in spots:
                house.source.noise(spot, seed=number)
            if number == 0:
                house.source.noise(below, seed=1)
            await house.source.told()
            await eye.step()
            if _same(eye, house, below):
                break
        assert _same(eye, house, below)


def _same(eye: Eye, house: House, area: Rect) -> bool:
    shown = eye.screen.pixels[area.rows, area.columns, :3]
    return np.array_equal(shown, house.source.frame[area.rows, area.columns, :3])


# --- ends ----------------------------------------------------------------------------------------


async def test_a_viewer_who_leaves_in_the_middle_leaves_nothing_behind() -> None:
    async with House(Scripted(Size(640, 480))) as house:
        house.source.noise(Rect(0, 0, 640, 480))
        _, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.until(display.SurfaceCreate)
        (viewer,) = [each.viewer for each in house.server.sessions]
        assert len(viewer._watchers) == 2  # main's and the display's
        await eye.line.close()
        await becomes(lambda: house.connections == 1)
        assert len(viewer._watchers) == 1


async def test_the_last_words_are_read() -> None:
    async with House() as house:
        main, session_id = await house.session()
        eye = await house.eye(session_id)
        await eye.until(display.Mark)
        await main.close()
        with pytest.raises(EndedError):
            await eye.step()
