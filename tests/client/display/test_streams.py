from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

from piment.client.display.report import cannot_decode
from piment.client.display.streams import NO_TIME_MARGIN_MS, Frame, Streams
from piment.errors import ProtocolError
from piment.geometry import Rect as Area
from piment.protocol.display import (
    StreamActivateReport,
    StreamClip,
    StreamCreate,
    StreamData,
    StreamDataSized,
    StreamFlags,
    StreamReport,
    VideoCodecType,
)
from piment.protocol.draw import ClipRects
from tests.client.channels.wire import WORKERS
from tests.client.display.films import SIZE, film, frame, is_close
from tests.client.display.pieces import Pixels, area

MJPEG, VP8 = VideoCodecType.MJPEG, VideoCodecType.VP8
DEST = area(5, 6, 15, 26)
CLIP = ClipRects([area(0, 0, 9, 9)])


class Time:
    """The server's clock, which a test sets."""

    def __init__(self) -> None:
        self.time = 10_000

    def now(self) -> int:
        return self.time


class Theatre:
    """Streams, what they painted, and what they told the server."""

    def __init__(self) -> None:
        self.clock: Any = Time()
        self.frames: list[Frame] = []
        self.reports: list[StreamReport] = []
        self.streams = Streams(self.clock, WORKERS, self.frames.append, self.reports.append)

    async def show(self, *messages: StreamData | StreamDataSized) -> None:
        for message in messages:
            work = self.streams.frame(message)
            if work is not None:
                await work

    def pixels(self, index: int = -1) -> Pixels:
        words = self.frames[index].image.words
        return words.view(np.uint8).reshape(*words.shape, 4)


@pytest.fixture
def theatre() -> Theatre:
    return Theatre()


def create(
    stream_id: int = 3,
    codec: VideoCodecType = MJPEG,
    flags: StreamFlags = StreamFlags.TOP_DOWN,
    size: tuple[int, int] = SIZE,
) -> StreamCreate:
    return StreamCreate(7, stream_id, flags, codec, 0, *size, *size, DEST, CLIP)


def data(content: bytes, time: int = 10_000, stream_id: int = 3) -> StreamData:
    return StreamData(stream_id, time, content)


@pytest.mark.parametrize("codec", list(VideoCodecType))
async def test_frames_are_painted_where_the_stream_says(
    theatre: Theatre, codec: VideoCodecType
) -> None:
    stream = theatre.streams.create(create(codec=codec))
    assert stream is not None
    for content in film(codec):
        await theatre.show(data(content))
    assert len(theatre.frames) == 3
    assert all(is_close(theatre.pixels(index), frame(index)) for index in range(3))
    last = theatre.frames[-1]
    assert (last.surface_id, last.dest, last.clip) == (7, Area(5, 6, 15, 26), CLIP)
    assert (stream.codec, stream.frames, stream.skipped, stream.broken) == (codec.name, 3, 0, 0)


@pytest.mark.parametrize("codec", [MJPEG, VP8])
async def test_the_first_row_may_be_the_lowest(theatre: Theatre, codec: VideoCodecType) -> None:
    theatre.streams.create(create(codec=codec, flags=StreamFlags(0)))
    await theatre.show(data(film(codec)[1]) if codec is MJPEG else data(film(codec)[0]))
    expected = frame(1 if codec is MJPEG else 0)[::-1]
    assert is_close(theatre.pixels(), expected)
    assert theatre.frames[0].image.words.flags.c_contiguous


async def test_a_frame_may_have_a_place_of_its_own(theatre: Theatre) -> None:
    theatre.streams.create(create())
    (content,) = film(MJPEG, 1)
    await theatre.show(StreamDataSized(3, 10_000, *SIZE, area(0, 0, 1, 1), content), data(content))
    assert [each.dest for each in theatre.frames] == [Area(0, 0, 1, 1), Area(5, 6, 15, 26)]


async def test_clips_change(theatre: Theatre) -> None:
    theatre.streams.create(create())
    theatre.streams.clip(StreamClip(3, None))
    theatre.streams.clip(StreamClip(4, None))
    await theatre.show(data(film(MJPEG, 1)[0]))
    assert theatre.frames[0].clip is None


async def test_broken_frames_are_counted_and_the_stream_goes_on(theatre: Theatre) -> None:
    stream = theatre.streams.create(create())
    assert stream is not None
    await theatre.show(data(b"no JPEG"), data(film(MJPEG, 1)[0]))
    assert (stream.broken, len(theatre.frames)) == (1, 1)


async def test_large_frames_are_decoded_elsewhere(theatre: Theatre) -> None:
    size = (1024, 512)
    theatre.streams.create(create(size=size))
    work = theatre.streams.frame(data(film(MJPEG, 1, size)[0]))
    assert work is not None
    await work
    assert is_close(theatre.pixels(), frame(0, size))


async def test_late_frames_are_left_out_when_more_wait(theatre: Theatre) -> None:
    stream = theatre.streams.create(create())
    assert stream is not None
    content = film(MJPEG, 1)[0]
    await theatre.show(data(content))
    theatre.clock.time += 400
    await theatre.show(data(content, 10_040), data(content, 10_080), data(content, 10_390))
    assert (stream.frames, stream.skipped, len(theatre.frames)) == (4, 2, 2)
    assert stream.last_margin_ms == -10


async def test_what_others_refer_to_is_decoded_and_not_shown(theatre: Theatre) -> None:
    stream = theatre.streams.create(create(codec=VP8))
    assert stream is not None
    first, second, third = film(VP8)
    await theatre.show(data(first))
    theatre.clock.time += 400
    await theatre.show(data(second, 10_040), data(third, 10_380))
    assert (stream.skipped, len(theatre.frames)) == (1, 2)
    assert is_close(theatre.pixels(), frame(2))


async def test_a_frame_without_time_comes_early_enough(theatre: Theatre) -> None:
    stream = theatre.streams.create(create())
    assert stream is not None
    await theatre.show(data(film(MJPEG, 1)[0], time=0))
    assert stream.last_margin_ms == NO_TIME_MARGIN_MS


async def test_the_server_is_told_how_it_plays(theatre: Theatre) -> None:
    theatre.streams.create(create())
    theatre.streams.activate_report(StreamActivateReport(3, 77, 2, 1000))
    content = film(MJPEG, 1)[0]
    await theatre.show(data(content, 10_010), data(content, 9_990))
    assert theatre.reports == [StreamReport(3, 77, 10_010, 9_990, 2, 1, -10, 0xFFFFFFFF)]


async def test_the_server_is_told_once_of_a_stream_that_is_not_here(theatre: Theatre) -> None:
    content = film(MJPEG, 1)[0]
    await theatre.show(data(content), data(content), data(content, stream_id=4))
    theatre.streams.activate_report(StreamActivateReport(4, 77, 2, 1000))
    assert theatre.reports == [cannot_decode(3), cannot_decode(4)]
    theatre.streams.destroy(3)
    await theatre.show(data(content))
    assert theatre.reports[2:] == [cannot_decode(3)]


async def test_reports_of_what_is_not_here_have_an_end(theatre: Theatre) -> None:
    for stream_id in range(200):
        await theatre.show(data(b"", stream_id=stream_id))
    assert len(theatre.reports) == 64


async def test_a_coding_that_nobody_knows_is_refused(theatre: Theatre) -> None:
    assert theatre.streams.create(create(codec=77)) is None  # type: ignore[arg-type]
    await theatre.show(data(b"frame"))
    assert theatre.reports == [cannot_decode(3)]
    assert theatre.streams.create(create()) is not None
    assert theatre.streams.open[3].codec == "MJPEG"


def test_ids_are_limited(theatre: Theatre) -> None:
    for stream_id in range(64):
        theatre.streams.create(create(stream_id))
    with pytest.raises(ProtocolError, match="stream 64, the highest id is 63"):
        theatre.streams.create(create(64))
    assert len(theatre.streams.open) == 64


def test_streams_end(theatre: Theatre) -> None:
    for stream_id in (1, 2, 3):
        theatre.streams.create(create(stream_id))
    assert theatre.streams.destroy(2)
    assert not theatre.streams.destroy(2)
    assert list(theatre.streams.open) == [1, 3]
    theatre.streams.clear()
    assert not theatre.streams.open


async def test_a_stream_may_end_while_a_frame_is_decoded(theatre: Theatre) -> None:
    theatre.streams.create(create(codec=VP8))
    work = theatre.streams.frame(data(film(VP8, 1)[0]))
    assert work is not None
    showing = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    theatre.streams.clear()
    await showing
    assert len(theatre.frames) == 1
