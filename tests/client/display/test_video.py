from __future__ import annotations

import sys

import pytest

from piment.client.display import video
from piment.errors import CodecError
from piment.protocol.capabilities import Capabilities, DisplayCap
from piment.protocol.display import VideoCodecType
from tests.client.display.films import film, frame, is_close

ALL = list(VideoCodecType)
OF_FFMPEG = ALL[1:]


def decoder(codec: VideoCodecType) -> video.Decoder:
    made = video.decoder(codec)
    assert made is not None
    return made


@pytest.mark.parametrize("codec", ALL)
def test_every_frame_is_there_at_once(codec: VideoCodecType) -> None:
    made = decoder(codec)
    for number, data in enumerate(film(codec)):
        pixels = made.decode(data)
        assert pixels is not None
        assert is_close(pixels, frame(number))


@pytest.mark.parametrize("codec", ALL)
def test_broken_frames_are_errors_and_the_stream_goes_on(codec: VideoCodecType) -> None:
    made, (first, second) = decoder(codec), film(codec, 2)
    made.decode(first)
    for data in (b"", b"garbage" * 10):
        with pytest.raises(CodecError):
            made.decode(data)
    pixels = made.decode(second)
    assert pixels is not None
    assert is_close(pixels, frame(1))


@pytest.mark.parametrize("codec", ALL)
def test_large_frames_are_refused(codec: VideoCodecType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "MOST_FRAME_PIXELS", 1000)
    (data,) = film(codec, 1)
    with pytest.raises(CodecError):
        decoder(codec).decode(data)


def test_jpegs_need_no_huffman_tables() -> None:
    (data,) = film(VideoCodecType.MJPEG, 1)
    stripped = without_huffman(data)
    assert len(stripped) < len(data) - 400
    pixels = decoder(VideoCodecType.MJPEG).decode(stripped)
    assert pixels is not None
    assert is_close(pixels, frame(0))


def without_huffman(data: bytes) -> bytes:
    """Return a JPEG file without its DHT segments."""
    kept, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] != 0xC4:
            kept += data[at:end]
        at = end
    return kept + data[at:]


def test_only_what_refers_to_nothing_may_be_left_out() -> None:
    assert not decoder(VideoCodecType.MJPEG).needs_all
    assert all(decoder(codec).needs_all for codec in OF_FFMPEG)


def test_what_is_announced_is_decoded() -> None:
    assert video.capabilities() == Capabilities(
        [
            DisplayCap.MULTI_CODEC,
            DisplayCap.CODEC_MJPEG,
            DisplayCap.CODEC_VP8,
            DisplayCap.CODEC_H264,
            DisplayCap.CODEC_VP9,
            DisplayCap.CODEC_H265,
        ]
    )


def test_without_ffmpeg_there_is_mjpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "find_spec", lambda name: None)
    assert set(video.capabilities()) == {DisplayCap.MULTI_CODEC, DisplayCap.CODEC_MJPEG}


def test_unknown_codings_have_no_decoder() -> None:
    assert video.decoder(77) is None  # type: ignore[arg-type]


def test_ffmpeg_is_loaded_with_the_first_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    made = decoder(VideoCodecType.VP8)
    with pytest.raises(ImportError):
        made.decode(b"frame")
