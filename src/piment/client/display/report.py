"""How well streams play, as servers want to know it (codecs.md 6.6)."""

from __future__ import annotations

from piment.client.clock import difference
from piment.protocol.display import StreamActivateReport, StreamReport

NO_PLAYBACK = 0xFFFFFFFF
"""The delay of the sound while none is played."""

MOST_LATE_RUN = 3
"""Frames late one after the other that are told at once."""

_CANNOT_DECODE = 0xFFFFFFFF


def cannot_decode(stream_id: int) -> StreamReport:
    """Return what tells a server that a stream is unknown here, or of no use."""
    return StreamReport(
        stream_id=stream_id,
        unique_id=0,
        start_frame_mm_time=0,
        end_frame_mm_time=0,
        num_frames=0,
        num_drops=_CANNOT_DECODE,
        last_frame_delay=0,
        audio_delay=0,
    )


class Report:
    """Counts the frames of one stream until it is time to tell the server."""

    def __init__(self, wanted: StreamActivateReport) -> None:
        self._wanted = wanted
        self._begin(0, 0)
        self._late_run = 0

    def frame(self, mm_time: int, now: int) -> StreamReport | None:
        """Count a frame for `mm_time` that comes `now`, both in the server's milliseconds.

        Return the report, if one is due.
        """
        if not self._frames:
            self._begin(mm_time, now)
        margin = difference(mm_time, now)
        self._frames += 1
        self._drops += margin < 0
        self._late_run = self._late_run + 1 if margin < 0 else 0
        is_due = (
            self._frames >= self._wanted.max_window_size
            or difference(now, self._began) >= self._wanted.timeout_ms
            or self._late_run >= MOST_LATE_RUN
        )
        return self._finish(mm_time, margin) if is_due else None

    def _begin(self, mm_time: int, now: int) -> None:
        self._frames = self._drops = 0
        self._first_mm_time, self._began = mm_time, now

    def _finish(self, mm_time: int, margin: int) -> StreamReport:
        report = StreamReport(
            stream_id=self._wanted.stream_id,
            unique_id=self._wanted.unique_id,
            start_frame_mm_time=self._first_mm_time,
            end_frame_mm_time=mm_time,
            num_frames=self._frames,
            num_drops=self._drops,
            last_frame_delay=margin,
            audio_delay=NO_PLAYBACK,
        )
        self._frames = self._late_run = 0
        return report
