"""The video streams of a display channel (wire.md 7.3, codecs.md 6.3)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import numpy as np

from piment.canvas import Image, PixelFormat
from piment.client.clock import Clock, difference
from piment.client.display import video
from piment.client.display.backlog import Backlog
from piment.client.display.images import WORTH_A_HOP
from piment.client.display.report import Report, cannot_decode
from piment.errors import CodecError, ProtocolError
from piment.geometry import Rect, Size
from piment.limits import MOST_STREAM_ID
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
from piment.protocol.draw import Clip
from piment.record import Entity

NO_TIME_MARGIN_MS = 100
"""How early a frame is taken to come that has no time, as in the reference client."""

FrameMessage = StreamData | StreamDataSized

Decoded = video.Pixels | CodecError | None
"""A frame, or why there is none."""

log = logging.getLogger("piment.client.display")


class Stream:
    """One stream, and how it plays."""

    def __init__(self, message: StreamCreate, decoder: video.Decoder) -> None:
        self.id = message.id
        self.codec = VideoCodecType(message.codec_type).name
        self.surface_id = message.surface_id
        self.size = Size(message.stream_width, message.stream_height)
        """Of the coded frames, in pixels."""
        self.dest = message.dest.geometry
        """Where on the surface they are shown."""
        self.clip = message.clip
        self.is_top_down = bool(message.flags & StreamFlags.TOP_DOWN)
        self.decoder = decoder
        self.backlog = Backlog()
        self.report: Report | None = None
        self.frames = 0
        """How many came."""
        self.skipped = 0
        """How many were not shown, because newer ones waited."""
        self.broken = 0
        """How many could not be decoded."""
        self.last_margin_ms = 0
        """How early the last one came; negative: late."""


class Frame(Entity):
    """A picture, and where it is to be put."""

    surface_id: int
    image: Image
    dest: Rect
    clip: Clip


class Streams:
    """The streams by their ids; `open` are those that there are now."""

    def __init__(
        self,
        clock: Clock,
        workers: Executor,
        paint: Callable[[Frame], None],
        report: Callable[[StreamReport], None],
    ) -> None:
        """Let `paint` put frames on the surfaces, and `report` tell the server how they play."""
        self.open: dict[int, Stream] = {}
        self._clock = clock
        self._workers = workers
        self._paint = paint
        self._report = report
        self._refused: set[int] = set()
        """Ids that the server was told of: one report is enough for each."""

    def create(self, message: StreamCreate) -> Stream | None:
        """Begin a stream, and return it; None if nobody here can decode it.

        Raises:
            ProtocolError: there are no such ids.

        """
        if message.id > MOST_STREAM_ID:
            raise ProtocolError(f"stream {message.id}, the highest id is {MOST_STREAM_ID}")
        self._refused.discard(message.id)
        decoder = video.decoder(message.codec_type)
        if decoder is None:
            self._refuse(message.id)
            return None
        stream = Stream(message, decoder)
        self.open[message.id] = stream
        return stream

    def frame(self, message: FrameMessage) -> Awaitable[None] | None:
        """Show a frame; what takes long is returned, to be awaited."""
        stream = self.open.get(message.id)
        if stream is None:
            self._refuse(message.id)
            return None
        is_late = self._count(stream, message.multi_media_time)
        if is_late and not stream.decoder.needs_all:
            stream.skipped += 1
            return None
        if stream.decoder.is_swift and _pixels(stream, message) < WORTH_A_HOP:
            self._show(stream, message, is_late, _decoded(stream.decoder, message.data))
            return None
        return self._show_later(stream, message, is_late)

    def clip(self, message: StreamClip) -> None:
        """Keep a stream inside this from now on."""
        if (stream := self.open.get(message.id)) is not None:
            stream.clip = message.clip

    def activate_report(self, message: StreamActivateReport) -> None:
        """Tell the server how a stream plays, as often as it wants."""
        if (stream := self.open.get(message.stream_id)) is not None:
            stream.report = Report(message)
        else:
            self._refuse(message.stream_id)

    def destroy(self, stream_id: int) -> bool:
        """End a stream; return whether there was one."""
        self._refused.discard(stream_id)
        return self.open.pop(stream_id, None) is not None

    def clear(self) -> None:
        """End all streams."""
        self.open.clear()
        self._refused.clear()

    def _count(self, stream: Stream, mm_time: int) -> bool:
        """Count a frame, and return whether newer ones already wait behind it."""
        now = self._clock.now()
        margin = difference(mm_time, now) if mm_time else NO_TIME_MARGIN_MS
        stream.frames += 1
        stream.last_margin_ms = margin
        if stream.report is not None:
            report = stream.report.frame(mm_time or now + NO_TIME_MARGIN_MS, now)
            if report is not None:
                self._report(report)
        return stream.backlog.has(margin, now)

    def _show(self, stream: Stream, message: FrameMessage, is_late: bool, found: Decoded) -> None:
        """Put a decoded frame on its surface, unless newer ones wait."""
        if isinstance(found, CodecError):
            stream.broken += 1
            log.warning("stream=%d frame %d is broken: %s", stream.id, stream.frames, found)
        elif is_late or found is None:
            stream.skipped += 1
        else:
            rows = found if stream.is_top_down else found[::-1]
            words = np.ascontiguousarray(rows).view(np.uint32)[..., 0]
            image = Image(PixelFormat.XRGB, words)
            dest = message.dest.geometry if isinstance(message, StreamDataSized) else stream.dest
            self._paint(Frame(stream.surface_id, image, dest, stream.clip))

    async def _show_later(self, stream: Stream, message: FrameMessage, is_late: bool) -> None:
        """Decode on another thread; what comes meanwhile on the channel waits."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._workers, _decoded, stream.decoder, message.data)
        self._show(stream, message, is_late, found)

    def _refuse(self, stream_id: int) -> None:
        """Tell the server, once, that a stream is unknown here."""
        if stream_id not in self._refused and len(self._refused) <= MOST_STREAM_ID:
            self._refused.add(stream_id)
            self._report(cannot_decode(stream_id))


def _decoded(decoder: video.Decoder, data: bytes) -> Decoded:
    """Return a frame, or why there is none; also called from other threads."""
    try:
        return decoder.decode(data)
    except CodecError as error:
        return error


def _pixels(stream: Stream, message: FrameMessage) -> int:
    """Return how many pixels a frame should have."""
    if isinstance(message, StreamDataSized):
        return message.width * message.height
    return stream.size.width * stream.size.height
