"""The display channel but for its drawing commands: surfaces, streams, caches (wire.md 7).

The commands are in `draw` and can be had from here too.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from piment.limits import (
    MOST_FRAME_BYTES,
    MOST_MONITORS,
    MOST_PLANES,
    MOST_QUALITY_BYTES,
    MOST_RESOURCES,
)
from piment.protocol.channel import Message, display
from piment.protocol.common import Rect, WaitForChannel
from piment.protocol.draw import (
    Clip,
    CopyBits,
    DrawAlphaBlend,
    DrawBlackness,
    DrawBlend,
    DrawComposite,
    DrawCopy,
    DrawFill,
    Drawing,
    DrawInvers,
    DrawOpaque,
    DrawRop3,
    DrawStroke,
    DrawText,
    DrawTransparent,
    DrawWhiteness,
)
from piment.protocol.image import ImageCompression
from piment.wire import (
    Enum8,
    Enum32,
    Flags8,
    Flags32,
    Struct,
    counted,
    i32,
    i64,
    length_of,
    rest,
    sized,
    u8,
    u16,
    u32,
    u64,
)

__all__ = [
    "CopyBits",
    "DrawAlphaBlend",
    "DrawBlackness",
    "DrawBlend",
    "DrawComposite",
    "DrawCopy",
    "DrawFill",
    "DrawInvers",
    "DrawOpaque",
    "DrawRop3",
    "DrawStroke",
    "DrawText",
    "DrawTransparent",
    "DrawWhiteness",
    "Drawing",
    "GlDraw",
    "GlDrawDone",
    "GlScanout2Unix",
    "GlScanoutFlags",
    "GlScanoutUnix",
    "Head",
    "Init",
    "InvalAllPalettes",
    "InvalAllPixmaps",
    "InvalList",
    "InvalPalette",
    "Mark",
    "Mode",
    "MonitorsConfig",
    "Plane",
    "PreferredCompression",
    "PreferredVideoCodecType",
    "QualityIndicator",
    "Reset",
    "ResourceId",
    "ResourceType",
    "StreamActivateReport",
    "StreamClip",
    "StreamCreate",
    "StreamData",
    "StreamDataSized",
    "StreamDestroy",
    "StreamDestroyAll",
    "StreamFlags",
    "StreamReport",
    "SurfaceCreate",
    "SurfaceDestroy",
    "SurfaceFlags",
    "SurfaceFmt",
    "VideoCodecType",
]

# --- enumerations --------------------------------------------------------------------------------


class SurfaceFmt(Enum32):
    """The pixels of a surface (wire.md 19.1); the lower six bits are the bits of one.

    A name that begins with a digit has the FMT of its C name in front, SPICE_SURFACE_FMT_32_xRGB.
    """

    INVALID = 0
    FMT_1_A = 1
    FMT_8_A = 8
    FMT_16_555 = 16
    FMT_32_xRGB = 32
    FMT_16_565 = 80
    FMT_32_ARGB = 96


class SurfaceFlags(Flags32):
    """Whether a surface is the screen, and whether it shows nothing but a stream."""

    PRIMARY = 1
    STREAMING_MODE = 2


class VideoCodecType(Enum8):
    """The coding of a video stream."""

    MJPEG = 1
    VP8 = 2
    H264 = 3
    VP9 = 4
    H265 = 5


class StreamFlags(Flags8):
    """Which row of a frame is first."""

    TOP_DOWN = 1


class ResourceType(Enum8):
    """What a client caches."""

    INVALID = 0
    PIXMAP = 1


class GlScanoutFlags(Flags32):
    """Which row of a scanout is first."""

    Y0TOP = 1


# --- server -> client ----------------------------------------------------------------------------


@display.from_server(101)
class Mode(Message):
    """The primary surface, as old servers announce it."""

    x_res: u32
    y_res: u32
    bits: u32


@display.from_server(102)
class Mark(Message):
    """The primary surface may be shown."""


@display.from_server(103)
class Reset(Message):
    """Clear the primary surface and the palettes, and show nothing."""


class ResourceId(Struct):
    """Something that a client caches."""

    type: ResourceType
    id: u64


@display.from_server(105)
class InvalList(Message):
    """Drop these images from the cache."""

    resources: Annotated[list[ResourceId], counted(u16, MOST_RESOURCES)]


@display.from_server(106)
class InvalAllPixmaps(Message):
    """Wait for these messages of other channels, then drop all images."""

    wait_list: Annotated[list[WaitForChannel], counted(u8)]


@display.from_server(107)
class InvalPalette(Message):
    """Drop a palette from the cache."""

    id: u64


@display.from_server(108)
class InvalAllPalettes(Message):
    """Drop all palettes from the cache."""


@display.from_server(122)
class StreamCreate(Message):
    """Open a video stream that paints into part of a surface (wire.md 7.3)."""

    surface_id: u32
    id: u32
    flags: StreamFlags
    codec_type: VideoCodecType
    stamp: u64
    stream_width: u32
    stream_height: u32
    src_width: u32
    src_height: u32
    dest: Rect
    clip: Clip


@display.from_server(123)
class StreamData(Message):
    """One coded frame, to be shown at `multi_media_time` (milliseconds)."""

    id: u32
    multi_media_time: u32
    data: Annotated[bytes, counted(u32, MOST_FRAME_BYTES)]


@display.from_server(124)
class StreamClip(Message):
    """From here on, a stream is kept inside this."""

    id: u32
    clip: Clip


@display.from_server(125)
class StreamDestroy(Message):
    """Close a stream."""

    id: u32


@display.from_server(126)
class StreamDestroyAll(Message):
    """Close all streams."""


@display.from_server(314)
class SurfaceCreate(Message):
    """A surface comes to be, filled with zeros; 0 is the primary one (wire.md 7.5)."""

    surface_id: u32
    width: u32
    height: u32
    format: SurfaceFmt
    flags: SurfaceFlags


@display.from_server(315)
class SurfaceDestroy(Message):
    """A surface is gone."""

    surface_id: u32


@display.from_server(316)
class StreamDataSized(Message):
    """One coded frame with a size and a place of its own, for clients with SIZED_STREAM."""

    id: u32
    multi_media_time: u32
    width: u32
    height: u32
    dest: Rect
    data: Annotated[bytes, counted(u32, MOST_FRAME_BYTES)]


class Head(Struct):
    """The part of a surface that a monitor shows, in pixels."""

    monitor_id: u32
    surface_id: u32
    width: u32
    height: u32
    x: u32
    y: u32
    flags: u32


@display.from_server(317)
class MonitorsConfig(Message):
    """What the monitors show."""

    count: ClassVar = length_of("heads", u16)
    max_allowed: u16
    heads: Annotated[list[Head], sized("count", MOST_MONITORS)]


@display.from_server(319)
class StreamActivateReport(Message):
    """Report how well a stream plays, this often."""

    stream_id: u32
    unique_id: u32
    max_window_size: u32
    """Frames."""
    timeout_ms: u32


@display.from_server(320)
class GlScanoutUnix(Message):
    """The screen is a texture, whose descriptor follows out of band (wire.md 7.6)."""

    width: u32
    height: u32
    stride: u32
    """Bytes from row to row."""
    drm_fourcc_format: u32
    """0: there is no texture, and no descriptor follows."""
    flags: GlScanoutFlags


@display.from_server(321)
class GlDraw(Message):
    """A part of the texture changed; answer GL_DRAW_DONE."""

    x: u32
    y: u32
    w: u32
    h: u32


@display.from_server(322)
class QualityIndicator(Message):
    """How well the client keeps up; opaque, a newer addition."""

    data: Annotated[bytes, rest(MOST_QUALITY_BYTES)]


class Plane(Struct):
    """A plane of a texture, in bytes; its descriptor follows out of band."""

    offset: u32
    stride: u32


@display.from_server(323)
class GlScanout2Unix(Message):
    """The screen is a texture of several planes."""

    width: u32
    height: u32
    drm_fourcc_format: u32
    flags: GlScanoutFlags
    num_planes: ClassVar = length_of("planes", u8)
    modifier: u64
    planes: Annotated[list[Plane], sized("num_planes", MOST_PLANES)]


# --- client -> server ----------------------------------------------------------------------------


@display.from_client(101)
class Init(Message):
    """First message: the client's caches, in pixels."""

    pixmap_cache_id: u8
    pixmap_cache_size: i64
    glz_dictionary_id: u8
    glz_dictionary_window_size: i32


@display.from_client(102)
class StreamReport(Message):
    """How well a stream plays (wire.md 7.4); times and delays in milliseconds."""

    stream_id: u32
    unique_id: u32
    start_frame_mm_time: u32
    end_frame_mm_time: u32
    num_frames: u32
    num_drops: u32
    last_frame_delay: i32
    audio_delay: u32


@display.from_client(103)
class PreferredCompression(Message):
    """How the client wants images compressed."""

    image_compression: ImageCompression


@display.from_client(104)
class GlDrawDone(Message):
    """The answer to GL_DRAW."""


@display.from_client(105)
class PreferredVideoCodecType(Message):
    """`VideoCodecType` numbers, the best one first.

    They are plain bytes: a server leaves out those that it does not know (wire.md 18).
    """

    codecs: Annotated[bytes, counted(u8)]
