from __future__ import annotations

from piment.client.display.report import NO_PLAYBACK, Report, cannot_decode
from piment.protocol.display import StreamActivateReport, StreamReport

WANTED = StreamActivateReport(stream_id=3, unique_id=77, max_window_size=5, timeout_ms=1000)


def test_a_full_window_is_told() -> None:
    report = Report(WANTED)
    times = [(1000, 980), (1040, 1050), (1080, 1070), (1120, 1090)]
    assert [report.frame(*each) for each in times] == [None] * 4
    assert report.frame(1160, 1150) == StreamReport(
        stream_id=3,
        unique_id=77,
        start_frame_mm_time=1000,
        end_frame_mm_time=1160,
        num_frames=5,
        num_drops=1,
        last_frame_delay=10,
        audio_delay=NO_PLAYBACK,
    )
    told = [report.frame(1200 + 40 * n, 1200 + 40 * n) for n in range(5)]
    assert told[:4] == [None] * 4
    assert told[4] is not None
    assert (told[4].start_frame_mm_time, told[4].num_frames, told[4].num_drops) == (1200, 5, 0)


def test_a_slow_stream_is_told_of_in_time() -> None:
    report = Report(WANTED)
    assert report.frame(1000, 990) is None
    assert report.frame(1900, 1989) is None
    told = report.frame(2000, 1990)
    assert told is not None
    assert (told.num_frames, told.num_drops) == (3, 1)


def test_three_late_ones_in_a_row_are_told_at_once() -> None:
    report = Report(WANTED)
    late, early = (1000, 1020), (1000, 990)
    assert [report.frame(*each) for each in (late, late, early)] == [None] * 3
    assert report.frame(*late) is None
    told = report.frame(*late)
    assert told is not None
    assert told.last_frame_delay == -20

    report = Report(WANTED)
    told_of = [report.frame(*late) for _ in range(6)]
    assert [each is not None for each in told_of] == [False, False, True] * 2


def test_times_wrap() -> None:
    report = Report(StreamActivateReport(3, 77, 1, 1000))
    told = report.frame(5, 2**32 - 5)
    assert told is not None
    assert (told.last_frame_delay, told.num_drops) == (10, 0)
    told = report.frame(2**32 - 5, 5)
    assert told is not None
    assert (told.last_frame_delay, told.num_drops) == (-10, 1)


def test_that_a_stream_is_of_no_use_has_a_form_of_its_own() -> None:
    """wire.md 7.4."""
    told = cannot_decode(9)
    assert told == StreamReport(9, 0, 0, 0, 0, 0xFFFFFFFF, 0, 0)
    assert StreamReport.unpack(told.pack()) == told
