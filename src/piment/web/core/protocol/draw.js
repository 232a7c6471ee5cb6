// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member } from "../wire/reader.js";
import { atPoint, atPoint16, atRect, readPointFix, readRect, readTransform } from "./common.js";
import { ImageScaleMode, readImage } from "./image.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
export const ClipType = Object.freeze({
  NONE: 0,
  RECTS: 1,
});

export const BrushType = Object.freeze({
  NONE: 0,
  SOLID: 1,
  PATTERN: 2,
});

export const Ropd = Object.freeze({
  INVERS_SRC: 1,
  INVERS_BRUSH: 2,
  INVERS_DEST: 4,
  OP_PUT: 8,
  OP_OR: 16,
  OP_AND: 32,
  OP_XOR: 64,
  OP_BLACKNESS: 128,
  OP_WHITENESS: 256,
  OP_INVERS: 512,
  INVERS_RES: 1024,
});

export const MaskFlags = Object.freeze({
  INVERS: 1,
});

export const PathFlags = Object.freeze({
  BEGIN: 1,
  END: 2,
  CLOSE: 8,
  BEZIER: 16,
});

export const LineFlags = Object.freeze({
  START_WITH_GAP: 4,
  STYLED: 8,
});

export const StringFlags = Object.freeze({
  RASTER_A1: 1,
  RASTER_A4: 2,
  RASTER_A8: 4,
  RASTER_TOP_DOWN: 8,
});

export const AlphaFlags = Object.freeze({
  DEST_HAS_ALPHA: 1,
  SRC_SURFACE_HAS_ALPHA: 2,
});

export const CompositeFlags = Object.freeze({
  OP0: 1,
  OP1: 2,
  OP2: 4,
  OP3: 8,
  OP4: 16,
  OP5: 32,
  OP6: 64,
  OP7: 128,
  SRC_FILTER0: 256,
  SRC_FILTER1: 512,
  SRC_FILTER2: 1024,
  MASK_FILTER0: 2048,
  MASK_FITLER1: 4096,
  MASK_FILTER2: 8192,
  SRC_REPEAT0: 16384,
  SRC_REPEAT1: 32768,
  MASK_REPEAT0: 65536,
  MASK_REPEAT1: 131072,
  COMPONENT_ALPHA: 262144,
  HAS_MASK: 524288,
  HAS_SRC_TRANSFORM: 1048576,
  HAS_MASK_TRANSFORM: 2097152,
  SOURCE_OPAQUE: 4194304,
  MASK_OPAQUE: 8388608,
  DEST_OPAQUE: 16777216,
});


/** Draw only inside these rectangles; without any, draw nothing. */
export class ClipRects {
  /**
   * @param {(import("./common.js").Rect)[]} rects
   */
  constructor(rects) {
    this.rects = rects;
  }
}
/** @param {Reader} input @returns {ClipRects} */
export function readClipRects(input) {
  const at = input.take(4, "ClipRects", "rects:4");
  const rects = input.list(readRect, limited(input.u32(at), 65536, "ClipRects.rects"), "ClipRects.rects");
  return new ClipRects(rects);
}

/** A brush of one colour, 0x00RRGGBB; a pixel value for 16-bit surfaces. */
export class Solid {
  /**
   * @param {number} color
   */
  constructor(color) {
    this.color = color;
  }
}
/** @param {Reader} input @param {number} at @returns {Solid} */
export function atSolid(input, at) {
  return new Solid(input.u32(at));
}
/** @param {Reader} input @returns {Solid} */
export function readSolid(input) {
  return atSolid(input, input.take(4, "Solid", "color:4"));
}

/** A brush that repeats an image whose corner lies at `pos`. */
export class Pattern {
  /**
   * @param {import("./image.js").Image} pat
   * @param {import("./common.js").Point} pos
   */
  constructor(pat, pos) {
    this.pat = pat;
    this.pos = pos;
  }
}
/** @param {Reader} input @returns {Pattern} */
export function readPattern(input) {
  const at = input.take(12, "Pattern", "pat:4 pos.x:4 pos.y:4");
  const pat = input.part(readImage, input.u32(at), "Pattern.pat");
  return new Pattern(pat, atPoint(input, at + 4));
}

/** Which pixels of the box are drawn: those that a one-bit image says; None: all. */
export class QMask {
  /**
   * @param {number} flags
   * @param {import("./common.js").Point} pos
   * @param {import("./image.js").Image | null} bitmap
   */
  constructor(flags, pos, bitmap) {
    this.flags = flags;
    this.pos = pos;
    this.bitmap = bitmap;
  }
}
/** @param {Reader} input @returns {QMask} */
export function readQMask(input) {
  const at = input.take(13, "QMask", "flags:1 pos.x:4 pos.y:4 bitmap:4");
  const bitmap = input.partOrNull(readImage, input.u32(at + 9), "QMask.bitmap");
  return new QMask(input.u8(at), atPoint(input, at + 1), bitmap);
}

/** A segment of a path. */
export class PathSeg {
  /**
   * @param {number} flags
   * @param {(import("./common.js").PointFix)[]} points
   */
  constructor(flags, points) {
    this.flags = flags;
    this.points = points;
  }
}
/** @param {Reader} input @returns {PathSeg} */
export function readPathSeg(input) {
  const at = input.take(5, "PathSeg", "flags:1 points:4");
  const points = input.list(readPointFix, limited(input.u32(at + 1), 1048576, "PathSeg.points"), "PathSeg.points");
  return new PathSeg(input.u8(at), points);
}

/** Lines and Bezier curves. */
export class Path {
  /**
   * @param {(PathSeg)[]} segments
   */
  constructor(segments) {
    this.segments = segments;
  }
}
/** @param {Reader} input @returns {Path} */
export function readPath(input) {
  const at = input.take(4, "Path", "segments:4");
  const segments = input.list(readPathSeg, limited(input.u32(at), 65536, "Path.segments"), "Path.segments");
  return new Path(segments);
}

/** Lengths of dashes and gaps, in turn. */
export class LineStyle {
  /**
   * @param {(number)[] | null} style
   */
  constructor(style) {
    this.style = style;
  }
}
/** @param {Reader} input @returns {LineStyle} */
export function readLineStyle(input) {
  const at = input.take(5, "LineStyle", "style_nseg:1 style:4");
  const style_nseg = input.u8(at);
  const style = input.awayOrNull(() => input.integers(input.i32, 4, limited(style_nseg, 255, "LineStyle.style"), "LineStyle.style"), input.u32(at + 1), "LineStyle.style");
  return new LineStyle(style);
}

/** How a line looks. */
export class LineAttr {
  /**
   * @param {number} flags
   * @param {LineStyle | null} line_style
   */
  constructor(flags, line_style) {
    this.flags = flags;
    this.line_style = line_style;
  }
}
/** @param {Reader} input @returns {LineAttr} */
export function readLineAttr(input) {
  const at = input.take(1, "LineAttr", "flags:1");
  const flags = input.u8(at);
  const line_style = (flags & 8) ? input.nested(readLineStyle, "LineAttr.line_style") : null;
  return new LineAttr(flags, line_style);
}

/** A glyph of one bit a pixel. */
export class RasterGlyphA1 {
  /**
   * @param {import("./common.js").Point} render_pos
   * @param {import("./common.js").Point} glyph_origin
   * @param {number} width
   * @param {number} height
   * @param {Uint8Array} data
   */
  constructor(render_pos, glyph_origin, width, height, data) {
    this.render_pos = render_pos;
    this.glyph_origin = glyph_origin;
    this.width = width;
    this.height = height;
    this.data = data;
  }
}
/** @param {Reader} input @returns {RasterGlyphA1} */
export function readRasterGlyphA1(input) {
  const at = input.take(20, "RasterGlyphA1", "render_pos.x:4 render_pos.y:4 glyph_origin.x:4 glyph_origin.y:4 width:2 height:2");
  const width = input.u16(at + 16);
  const height = input.u16(at + 18);
  const data = input.bytes(limited((Math.floor((width + 7) / 8) * height), 1048576, "RasterGlyphA1.data"), "RasterGlyphA1.data");
  return new RasterGlyphA1(atPoint(input, at), atPoint(input, at + 8), width, height, data);
}

/** A glyph of four bits a pixel. */
export class RasterGlyphA4 {
  /**
   * @param {import("./common.js").Point} render_pos
   * @param {import("./common.js").Point} glyph_origin
   * @param {number} width
   * @param {number} height
   * @param {Uint8Array} data
   */
  constructor(render_pos, glyph_origin, width, height, data) {
    this.render_pos = render_pos;
    this.glyph_origin = glyph_origin;
    this.width = width;
    this.height = height;
    this.data = data;
  }
}
/** @param {Reader} input @returns {RasterGlyphA4} */
export function readRasterGlyphA4(input) {
  const at = input.take(20, "RasterGlyphA4", "render_pos.x:4 render_pos.y:4 glyph_origin.x:4 glyph_origin.y:4 width:2 height:2");
  const width = input.u16(at + 16);
  const height = input.u16(at + 18);
  const data = input.bytes(limited((Math.floor(((4 * width) + 7) / 8) * height), 1048576, "RasterGlyphA4.data"), "RasterGlyphA4.data");
  return new RasterGlyphA4(atPoint(input, at), atPoint(input, at + 8), width, height, data);
}

/** A glyph of eight bits a pixel. */
export class RasterGlyphA8 {
  /**
   * @param {import("./common.js").Point} render_pos
   * @param {import("./common.js").Point} glyph_origin
   * @param {number} width
   * @param {number} height
   * @param {Uint8Array} data
   */
  constructor(render_pos, glyph_origin, width, height, data) {
    this.render_pos = render_pos;
    this.glyph_origin = glyph_origin;
    this.width = width;
    this.height = height;
    this.data = data;
  }
}
/** @param {Reader} input @returns {RasterGlyphA8} */
export function readRasterGlyphA8(input) {
  const at = input.take(20, "RasterGlyphA8", "render_pos.x:4 render_pos.y:4 glyph_origin.x:4 glyph_origin.y:4 width:2 height:2");
  const width = input.u16(at + 16);
  const height = input.u16(at + 18);
  const data = input.bytes(limited((width * height), 1048576, "RasterGlyphA8.data"), "RasterGlyphA8.data");
  return new RasterGlyphA8(atPoint(input, at), atPoint(input, at + 8), width, height, data);
}

/** Glyphs of one depth; `flags` says which. */
export class String {
  /**
   * @param {number} flags
   * @param {(RasterGlyphA1)[] | (RasterGlyphA4)[] | (RasterGlyphA8)[] | null} glyphs
   */
  constructor(flags, glyphs) {
    this.flags = flags;
    this.glyphs = glyphs;
  }
}
/** @param {Reader} input @returns {import("./draw.js").String} */
export function readString(input) {
  const at = input.take(3, "String", "length:2 flags:1");
  const length = input.u16(at);
  const flags = input.u8(at + 2);
  const glyphs$kind = ((flags & 1) || (flags & 2) || (flags & 4));
  const glyphs = glyphs$kind === 1 ? input.list(readRasterGlyphA1, limited(length, 65535, "String.glyphs"), "String.glyphs") : glyphs$kind === 2 ? input.list(readRasterGlyphA4, limited(length, 65535, "String.glyphs"), "String.glyphs") : glyphs$kind === 4 ? input.list(readRasterGlyphA8, limited(length, 65535, "String.glyphs"), "String.glyphs") : null;
  return new String(flags, glyphs);
}

/** Copy within the surface; the areas may overlap. */
export class CopyBits {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./common.js").Point} src_pos
   */
  constructor(surface_id, box, clip, src_pos) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.src_pos = src_pos;
  }
}
/** @param {Reader} input @param {number} tag @returns {null | ClipRects} */
function chooseClip(input, tag) {
  switch (tag) {
    case 0: return null;
    case 1: return readClipRects(input);
    default: throw new WireError("", `tag ${tag} is none of 0, 1`);
  }
}
/** @param {Reader} input @returns {CopyBits} */
export function readCopyBits(input) {
  const at = input.take(21, "CopyBits", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "CopyBits.clip");
  const at2 = input.take(8, "CopyBits", "src_pos.x:4 src_pos.y:4");
  return new CopyBits(input.u32(at), atRect(input, at + 4), clip, atPoint(input, at2));
}

/** Fill with a brush. */
export class DrawFill {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {null | Solid | Pattern} brush
   * @param {number} ropd
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, brush, ropd, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.brush = brush;
    this.ropd = ropd;
    this.mask = mask;
  }
}
/** @param {Reader} input @param {number} tag @returns {null | Solid | Pattern} */
function chooseBrush(input, tag) {
  switch (tag) {
    case 0: return null;
    case 1: return readSolid(input);
    case 2: return readPattern(input);
    default: throw new WireError("", `tag ${tag} is none of 0, 1, 2`);
  }
}
/** @param {Reader} input @returns {DrawFill} */
export function readDrawFill(input) {
  const at = input.take(21, "DrawFill", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawFill.clip");
  const at2 = input.take(1, "DrawFill", "brush:1");
  const brush = input.chosen(chooseBrush, input.u8(at2), "DrawFill.brush");
  const at3 = input.take(15, "DrawFill", "ropd:2 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at3 + 11), "DrawFill.mask.bitmap");
  return new DrawFill(input.u32(at), atRect(input, at + 4), clip, brush, input.u16(at3), new QMask(input.u8(at3 + 2), atPoint(input, at3 + 3), mask$bitmap));
}

/** Combine an image with a brush, and put the result. */
export class DrawOpaque {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./common.js").Rect} src_area
   * @param {null | Solid | Pattern} brush
   * @param {number} ropd
   * @param {number} scale_mode
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, src_bitmap, src_area, brush, ropd, scale_mode, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.src_bitmap = src_bitmap;
    this.src_area = src_area;
    this.brush = brush;
    this.ropd = ropd;
    this.scale_mode = scale_mode;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawOpaque} */
export function readDrawOpaque(input) {
  const at = input.take(21, "DrawOpaque", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawOpaque.clip");
  const at2 = input.take(21, "DrawOpaque", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 brush:1");
  const src_bitmap = input.partOrNull(readImage, input.u32(at2), "DrawOpaque.src_bitmap");
  const brush = input.chosen(chooseBrush, input.u8(at2 + 20), "DrawOpaque.brush");
  const at3 = input.take(16, "DrawOpaque", "ropd:2 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const scale_mode = member(input.u8(at3 + 2), ImageScaleMode, "DrawOpaque.scale_mode");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at3 + 12), "DrawOpaque.mask.bitmap");
  return new DrawOpaque(input.u32(at), atRect(input, at + 4), clip, src_bitmap, atRect(input, at2 + 4), brush, input.u16(at3), scale_mode, new QMask(input.u8(at3 + 3), atPoint(input, at3 + 4), mask$bitmap));
}

/** Put an image. */
export class DrawCopy {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./common.js").Rect} src_area
   * @param {number} ropd
   * @param {number} scale_mode
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, src_bitmap, src_area, ropd, scale_mode, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.src_bitmap = src_bitmap;
    this.src_area = src_area;
    this.ropd = ropd;
    this.scale_mode = scale_mode;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawCopy} */
export function readDrawCopy(input) {
  const at = input.take(21, "DrawCopy", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawCopy.clip");
  const at2 = input.take(36, "DrawCopy", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 ropd:2 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const src_bitmap = input.partOrNull(readImage, input.u32(at2), "DrawCopy.src_bitmap");
  const scale_mode = member(input.u8(at2 + 22), ImageScaleMode, "DrawCopy.scale_mode");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at2 + 32), "DrawCopy.mask.bitmap");
  return new DrawCopy(input.u32(at), atRect(input, at + 4), clip, src_bitmap, atRect(input, at2 + 4), input.u16(at2 + 20), scale_mode, new QMask(input.u8(at2 + 23), atPoint(input, at2 + 24), mask$bitmap));
}

/** Combine an image with what is there. */
export class DrawBlend {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./common.js").Rect} src_area
   * @param {number} ropd
   * @param {number} scale_mode
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, src_bitmap, src_area, ropd, scale_mode, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.src_bitmap = src_bitmap;
    this.src_area = src_area;
    this.ropd = ropd;
    this.scale_mode = scale_mode;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawBlend} */
export function readDrawBlend(input) {
  const at = input.take(21, "DrawBlend", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawBlend.clip");
  const at2 = input.take(36, "DrawBlend", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 ropd:2 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const src_bitmap = input.partOrNull(readImage, input.u32(at2), "DrawBlend.src_bitmap");
  const scale_mode = member(input.u8(at2 + 22), ImageScaleMode, "DrawBlend.scale_mode");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at2 + 32), "DrawBlend.mask.bitmap");
  return new DrawBlend(input.u32(at), atRect(input, at + 4), clip, src_bitmap, atRect(input, at2 + 4), input.u16(at2 + 20), scale_mode, new QMask(input.u8(at2 + 23), atPoint(input, at2 + 24), mask$bitmap));
}

/** Fill with zeros. */
export class DrawBlackness {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawBlackness} */
export function readDrawBlackness(input) {
  const at = input.take(21, "DrawBlackness", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawBlackness.clip");
  const at2 = input.take(13, "DrawBlackness", "mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at2 + 9), "DrawBlackness.mask.bitmap");
  return new DrawBlackness(input.u32(at), atRect(input, at + 4), clip, new QMask(input.u8(at2), atPoint(input, at2 + 1), mask$bitmap));
}

/** Fill with ones. */
export class DrawWhiteness {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawWhiteness} */
export function readDrawWhiteness(input) {
  const at = input.take(21, "DrawWhiteness", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawWhiteness.clip");
  const at2 = input.take(13, "DrawWhiteness", "mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at2 + 9), "DrawWhiteness.mask.bitmap");
  return new DrawWhiteness(input.u32(at), atRect(input, at + 4), clip, new QMask(input.u8(at2), atPoint(input, at2 + 1), mask$bitmap));
}

/** Invert what is there. */
export class DrawInvers {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawInvers} */
export function readDrawInvers(input) {
  const at = input.take(21, "DrawInvers", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawInvers.clip");
  const at2 = input.take(13, "DrawInvers", "mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at2 + 9), "DrawInvers.mask.bitmap");
  return new DrawInvers(input.u32(at), atRect(input, at + 4), clip, new QMask(input.u8(at2), atPoint(input, at2 + 1), mask$bitmap));
}

/** Combine image, brush and what is there by a table of eight bits (wire.md 19.4). */
export class DrawRop3 {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./common.js").Rect} src_area
   * @param {null | Solid | Pattern} brush
   * @param {number} rop3
   * @param {number} scale_mode
   * @param {QMask} mask
   */
  constructor(surface_id, box, clip, src_bitmap, src_area, brush, rop3, scale_mode, mask) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.src_bitmap = src_bitmap;
    this.src_area = src_area;
    this.brush = brush;
    this.rop3 = rop3;
    this.scale_mode = scale_mode;
    this.mask = mask;
  }
}
/** @param {Reader} input @returns {DrawRop3} */
export function readDrawRop3(input) {
  const at = input.take(21, "DrawRop3", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawRop3.clip");
  const at2 = input.take(21, "DrawRop3", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 brush:1");
  const src_bitmap = input.partOrNull(readImage, input.u32(at2), "DrawRop3.src_bitmap");
  const brush = input.chosen(chooseBrush, input.u8(at2 + 20), "DrawRop3.brush");
  const at3 = input.take(15, "DrawRop3", "rop3:1 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  const scale_mode = member(input.u8(at3 + 1), ImageScaleMode, "DrawRop3.scale_mode");
  const mask$bitmap = input.partOrNull(readImage, input.u32(at3 + 11), "DrawRop3.mask.bitmap");
  return new DrawRop3(input.u32(at), atRect(input, at + 4), clip, src_bitmap, atRect(input, at2 + 4), brush, input.u8(at3), scale_mode, new QMask(input.u8(at3 + 2), atPoint(input, at3 + 3), mask$bitmap));
}

/** Draw along a path. */
export class DrawStroke {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {Path} path
   * @param {LineAttr} attr
   * @param {null | Solid | Pattern} brush
   * @param {number} fore_mode
   * @param {number} back_mode
   */
  constructor(surface_id, box, clip, path, attr, brush, fore_mode, back_mode) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.path = path;
    this.attr = attr;
    this.brush = brush;
    this.fore_mode = fore_mode;
    this.back_mode = back_mode;
  }
}
/** @param {Reader} input @returns {DrawStroke} */
export function readDrawStroke(input) {
  const at = input.take(21, "DrawStroke", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawStroke.clip");
  const at2 = input.take(4, "DrawStroke", "path:4");
  const path = input.part(readPath, input.u32(at2), "DrawStroke.path");
  const attr = input.nested(readLineAttr, "DrawStroke.attr");
  const at3 = input.take(1, "DrawStroke", "brush:1");
  const brush = input.chosen(chooseBrush, input.u8(at3), "DrawStroke.brush");
  const at4 = input.take(4, "DrawStroke", "fore_mode:2 back_mode:2");
  return new DrawStroke(input.u32(at), atRect(input, at + 4), clip, path, attr, brush, input.u16(at4), input.u16(at4 + 2));
}

/** Draw glyphs, and what lies behind them. */
export class DrawText {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./draw.js").String} str
   * @param {import("./common.js").Rect} back_area
   * @param {null | Solid | Pattern} fore
   * @param {null | Solid | Pattern} back
   * @param {number} fore_mode
   * @param {number} back_mode
   */
  constructor(surface_id, box, clip, str, back_area, fore, back, fore_mode, back_mode) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.str = str;
    this.back_area = back_area;
    this.fore = fore;
    this.back = back;
    this.fore_mode = fore_mode;
    this.back_mode = back_mode;
  }
}
/** @param {Reader} input @returns {DrawText} */
export function readDrawText(input) {
  const at = input.take(21, "DrawText", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawText.clip");
  const at2 = input.take(21, "DrawText", "str:4 back_area.top:4 back_area.left:4 back_area.bottom:4 back_area.right:4 fore:1");
  const str = input.part(readString, input.u32(at2), "DrawText.str");
  const fore = input.chosen(chooseBrush, input.u8(at2 + 20), "DrawText.fore");
  const at3 = input.take(1, "DrawText", "back:1");
  const back = input.chosen(chooseBrush, input.u8(at3), "DrawText.back");
  const at4 = input.take(4, "DrawText", "fore_mode:2 back_mode:2");
  return new DrawText(input.u32(at), atRect(input, at + 4), clip, str, atRect(input, at2 + 4), fore, back, input.u16(at4), input.u16(at4 + 2));
}

/** Put an image but for the pixels of one colour. */
export class DrawTransparent {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./common.js").Rect} src_area
   * @param {number} src_color
   * @param {number} true_color
   */
  constructor(surface_id, box, clip, src_bitmap, src_area, src_color, true_color) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.src_bitmap = src_bitmap;
    this.src_area = src_area;
    this.src_color = src_color;
    this.true_color = true_color;
  }
}
/** @param {Reader} input @returns {DrawTransparent} */
export function readDrawTransparent(input) {
  const at = input.take(21, "DrawTransparent", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawTransparent.clip");
  const at2 = input.take(28, "DrawTransparent", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 src_color:4 true_color:4");
  const src_bitmap = input.partOrNull(readImage, input.u32(at2), "DrawTransparent.src_bitmap");
  return new DrawTransparent(input.u32(at), atRect(input, at + 4), clip, src_bitmap, atRect(input, at2 + 4), input.u32(at2 + 20), input.u32(at2 + 24));
}

/** Put an image as translucent as `alpha`, and its own alpha channel, say. */
export class DrawAlphaBlend {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {number} alpha_flags
   * @param {number} alpha
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./common.js").Rect} src_area
   */
  constructor(surface_id, box, clip, alpha_flags, alpha, src_bitmap, src_area) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.alpha_flags = alpha_flags;
    this.alpha = alpha;
    this.src_bitmap = src_bitmap;
    this.src_area = src_area;
  }
}
/** @param {Reader} input @returns {DrawAlphaBlend} */
export function readDrawAlphaBlend(input) {
  const at = input.take(21, "DrawAlphaBlend", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawAlphaBlend.clip");
  const at2 = input.take(22, "DrawAlphaBlend", "alpha_flags:1 alpha:1 src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4");
  const src_bitmap = input.partOrNull(readImage, input.u32(at2 + 2), "DrawAlphaBlend.src_bitmap");
  return new DrawAlphaBlend(input.u32(at), atRect(input, at + 4), clip, input.u8(at2), input.u8(at2 + 1), src_bitmap, atRect(input, at2 + 6));
}

/** Combine as the X Render extension does (wire.md 19.10). */
export class DrawComposite {
  /**
   * @param {number} surface_id
   * @param {import("./common.js").Rect} box
   * @param {null | ClipRects} clip
   * @param {number} flags
   * @param {import("./image.js").Image | null} src_bitmap
   * @param {import("./image.js").Image | null} mask_bitmap
   * @param {import("./common.js").Transform | null} src_transform
   * @param {import("./common.js").Transform | null} mask_transform
   * @param {import("./common.js").Point16} src_origin
   * @param {import("./common.js").Point16} mask_origin
   */
  constructor(surface_id, box, clip, flags, src_bitmap, mask_bitmap, src_transform, mask_transform, src_origin, mask_origin) {
    this.surface_id = surface_id;
    this.box = box;
    this.clip = clip;
    this.flags = flags;
    this.src_bitmap = src_bitmap;
    this.mask_bitmap = mask_bitmap;
    this.src_transform = src_transform;
    this.mask_transform = mask_transform;
    this.src_origin = src_origin;
    this.mask_origin = mask_origin;
  }
}
/** @param {Reader} input @returns {DrawComposite} */
export function readDrawComposite(input) {
  const at = input.take(21, "DrawComposite", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  const clip = input.chosen(chooseClip, input.u8(at + 20), "DrawComposite.clip");
  const at2 = input.take(8, "DrawComposite", "flags:4 src_bitmap:4");
  const flags = input.u32(at2);
  const src_bitmap = input.partOrNull(readImage, input.u32(at2 + 4), "DrawComposite.src_bitmap");
  const mask_bitmap = (flags & 524288) ? input.partOrNull(readImage, input.u32(input.take(4, "DrawComposite", "mask_bitmap:4")), "DrawComposite.mask_bitmap") : null;
  const src_transform = (flags & 1048576) ? input.nested(readTransform, "DrawComposite.src_transform") : null;
  const mask_transform = (flags & 2097152) ? input.nested(readTransform, "DrawComposite.mask_transform") : null;
  const at3 = input.take(8, "DrawComposite", "src_origin.x:2 src_origin.y:2 mask_origin.x:2 mask_origin.y:2");
  return new DrawComposite(input.u32(at), atRect(input, at + 4), clip, flags, src_bitmap, mask_bitmap, src_transform, mask_transform, atPoint16(input, at3), atPoint16(input, at3 + 4));
}
