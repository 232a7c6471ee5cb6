from __future__ import annotations

import asyncio
import logging

import numpy as np
import pytest

from piment.client.channels.display import DisplayChannel
from piment.client.display.report import cannot_decode
from piment.client.events import (
    Damaged,
    Event,
    MonitorsChanged,
    ScreenCreated,
    ScreenGone,
    ScreenShown,
    StreamEnded,
    StreamStarted,
)
from piment.codecs import glz
from piment.codecs.image import ImageType
from piment.errors import ProtocolError
from piment.geometry import Rect, Size
from piment.protocol import common, display
from piment.protocol.capabilities import Capabilities, DisplayCap
from piment.protocol.common import Point
from piment.protocol.display import (
    Head,
    ResourceId,
    ResourceType,
    StreamCreate,
    StreamFlags,
    SurfaceFmt,
    VideoCodecType,
)
from piment.protocol.draw import CopyBits
from piment.protocol.image import GlzRgb, ImageCompression, Palette
from piment.protocol.shapes import box_fill, cached_copy
from tests.client.channels.wire import NoMover, Wire, shared
from tests.client.display.films import SIZE, film
from tests.client.display.pieces import (
    SERVER,
    Screen,
    area,
    bitmap,
    cached,
    coded,
    copy,
    create,
    dot,
    fill,
    indexed,
    noise,
    of_surface,
    run_of,
    wire_image,
)

CACHE_ME = 1
BLACK = [[0] * 4] * 3


@pytest.fixture
async def screen() -> Screen:
    return Screen()


# --- the connection ------------------------------------------------------------------------------


async def test_it_says_first_what_the_server_waits_for(screen: Screen) -> None:
    (init,) = screen.wire.take()
    assert init == display.Init(1, 20971520, 1, 3145728)


async def test_the_dictionary_follows_the_machines_memory() -> None:
    common_things = shared()
    common_things[0].ram_hint = 64 << 20
    (init,) = Screen(common_things).wire.take()
    assert isinstance(init, display.Init)
    assert init.glz_dictionary_window_size == 8 << 20


async def test_wishes_are_told_to_servers_that_take_them(screen: Screen) -> None:
    screen.wire.take()
    screen.channel.prefer(ImageCompression.LZ)
    screen.channel.prefer_codecs([VideoCodecType.VP9, VideoCodecType.MJPEG])
    lz = display.PreferredCompression(image_compression=ImageCompression.LZ)
    codecs = display.PreferredVideoCodecType(codecs=b"\x04\x01")
    assert screen.wire.take() == [lz, codecs]
    for capabilities, wishes in (
        (SERVER, [lz, codecs]),
        (Capabilities([DisplayCap.PREF_COMPRESSION]), [lz]),
        (Capabilities(), []),
    ):
        wire = Wire()
        screen.channel.attach(wire, capabilities)
        assert wire.take()[1:] == wishes


async def test_wishes_wait_for_a_connection() -> None:
    channel = DisplayChannel(shared()[0], 0, NoMover())
    channel.prefer(ImageCompression.QUIC)
    wire = Wire()
    channel.attach(wire, SERVER)
    assert [type(message).__name__ for message in wire.take()] == ["Init", "PreferredCompression"]


async def test_a_new_connection_knows_nothing(screen: Screen) -> None:
    await screen.do(create(), copy(dot(7, 5, CACHE_ME)), display.Mark())
    await screen.do(*stream(3), indexed_copy(Palette(9, [1])))
    screen.channel.attach(Wire(), SERVER)
    channel = screen.channel
    assert (channel.primary, channel.is_marked, channel.heads) == (None, False, [])
    assert (channel.streams.open, channel.images_seen) == ({}, {})
    assert await screen.events(ScreenGone) == [ScreenGone(0)]
    await screen.do(create(), copy(cached(5)), indexed_copy(None, 9))
    assert channel.dropped == 2


async def test_what_was_seen_last_stays_when_the_connection_ends(screen: Screen) -> None:
    await screen.do(create(1, 1), fill(7))
    screen.channel.detach()
    snapshot = screen.channel.snapshot()
    assert snapshot is not None
    assert snapshot.tolist() == [[[7, 0, 0, 0]]]


async def test_unknown_messages_are_left_alone(screen: Screen) -> None:
    await screen.do(display.QualityIndicator(data=b"?"))
    assert screen.channel.dropped == 0


def indexed_copy(palette: Palette | None, palette_id: int | None = None) -> display.DrawCopy:
    return copy(indexed([0], palette, palette_id))


# --- surfaces ------------------------------------------------------------------------------------


async def test_a_screen_comes_is_shown_and_goes(screen: Screen) -> None:
    await screen.do(create(), display.Mark(), display.SurfaceDestroy(0))
    await screen.events(Damaged)
    assert [type(event) for event in screen.told] == [ScreenCreated, ScreenShown, ScreenGone]
    assert screen.told[0] == ScreenCreated(0, Size(4, 3))
    assert screen.channel.snapshot() is None


async def test_what_is_drawn_is_told_before_it_is_shown(screen: Screen) -> None:
    await screen.do(create(), fill(7), display.Mark())
    assert [type(event) for event in screen.told] == [ScreenCreated, Damaged, ScreenShown]


async def test_a_mark_without_a_screen_means_nothing(screen: Screen) -> None:
    await screen.do(display.Mark())
    assert screen.told == []
    assert not screen.channel.is_marked


async def test_off_screen_surfaces_are_not_told_of(screen: Screen) -> None:
    await screen.do(create(surface_id=3), fill(7, surface_id=3), display.SurfaceDestroy(3))
    assert await screen.events(Event) == []  # type: ignore[arg-type]


async def test_a_server_may_tell_the_same_screen_again(screen: Screen) -> None:
    await screen.do(create(), fill(7), display.Mark(), create())
    assert screen.words() == [[7] * 4] * 3
    assert len(await screen.events(ScreenCreated)) == 1


@pytest.mark.parametrize(
    ("bits", "form"), [(32, SurfaceFmt.FMT_32_xRGB), (16, SurfaceFmt.FMT_16_555)]
)
async def test_old_servers_say_it_differently(screen: Screen, bits: int, form: SurfaceFmt) -> None:
    await screen.do(display.Mode(x_res=4, y_res=3, bits=bits))
    assert screen.channel.surfaces[0].format.value == form
    assert await screen.events(ScreenCreated) == [ScreenCreated(0, Size(4, 3))]


async def test_a_reset_blackens(screen: Screen) -> None:
    await screen.do(create(), fill(7), display.Mark(), indexed_copy(Palette(9, [1])))
    await screen.do(display.Reset(), indexed_copy(None, 9))
    assert screen.words() == BLACK
    assert not screen.channel.is_marked
    assert screen.channel.dropped == 1
    assert (await screen.events(Damaged))[-1].rects[-1] == Rect(0, 0, 4, 3)


async def test_impossible_surfaces_are_dropped(
    screen: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await screen.do(create(0, 5), display.Mode(1 << 16, 1 << 16, 32))
    assert screen.channel.dropped == 2
    assert screen.channel.primary is None
    assert "display:0 dropped 1 SurfaceCreate: surface 0 of 0x5 has no pixels" in caplog.text


# --- drawing -------------------------------------------------------------------------------------


async def test_commands_change_their_surfaces(screen: Screen) -> None:
    await screen.do(create(), fill(1), fill(2, area(1, 1, 3, 2)), copy(dot(3), 3, 2))
    assert screen.words() == [[1, 1, 1, 1], [1, 2, 2, 1], [1, 1, 1, 3]]
    await screen.do(create(2, 1, surface_id=8), fill(9, surface_id=8), copy(of_surface(8, 2, 1)))
    assert screen.words()[0] == [9, 9, 1, 1]
    await screen.do(CopyBits(0, area(2, 0, 4, 1), None, Point(0, 0)))
    assert screen.words()[0] == [9, 9, 9, 9]


async def test_what_changed_is_told_once_a_turn(screen: Screen) -> None:
    await screen.do(create(), fill(1, area(0, 0, 1, 1)), fill(2, area(3, 2, 4, 3)))
    rects = [Rect(0, 0, 1, 1), Rect(3, 2, 4, 3)]
    assert await screen.events(Damaged) == [Damaged(0, rects)]


async def test_plain_fills_come_as_runs(screen: Screen) -> None:
    assert screen.channel.shapes[display.DrawFill] == box_fill()
    fills = [fill(1), fill(2, area(1, 1, 3, 2)), fill(3, area(0, 0, 1, 1), surface_id=4)]
    await screen.do(create(), create(1, 1, surface_id=4))
    await screen.run(run_of(box_fill(), *fills))
    assert screen.words() == [[1, 1, 1, 1], [1, 2, 2, 1], [1, 1, 1, 1]]
    assert screen.words(4) == [[3]]
    assert await screen.events(Damaged) == [Damaged(0, [Rect(0, 0, 4, 3)])]


async def test_plain_copies_of_kept_images_come_as_runs(screen: Screen) -> None:
    assert screen.channel.shapes[display.DrawCopy] == cached_copy()
    await screen.do(create(), create(1, 1, surface_id=4))
    await screen.do(copy(dot(7, 5, CACHE_ME), 9), copy(dot(8, 6, CACHE_ME), 9))
    copies = [copy(cached(5)), copy(cached(6), 3, 2), copy(cached(5), surface_id=4)]
    await screen.run(run_of(cached_copy(), *copies))
    assert screen.words() == [[7, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 8]]
    assert screen.words(4) == [[7]]
    assert screen.channel.images_seen == {"Bitmap": 2, "FromCache": 3}
    assert await screen.events(Damaged) == [Damaged(0, [Rect(0, 0, 1, 1), Rect(3, 2, 4, 3)])]


async def test_copies_in_a_run_that_are_more_than_plain_are_drawn_too(screen: Screen) -> None:
    await screen.do(create(), copy(dot(7, 5, CACHE_ME), 9))
    scaled = copy(cached(5))
    scaled.box = area(0, 1, 4, 2)  # type: ignore[misc]
    copies = [copy(cached(5)), copy(cached(99), 1), scaled, copy(cached(5), 2)]
    await screen.run(run_of(cached_copy(), *copies))
    assert screen.words() == [[7, 0, 7, 0], [7 | 0xFF << 24] * 4, [0] * 4]
    assert screen.channel.dropped == 1


async def test_runs_without_a_surface_are_dropped(screen: Screen) -> None:
    await screen.do(copy(dot(7, 5, CACHE_ME)))
    await screen.run(run_of(box_fill(), *[fill(1)] * 3))
    await screen.run(run_of(cached_copy(), *[copy(cached(5))] * 2))
    assert screen.channel.dropped == 1 + 3 + 2


async def test_what_cannot_be_drawn_is_dropped_and_the_session_goes_on(
    screen: Screen, caplog: pytest.LogCaptureFixture
) -> None:
    broken = dot(1)
    broken.payload.stride = 1  # type: ignore[union-attr,misc]
    with caplog.at_level(logging.WARNING):
        await screen.do(create(), fill(1, surface_id=9), copy(broken), copy(cached(77)), fill(5))
    assert screen.channel.dropped == 3
    assert screen.words() == [[5] * 4] * 3
    assert "dropped 1 DrawFill: there is no surface 9" in caplog.text
    assert "dropped 1 DrawCopy: image 0x4d is not in the cache" in caplog.text


async def test_what_is_not_seen_is_kept_nevertheless(screen: Screen) -> None:
    """wire.md 14.1: clipped away, off the surface, on a surface that is not there."""
    await screen.do(create())
    hidden = [copy(dot(n), 99, 99) for n in range(3)]
    clipped = copy(dot(7, 1, CACHE_ME))
    clipped.clip = display.StreamClip(0, None).clip
    for command, image in (
        (hidden[0], dot(10, 10, CACHE_ME)),
        (copy(dot(0), surface_id=55), dot(11, 11, CACHE_ME)),
    ):
        command.src_bitmap = image  # type: ignore[misc]
        await screen.do(command)
    await screen.do(copy(cached(10), 0), copy(cached(11), 1))
    assert screen.words()[0] == [10, 11, 0, 0]


async def test_dictionary_images_are_decoded_although_they_are_not_seen(screen: Screen) -> None:
    encoder = glz.Encoder(1 << 16)
    pixels = noise(8, 8)
    images = [wire_image(GlzRgb(encoder.encode(pixels, ImageType.RGB32)), 8, 8) for _ in range(2)]
    await screen.do(create(8, 8), copy(images[0], 50, 50, surface_id=9), copy(images[1]))
    snapshot = screen.channel.snapshot()
    assert snapshot is not None
    assert np.array_equal(snapshot, pixels)
    assert screen.channel.images_seen == {"GlzRgb": 2}


async def test_a_broken_dictionary_ends_the_channel(screen: Screen) -> None:
    await screen.do(create())
    with pytest.raises(ProtocolError):
        await screen.do(copy(wire_image(GlzRgb(b"LZ"), 1, 1)))


async def test_large_images_let_others_have_their_turn(screen: Screen) -> None:
    pixels = noise(600, 500)
    await screen.do(create(600, 500))
    work = screen.channel.handle(copy(coded(pixels)))
    assert work is not None
    assert not np.array_equal(screen.channel.snapshot(), pixels)
    await work
    assert np.array_equal(screen.channel.snapshot(), pixels)


async def test_a_session_may_end_while_an_image_is_decoded(screen: Screen) -> None:
    await screen.do(create(600, 500))
    work = screen.channel.handle(copy(coded(noise(600, 500))))
    assert work is not None
    drawing = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    screen.channel.attach(Wire(), SERVER)
    await drawing
    assert screen.channel.primary is None


# --- looking -------------------------------------------------------------------------------------


async def test_a_snapshot_is_a_copy(screen: Screen) -> None:
    await screen.do(create(1, 1), fill(0x030201))
    snapshot = screen.channel.snapshot()
    await screen.do(fill(0))
    assert snapshot is not None
    assert snapshot.tolist() == [[[1, 2, 3, 0]]]


async def test_shallow_screens_are_seen_in_full_colours(screen: Screen) -> None:
    await screen.do(create(2, 1, form=SurfaceFmt.FMT_16_555), fill(0x7C00, area(1, 0, 2, 1)))
    snapshot = screen.channel.snapshot()
    assert snapshot is not None
    assert snapshot[..., :3].tolist() == [[[0, 0, 0], [0, 0, 0xFF]]]


# --- caches --------------------------------------------------------------------------------------


async def test_the_server_drops_images(screen: Screen) -> None:
    await screen.do(create(), copy(dot(1, 5, CACHE_ME)), copy(dot(2, 6, CACHE_ME)))
    resources = [ResourceId(ResourceType.PIXMAP, 5), ResourceId(ResourceType.INVALID, 6)]
    await screen.do(display.InvalList(resources), copy(cached(5)))
    assert screen.channel.dropped == 1
    await screen.do(copy(cached(6), 1))
    await screen.do(display.InvalAllPixmaps([]), copy(cached(6)))
    assert screen.channel.dropped == 2
    assert screen.words()[0] == [2, 2, 0, 0]


async def test_palettes_are_dropped(screen: Screen) -> None:
    await screen.do(create(), indexed_copy(Palette(8, [8])), indexed_copy(Palette(9, [9])))
    await screen.do(display.InvalPalette(8), indexed_copy(None, 8))
    assert screen.channel.dropped == 1
    await screen.do(display.InvalAllPalettes(), indexed_copy(None, 9))
    assert screen.channel.dropped == 2


async def test_all_images_are_dropped_when_others_have_come_that_far(screen: Screen) -> None:
    await screen.do(create(), copy(dot(1, 5, CACHE_ME)))
    screen.shared.progress.begin((2, 1))
    wait = common.WaitForChannel(channel_type=2, channel_id=1, message_serial=7)
    work = screen.channel.handle(display.InvalAllPixmaps([wait]))
    assert work is not None
    dropping = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    await screen.do(copy(cached(5)))
    screen.shared.progress.done((2, 1), 7)
    await dropping
    await screen.do(copy(cached(5)))
    assert screen.channel.dropped == 1


async def test_too_many_images_end_the_channel() -> None:
    screen = Screen()
    screen.shared.display_memory.pixmaps._most = 1000
    await screen.do(create(), copy(bitmap(noise(30, 30), 1, CACHE_ME)))
    with pytest.raises(ProtocolError, match="allowed are 1000"):
        await screen.do(copy(bitmap(noise(30, 30), 2, CACHE_ME)))


# --- monitors ------------------------------------------------------------------------------------


async def test_monitors_are_told(screen: Screen) -> None:
    heads = [Head(0, 0, 4, 3, 0, 0, 0), Head(1, 0, 4, 3, 4, 0, 0)]
    await screen.do(display.MonitorsConfig(4, heads), display.MonitorsConfig(4, []))
    assert screen.channel.heads == heads
    assert await screen.events(MonitorsChanged) == [MonitorsChanged(0, heads)]


async def test_a_server_that_tells_of_no_monitors_has_one() -> None:
    screen = Screen(capabilities=Capabilities())
    await screen.do(create())
    assert screen.channel.heads == [Head(0, 0, 4, 3, 0, 0, 0)]


# --- streams -------------------------------------------------------------------------------------


def stream(stream_id: int, surface_id: int = 0) -> list[StreamCreate]:
    flags, codec = StreamFlags.TOP_DOWN, VideoCodecType.MJPEG
    dest = area(0, 0, *SIZE)
    return [StreamCreate(surface_id, stream_id, flags, codec, 0, *SIZE, *SIZE, dest, None)]


def frame(stream_id: int) -> display.StreamData:
    return display.StreamData(stream_id, 0, film(VideoCodecType.MJPEG, 1)[0])


async def test_streams_come_show_and_go(screen: Screen) -> None:
    await screen.do(create(*SIZE), *stream(3), frame(3))
    snapshot = screen.channel.snapshot()
    assert snapshot is not None
    assert snapshot.any(axis=2).all()
    assert (await screen.events(Damaged))[0].rects == [Rect(0, 0, *SIZE)]
    await screen.do(display.StreamDestroy(3), display.StreamDestroy(3))
    assert await screen.events(StreamStarted) == [StreamStarted(0, 3, "MJPEG", Rect(0, 0, *SIZE))]
    assert await screen.events(StreamEnded) == [StreamEnded(0, 3)]


async def test_all_streams_end_together(screen: Screen) -> None:
    await screen.do(*stream(3), *stream(4), display.StreamDestroyAll())
    assert await screen.events(StreamEnded) == [StreamEnded(0, 3), StreamEnded(0, 4)]
    assert not screen.channel.streams.open


async def test_frames_are_drawn_in_order_with_commands(screen: Screen) -> None:
    await screen.do(create(*SIZE), *stream(3), frame(3), fill(7))
    assert screen.words() == [[7] * SIZE[0]] * SIZE[1]


async def test_frames_without_a_surface_are_dropped(screen: Screen) -> None:
    await screen.do(*stream(3, surface_id=9), frame(3))
    assert screen.channel.dropped == 1


async def test_streams_beyond_the_limit_are_dropped(screen: Screen) -> None:
    await screen.do(*stream(64))
    assert screen.channel.dropped == 1


async def test_reports_go_to_servers_that_take_them(screen: Screen) -> None:
    screen.wire.take()
    await screen.do(frame(3))
    assert screen.wire.take() == [cannot_decode(3)]
    silent = Screen(capabilities=Capabilities())
    silent.wire.take()
    await silent.do(frame(3))
    assert silent.wire.take() == []
