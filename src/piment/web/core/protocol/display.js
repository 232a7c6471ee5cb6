// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member } from "../wire/reader.js";
import { atRect, readWaitForChannel } from "./common.js";
import { readClipRects } from "./draw.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
/** @typedef {import("../wire/writer.js").Writer} Writer */
export const SurfaceFmt = Object.freeze({
  INVALID: 0,
  FMT_1_A: 1,
  FMT_8_A: 8,
  FMT_16_555: 16,
  FMT_32_xRGB: 32,
  FMT_16_565: 80,
  FMT_32_ARGB: 96,
});

export const SurfaceFlags = Object.freeze({
  PRIMARY: 1,
  STREAMING_MODE: 2,
});

export const VideoCodecType = Object.freeze({
  MJPEG: 1,
  VP8: 2,
  H264: 3,
  VP9: 4,
  H265: 5,
});

export const StreamFlags = Object.freeze({
  TOP_DOWN: 1,
});

export const ResourceType = Object.freeze({
  INVALID: 0,
  PIXMAP: 1,
});

export const GlScanoutFlags = Object.freeze({
  Y0TOP: 1,
});


/** The primary surface, as old servers announce it. */
export class Mode {
  /**
   * @param {number} x_res
   * @param {number} y_res
   * @param {number} bits
   */
  constructor(x_res, y_res, bits) {
    this.x_res = x_res;
    this.y_res = y_res;
    this.bits = bits;
  }
}
/** @param {Reader} input @returns {Mode} */
export function readMode(input) {
  const at = input.take(12, "Mode", "x_res:4 y_res:4 bits:4");
  return new Mode(input.u32(at), input.u32(at + 4), input.u32(at + 8));
}

/** The primary surface may be shown. */
export class Mark {
}
/** @param {Reader} input @returns {Mark} */
export function readMark(input) {
  return new Mark();
}

/** Clear the primary surface and the palettes, and show nothing. */
export class Reset {
}
/** @param {Reader} input @returns {Reset} */
export function readReset(input) {
  return new Reset();
}

/** Something that a client caches. */
export class ResourceId {
  /**
   * @param {number} type
   * @param {bigint} id
   */
  constructor(type, id) {
    this.type = type;
    this.id = id;
  }
}
/** @param {Reader} input @returns {ResourceId} */
export function readResourceId(input) {
  const at = input.take(9, "ResourceId", "type:1 id:8");
  const type = member(input.u8(at), ResourceType, "ResourceId.type");
  return new ResourceId(type, input.u64(at + 1));
}

/** Drop these images from the cache. */
export class InvalList {
  /**
   * @param {(ResourceId)[]} resources
   */
  constructor(resources) {
    this.resources = resources;
  }
}
/** @param {Reader} input @returns {InvalList} */
export function readInvalList(input) {
  const at = input.take(2, "InvalList", "resources:2");
  const resources = input.list(readResourceId, limited(input.u16(at), 65535, "InvalList.resources"), "InvalList.resources");
  return new InvalList(resources);
}

/** Wait for these messages of other channels, then drop all images. */
export class InvalAllPixmaps {
  /**
   * @param {(import("./common.js").WaitForChannel)[]} wait_list
   */
  constructor(wait_list) {
    this.wait_list = wait_list;
  }
}
/** @param {Reader} input @returns {InvalAllPixmaps} */
export function readInvalAllPixmaps(input) {
  const at = input.take(1, "InvalAllPixmaps", "wait_list:1");
  const wait_list = input.list(readWaitForChannel, limited(input.u8(at), 255, "InvalAllPixmaps.wait_list"), "InvalAllPixmaps.wait_list");
  return new InvalAllPixmaps(wait_list);
}

/** Drop a palette from the cache. */
export class InvalPalette {
  /**
   * @param {bigint} id
   */
  constructor(id) {
    this.id = id;
  }
}
/** @param {Reader} input @returns {InvalPalette} */
export function readInvalPalette(input) {
  const at = input.take(8, "InvalPalette", "id:8");
  return new InvalPalette(input.u64(at));
}

/** Drop all palettes from the cache. */
export class InvalAllPalettes {
}
/** @param {Reader} input @returns {InvalAllPalettes} */
export function readInvalAllPalettes(input) {
  return new InvalAllPalettes();
}

/** Open a video stream that paints into part of a surface (wire.md 7.3). */
export class StreamCreate {
  /**
   * @param {number} surface_id
   * @param {number} id
   * @param {number} flags
   * @param {number} codec_type
   * @param {bigint} stamp
   * @param {number} stream_width
   * @param {number} stream_height
   * @param {number} src_width
   * @param {number} src_height
   * @param {import("./common.js").Rect} dest
   * @param {null | import("./draw.js").ClipRects} clip
   */
  constructor(surface_id, id, flags, codec_type, stamp, stream_width, stream_height, src_width, src_height, dest, clip) {
    this.surface_id = surface_id;
    this.id = id;
    this.flags = flags;
    this.codec_type = codec_type;
    this.stamp = stamp;
    this.stream_width = stream_width;
    this.stream_height = stream_height;
    this.src_width = src_width;
    this.src_height = src_height;
    this.dest = dest;
    this.clip = clip;
  }
}
/** @param {Reader} input @param {number} tag @returns {null | import("./draw.js").ClipRects} */
function chooseClip(input, tag) {
  switch (tag) {
    case 0: return null;
    case 1: return readClipRects(input);
    default: throw new WireError("", `tag ${tag} is none of 0, 1`);
  }
}
/** @param {Reader} input @returns {StreamCreate} */
export function readStreamCreate(input) {
  const at = input.take(51, "StreamCreate", "surface_id:4 id:4 flags:1 codec_type:1 stamp:8 stream_width:4 stream_height:4 src_width:4 src_height:4 dest.top:4 dest.left:4 dest.bottom:4 dest.right:4 clip:1");
  const codec_type = member(input.u8(at + 9), VideoCodecType, "StreamCreate.codec_type");
  const clip = input.chosen(chooseClip, input.u8(at + 50), "StreamCreate.clip");
  return new StreamCreate(input.u32(at), input.u32(at + 4), input.u8(at + 8), codec_type, input.u64(at + 10), input.u32(at + 18), input.u32(at + 22), input.u32(at + 26), input.u32(at + 30), atRect(input, at + 34), clip);
}

/** One coded frame, to be shown at `multi_media_time` (milliseconds). */
export class StreamData {
  /**
   * @param {number} id
   * @param {number} multi_media_time
   * @param {Uint8Array} data
   */
  constructor(id, multi_media_time, data) {
    this.id = id;
    this.multi_media_time = multi_media_time;
    this.data = data;
  }
}
/** @param {Reader} input @returns {StreamData} */
export function readStreamData(input) {
  const at = input.take(12, "StreamData", "id:4 multi_media_time:4 data:4");
  const data = input.bytes(limited(input.u32(at + 8), 67108864, "StreamData.data"), "StreamData.data");
  return new StreamData(input.u32(at), input.u32(at + 4), data);
}

/** From here on, a stream is kept inside this. */
export class StreamClip {
  /**
   * @param {number} id
   * @param {null | import("./draw.js").ClipRects} clip
   */
  constructor(id, clip) {
    this.id = id;
    this.clip = clip;
  }
}
/** @param {Reader} input @returns {StreamClip} */
export function readStreamClip(input) {
  const at = input.take(5, "StreamClip", "id:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 4), "StreamClip.clip");
  return new StreamClip(input.u32(at), clip);
}

/** Close a stream. */
export class StreamDestroy {
  /**
   * @param {number} id
   */
  constructor(id) {
    this.id = id;
  }
}
/** @param {Reader} input @returns {StreamDestroy} */
export function readStreamDestroy(input) {
  const at = input.take(4, "StreamDestroy", "id:4");
  return new StreamDestroy(input.u32(at));
}

/** Close all streams. */
export class StreamDestroyAll {
}
/** @param {Reader} input @returns {StreamDestroyAll} */
export function readStreamDestroyAll(input) {
  return new StreamDestroyAll();
}

/** A surface comes to be, filled with zeros; 0 is the primary one (wire.md 7.5). */
export class SurfaceCreate {
  /**
   * @param {number} surface_id
   * @param {number} width
   * @param {number} height
   * @param {number} format
   * @param {number} flags
   */
  constructor(surface_id, width, height, format, flags) {
    this.surface_id = surface_id;
    this.width = width;
    this.height = height;
    this.format = format;
    this.flags = flags;
  }
}
/** @param {Reader} input @returns {SurfaceCreate} */
export function readSurfaceCreate(input) {
  const at = input.take(20, "SurfaceCreate", "surface_id:4 width:4 height:4 format:4 flags:4");
  const format = member(input.u32(at + 12), SurfaceFmt, "SurfaceCreate.format");
  return new SurfaceCreate(input.u32(at), input.u32(at + 4), input.u32(at + 8), format, input.u32(at + 16));
}

/** A surface is gone. */
export class SurfaceDestroy {
  /**
   * @param {number} surface_id
   */
  constructor(surface_id) {
    this.surface_id = surface_id;
  }
}
/** @param {Reader} input @returns {SurfaceDestroy} */
export function readSurfaceDestroy(input) {
  const at = input.take(4, "SurfaceDestroy", "surface_id:4");
  return new SurfaceDestroy(input.u32(at));
}

/** One coded frame with a size and a place of its own, for clients with SIZED_STREAM. */
export class StreamDataSized {
  /**
   * @param {number} id
   * @param {number} multi_media_time
   * @param {number} width
   * @param {number} height
   * @param {import("./common.js").Rect} dest
   * @param {Uint8Array} data
   */
  constructor(id, multi_media_time, width, height, dest, data) {
    this.id = id;
    this.multi_media_time = multi_media_time;
    this.width = width;
    this.height = height;
    this.dest = dest;
    this.data = data;
  }
}
/** @param {Reader} input @returns {StreamDataSized} */
export function readStreamDataSized(input) {
  const at = input.take(36, "StreamDataSized", "id:4 multi_media_time:4 width:4 height:4 dest.top:4 dest.left:4 dest.bottom:4 dest.right:4 data:4");
  const data = input.bytes(limited(input.u32(at + 32), 67108864, "StreamDataSized.data"), "StreamDataSized.data");
  return new StreamDataSized(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12), atRect(input, at + 16), data);
}

/** The part of a surface that a monitor shows, in pixels. */
export class Head {
  /**
   * @param {number} monitor_id
   * @param {number} surface_id
   * @param {number} width
   * @param {number} height
   * @param {number} x
   * @param {number} y
   * @param {number} flags
   */
  constructor(monitor_id, surface_id, width, height, x, y, flags) {
    this.monitor_id = monitor_id;
    this.surface_id = surface_id;
    this.width = width;
    this.height = height;
    this.x = x;
    this.y = y;
    this.flags = flags;
  }
}
/** @param {Reader} input @param {number} at @returns {Head} */
export function atHead(input, at) {
  return new Head(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12), input.u32(at + 16), input.u32(at + 20), input.u32(at + 24));
}
/** @param {Reader} input @returns {Head} */
export function readHead(input) {
  return atHead(input, input.take(28, "Head", "monitor_id:4 surface_id:4 width:4 height:4 x:4 y:4 flags:4"));
}

/** What the monitors show. */
export class MonitorsConfig {
  /**
   * @param {number} max_allowed
   * @param {(Head)[]} heads
   */
  constructor(max_allowed, heads) {
    this.max_allowed = max_allowed;
    this.heads = heads;
  }
}
/** @param {Reader} input @returns {MonitorsConfig} */
export function readMonitorsConfig(input) {
  const at = input.take(4, "MonitorsConfig", "count:2 max_allowed:2");
  const count = input.u16(at);
  const heads = input.list(readHead, limited(count, 256, "MonitorsConfig.heads"), "MonitorsConfig.heads");
  return new MonitorsConfig(input.u16(at + 2), heads);
}

/** Report how well a stream plays, this often. */
export class StreamActivateReport {
  /**
   * @param {number} stream_id
   * @param {number} unique_id
   * @param {number} max_window_size
   * @param {number} timeout_ms
   */
  constructor(stream_id, unique_id, max_window_size, timeout_ms) {
    this.stream_id = stream_id;
    this.unique_id = unique_id;
    this.max_window_size = max_window_size;
    this.timeout_ms = timeout_ms;
  }
}
/** @param {Reader} input @returns {StreamActivateReport} */
export function readStreamActivateReport(input) {
  const at = input.take(16, "StreamActivateReport", "stream_id:4 unique_id:4 max_window_size:4 timeout_ms:4");
  return new StreamActivateReport(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12));
}

/** The screen is a texture, whose descriptor follows out of band (wire.md 7.6). */
export class GlScanoutUnix {
  /**
   * @param {number} width
   * @param {number} height
   * @param {number} stride
   * @param {number} drm_fourcc_format
   * @param {number} flags
   */
  constructor(width, height, stride, drm_fourcc_format, flags) {
    this.width = width;
    this.height = height;
    this.stride = stride;
    this.drm_fourcc_format = drm_fourcc_format;
    this.flags = flags;
  }
}
/** @param {Reader} input @returns {GlScanoutUnix} */
export function readGlScanoutUnix(input) {
  const at = input.take(20, "GlScanoutUnix", "width:4 height:4 stride:4 drm_fourcc_format:4 flags:4");
  return new GlScanoutUnix(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12), input.u32(at + 16));
}

/** A part of the texture changed; answer GL_DRAW_DONE. */
export class GlDraw {
  /**
   * @param {number} x
   * @param {number} y
   * @param {number} w
   * @param {number} h
   */
  constructor(x, y, w, h) {
    this.x = x;
    this.y = y;
    this.w = w;
    this.h = h;
  }
}
/** @param {Reader} input @returns {GlDraw} */
export function readGlDraw(input) {
  const at = input.take(16, "GlDraw", "x:4 y:4 w:4 h:4");
  return new GlDraw(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12));
}

/** How well the client keeps up; opaque, a newer addition. */
export class QualityIndicator {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {QualityIndicator} */
export function readQualityIndicator(input) {
  const data = input.bytes(limited(input.rest(1, "QualityIndicator.data"), 1024, "QualityIndicator.data"), "QualityIndicator.data");
  return new QualityIndicator(data);
}

/** A plane of a texture, in bytes; its descriptor follows out of band. */
export class Plane {
  /**
   * @param {number} offset
   * @param {number} stride
   */
  constructor(offset, stride) {
    this.offset = offset;
    this.stride = stride;
  }
}
/** @param {Reader} input @param {number} at @returns {Plane} */
export function atPlane(input, at) {
  return new Plane(input.u32(at), input.u32(at + 4));
}
/** @param {Reader} input @returns {Plane} */
export function readPlane(input) {
  return atPlane(input, input.take(8, "Plane", "offset:4 stride:4"));
}

/** The screen is a texture of several planes. */
export class GlScanout2Unix {
  /**
   * @param {number} width
   * @param {number} height
   * @param {number} drm_fourcc_format
   * @param {number} flags
   * @param {bigint} modifier
   * @param {(Plane)[]} planes
   */
  constructor(width, height, drm_fourcc_format, flags, modifier, planes) {
    this.width = width;
    this.height = height;
    this.drm_fourcc_format = drm_fourcc_format;
    this.flags = flags;
    this.modifier = modifier;
    this.planes = planes;
  }
}
/** @param {Reader} input @returns {GlScanout2Unix} */
export function readGlScanout2Unix(input) {
  const at = input.take(25, "GlScanout2Unix", "width:4 height:4 drm_fourcc_format:4 flags:4 num_planes:1 modifier:8");
  const num_planes = input.u8(at + 16);
  const planes = input.list(readPlane, limited(num_planes, 4, "GlScanout2Unix.planes"), "GlScanout2Unix.planes");
  return new GlScanout2Unix(input.u32(at), input.u32(at + 4), input.u32(at + 8), input.u32(at + 12), input.u64(at + 17), planes);
}

/** First message: the client's caches, in pixels. */
export class Init {
  /**
   * @param {number} pixmap_cache_id
   * @param {bigint} pixmap_cache_size
   * @param {number} glz_dictionary_id
   * @param {number} glz_dictionary_window_size
   */
  constructor(pixmap_cache_id, pixmap_cache_size, glz_dictionary_id, glz_dictionary_window_size) {
    this.pixmap_cache_id = pixmap_cache_id;
    this.pixmap_cache_size = pixmap_cache_size;
    this.glz_dictionary_id = glz_dictionary_id;
    this.glz_dictionary_window_size = glz_dictionary_window_size;
  }
}
/** @param {Writer} output @param {Init} value */
export function writeInit(output, value) {
  output.u8(value.pixmap_cache_id, "Init.pixmap_cache_id");
  output.i64(value.pixmap_cache_size, "Init.pixmap_cache_size");
  output.u8(value.glz_dictionary_id, "Init.glz_dictionary_id");
  output.i32(value.glz_dictionary_window_size, "Init.glz_dictionary_window_size");
}

/** How well a stream plays (wire.md 7.4); times and delays in milliseconds. */
export class StreamReport {
  /**
   * @param {number} stream_id
   * @param {number} unique_id
   * @param {number} start_frame_mm_time
   * @param {number} end_frame_mm_time
   * @param {number} num_frames
   * @param {number} num_drops
   * @param {number} last_frame_delay
   * @param {number} audio_delay
   */
  constructor(stream_id, unique_id, start_frame_mm_time, end_frame_mm_time, num_frames, num_drops, last_frame_delay, audio_delay) {
    this.stream_id = stream_id;
    this.unique_id = unique_id;
    this.start_frame_mm_time = start_frame_mm_time;
    this.end_frame_mm_time = end_frame_mm_time;
    this.num_frames = num_frames;
    this.num_drops = num_drops;
    this.last_frame_delay = last_frame_delay;
    this.audio_delay = audio_delay;
  }
}
/** @param {Writer} output @param {StreamReport} value */
export function writeStreamReport(output, value) {
  output.u32(value.stream_id, "StreamReport.stream_id");
  output.u32(value.unique_id, "StreamReport.unique_id");
  output.u32(value.start_frame_mm_time, "StreamReport.start_frame_mm_time");
  output.u32(value.end_frame_mm_time, "StreamReport.end_frame_mm_time");
  output.u32(value.num_frames, "StreamReport.num_frames");
  output.u32(value.num_drops, "StreamReport.num_drops");
  output.i32(value.last_frame_delay, "StreamReport.last_frame_delay");
  output.u32(value.audio_delay, "StreamReport.audio_delay");
}

/** How the client wants images compressed. */
export class PreferredCompression {
  /**
   * @param {number} image_compression
   */
  constructor(image_compression) {
    this.image_compression = image_compression;
  }
}
/** @param {Writer} output @param {PreferredCompression} value */
export function writePreferredCompression(output, value) {
  output.u8(value.image_compression, "PreferredCompression.image_compression");
}

/** The answer to GL_DRAW. */
export class GlDrawDone {
}
/** @param {Writer} _output @param {GlDrawDone} _value */
export function writeGlDrawDone(_output, _value) {
}

/** `VideoCodecType` numbers, the best one first. */
export class PreferredVideoCodecType {
  /**
   * @param {Uint8Array} codecs
   */
  constructor(codecs) {
    this.codecs = codecs;
  }
}
/** @param {Writer} output @param {PreferredVideoCodecType} value */
export function writePreferredVideoCodecType(output, value) {
  limited(value.codecs.length, 255, "PreferredVideoCodecType.codecs");
  output.u8(value.codecs.length, "PreferredVideoCodecType.codecs");
  output.raw(value.codecs);
}
