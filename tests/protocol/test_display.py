from __future__ import annotations

import pytest

from piment.protocol import display, draw
from piment.protocol.common import Rect, WaitForChannel
from piment.protocol.display import (
    GlScanoutFlags,
    Head,
    Plane,
    ResourceId,
    ResourceType,
    StreamFlags,
    SurfaceFlags,
    SurfaceFmt,
    VideoCodecType,
)
from piment.protocol.draw import ClipRects
from piment.protocol.image import ImageCompression
from piment.wire import Struct, WireError
from tests.wire.checks import check_bytes

DEST = Rect(top=48, left=64, bottom=288, right=384)
DEST_BYTES = "30000000 40000000 20010000 80010000"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # wire.md 21.5
        (
            display.StreamCreate(
                surface_id=0,
                id=3,
                flags=StreamFlags.TOP_DOWN,
                codec_type=VideoCodecType.MJPEG,
                stamp=0,
                stream_width=320,
                stream_height=240,
                src_width=320,
                src_height=240,
                dest=DEST,
                clip=None,
            ),
            """00 00 00 00 03 00 00 00 01 01 00 00 00 00 00 00
               00 00 40 01 00 00 f0 00 00 00 40 01 00 00 f0 00
               00 00 30 00 00 00 40 00 00 00 20 01 00 00 80 01
               00 00 00""",
        ),
        (
            display.StreamData(id=3, multi_media_time=123456, data=b"\xff\xd8\xff\xd9"),
            "03 00 00 00 40 e2 01 00 04 00 00 00 ff d8 ff d9",
        ),
        (display.Mode(640, 480, 32), "80020000 e0010000 20000000"),
        (display.Mark(), ""),
        (display.Reset(), ""),
        (
            display.InvalList([ResourceId(ResourceType.PIXMAP, 7)]),
            "0100 01 0700000000000000",
        ),
        (
            display.InvalAllPixmaps([WaitForChannel(2, 1, 9)]),
            "01 02 01 0900000000000000",
        ),
        (display.InvalPalette(7), "0700000000000000"),
        (display.InvalAllPalettes(), ""),
        (display.StreamClip(3, None), "03000000 00"),
        (display.StreamClip(3, ClipRects([])), "03000000 01 00000000"),
        (display.StreamDestroy(3), "03000000"),
        (display.StreamDestroyAll(), ""),
        (
            display.SurfaceCreate(0, 640, 480, SurfaceFmt.FMT_32_xRGB, SurfaceFlags.PRIMARY),
            "00000000 80020000 e0010000 20000000 01000000",
        ),
        (display.SurfaceDestroy(5), "05000000"),
        (
            display.StreamDataSized(3, 1, 32, 24, DEST, b"\xff"),
            f"03000000 01000000 20000000 18000000 {DEST_BYTES} 01000000 ff",
        ),
        (
            display.MonitorsConfig(4, [Head(0, 0, 640, 480, 0, 0, 0), Head(1, 0, 1, 2, 3, 4, 5)]),
            "0200 0400 00000000 00000000 80020000 e0010000 00000000 00000000 00000000"
            "01000000 00000000 01000000 02000000 03000000 04000000 05000000",
        ),
        (display.StreamActivateReport(3, 1, 5, 1000), "03000000 01000000 05000000 e8030000"),
        (
            display.GlScanoutUnix(640, 480, 2560, 0x34325258, GlScanoutFlags.Y0TOP),
            "80020000 e0010000 000a0000 58523234 01000000",
        ),
        (display.GlDraw(1, 2, 3, 4), "01000000 02000000 03000000 04000000"),
        (display.QualityIndicator(b"\x01\x02"), "0102"),
        (
            display.GlScanout2Unix(
                640, 480, 0x34325258, GlScanoutFlags(0), 9, [Plane(0, 2560), Plane(1, 2)]
            ),
            "80020000 e0010000 58523234 00000000 02 0900000000000000"
            "00000000 000a0000 01000000 02000000",
        ),
        (
            display.Init(1, 20971520, 1, 4194304),
            "01 0000400100000000 01 00004000",
        ),
        (
            display.StreamReport(3, 1, 10, 20, 5, 1, -7, 0xFFFFFFFF),
            "03000000 01000000 0a000000 14000000 05000000 01000000 f9ffffff ffffffff",
        ),
        (display.PreferredCompression(ImageCompression.LZ4), "07"),
        (display.GlDrawDone(), ""),
        (display.PreferredVideoCodecType(b"\x04\x02"), "02 0402"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize("value", list(SurfaceFmt)[1:])
def test_the_lower_bits_of_a_format_are_its_depth(value: SurfaceFmt) -> None:
    assert value & 0x3F == int(value.name.split("_")[1])


def test_codecs_that_we_do_not_know_are_no_error() -> None:
    assert display.PreferredVideoCodecType.unpack(b"\x02\x63\x01").codecs == b"\x63\x01"


def test_planes_are_limited() -> None:
    data = bytes(16) + b"\x05" + bytes(8 + 5 * 8)
    with pytest.raises(WireError, match=r"GlScanout2Unix\.planes: 5 is over the limit 4"):
        display.GlScanout2Unix.unpack(data)


def test_drawing_commands_can_be_had_from_here_too() -> None:
    commands = {
        name
        for name, cls in vars(draw).items()
        if isinstance(cls, type) and issubclass(cls, draw.Drawing)
    }
    assert {name for name in commands if getattr(display, name) is getattr(draw, name)} == commands
    assert commands <= set(display.__all__)
