// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member } from "../wire/reader.js";
import { Point, Point16, Rect, Transform, readPointFix, readRect } from "./common.js";
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
  let count$0, at, rects;
  at = input.take(4, "ClipRects", "rects:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 65536, "ClipRects.rects");
  rects = input.list(readRect, count$0, "ClipRects.rects");
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
/** @param {Reader} input @returns {Solid} */
export function readSolid(input) {
  let at, color;
  at = input.take(4, "Solid", "color:4");
  color = input.view.getUint32(at, true);
  return new Solid(color);
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
  let pat$0, at, pos$x, pos$y, back$4, pat, pos;
  at = input.take(12, "Pattern", "pat:4 pos.x:4 pos.y:4");
  pat$0 = input.view.getUint32(at, true);
  pos$x = input.view.getInt32(at + 4, true);
  pos$y = input.view.getInt32(at + 8, true);
  input.seek(pat$0, "Pattern.pat");
  if (pat$0) {
    back$4 = input.jump(pat$0);
    pat = input.nested(readImage, "Pattern.pat");
    input.comeBack(back$4);
  } else {
    throw new WireError("Pattern.pat", "the offset must not be 0");
  }
  pos = new Point(pos$x, pos$y);
  return new Pattern(pat, pos);
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
  let bitmap$0, at, flags, pos$x, pos$y, pos, back$6, bitmap;
  at = input.take(13, "QMask", "flags:1 pos.x:4 pos.y:4 bitmap:4");
  flags = input.body[at];
  pos$x = input.view.getInt32(at + 1, true);
  pos$y = input.view.getInt32(at + 5, true);
  bitmap$0 = input.view.getUint32(at + 9, true);
  pos = new Point(pos$x, pos$y);
  input.seek(bitmap$0, "QMask.bitmap");
  if (bitmap$0) {
    back$6 = input.jump(bitmap$0);
    bitmap = input.nested(readImage, "QMask.bitmap");
    input.comeBack(back$6);
  } else {
    bitmap = null;
  }
  return new QMask(flags, pos, bitmap);
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
  let count$0, at, flags, points;
  at = input.take(5, "PathSeg", "flags:1 points:4");
  flags = input.body[at];
  count$0 = input.view.getUint32(at + 1, true);
  limited(count$0, 1048576, "PathSeg.points");
  points = input.list(readPointFix, count$0, "PathSeg.points");
  return new PathSeg(flags, points);
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
  let count$0, at, segments;
  at = input.take(4, "Path", "segments:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 65536, "Path.segments");
  segments = input.list(readPathSeg, count$0, "Path.segments");
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
  let style$0, at, style_nseg, back$3, count$4, style;
  at = input.take(5, "LineStyle", "style_nseg:1 style:4");
  style_nseg = input.body[at];
  style$0 = input.view.getUint32(at + 1, true);
  input.seek(style$0, "LineStyle.style");
  if (style$0) {
    back$3 = input.jump(style$0);
    count$4 = style_nseg;
    limited(count$4, 255, "LineStyle.style");
    style = input.integers(DataView.prototype.getInt32, 4, count$4, "LineStyle.style");
    input.comeBack(back$3);
  } else {
    style = null;
  }
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
  let at, flags, line_style;
  at = input.take(1, "LineAttr", "flags:1");
  flags = input.body[at];
  if ((flags & 8)) {
    line_style = input.nested(readLineStyle, "LineAttr.line_style");
  } else {
    line_style = null;
  }
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
  let count$0, at, render_pos$x, render_pos$y, glyph_origin$x, glyph_origin$y, width, height, render_pos, glyph_origin, data;
  at = input.take(20, "RasterGlyphA1", "render_pos.x:4 render_pos.y:4 glyph_origin.x:4 glyph_origin.y:4 width:2 height:2");
  render_pos$x = input.view.getInt32(at, true);
  render_pos$y = input.view.getInt32(at + 4, true);
  glyph_origin$x = input.view.getInt32(at + 8, true);
  glyph_origin$y = input.view.getInt32(at + 12, true);
  width = input.view.getUint16(at + 16, true);
  height = input.view.getUint16(at + 18, true);
  render_pos = new Point(render_pos$x, render_pos$y);
  glyph_origin = new Point(glyph_origin$x, glyph_origin$y);
  count$0 = (Math.floor((width + 7) / 8) * height);
  limited(count$0, 1048576, "RasterGlyphA1.data");
  data = input.bytes(count$0, "RasterGlyphA1.data");
  return new RasterGlyphA1(render_pos, glyph_origin, width, height, data);
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
  let count$0, at, render_pos$x, render_pos$y, glyph_origin$x, glyph_origin$y, width, height, render_pos, glyph_origin, data;
  at = input.take(20, "RasterGlyphA4", "render_pos.x:4 render_pos.y:4 glyph_origin.x:4 glyph_origin.y:4 width:2 height:2");
  render_pos$x = input.view.getInt32(at, true);
  render_pos$y = input.view.getInt32(at + 4, true);
  glyph_origin$x = input.view.getInt32(at + 8, true);
  glyph_origin$y = input.view.getInt32(at + 12, true);
  width = input.view.getUint16(at + 16, true);
  height = input.view.getUint16(at + 18, true);
  render_pos = new Point(render_pos$x, render_pos$y);
  glyph_origin = new Point(glyph_origin$x, glyph_origin$y);
  count$0 = (Math.floor(((4 * width) + 7) / 8) * height);
  limited(count$0, 1048576, "RasterGlyphA4.data");
  data = input.bytes(count$0, "RasterGlyphA4.data");
  return new RasterGlyphA4(render_pos, glyph_origin, width, height, data);
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
  let count$0, at, render_pos$x, render_pos$y, glyph_origin$x, glyph_origin$y, width, height, render_pos, glyph_origin, data;
  at = input.take(20, "RasterGlyphA8", "render_pos.x:4 render_pos.y:4 glyph_origin.x:4 glyph_origin.y:4 width:2 height:2");
  render_pos$x = input.view.getInt32(at, true);
  render_pos$y = input.view.getInt32(at + 4, true);
  glyph_origin$x = input.view.getInt32(at + 8, true);
  glyph_origin$y = input.view.getInt32(at + 12, true);
  width = input.view.getUint16(at + 16, true);
  height = input.view.getUint16(at + 18, true);
  render_pos = new Point(render_pos$x, render_pos$y);
  glyph_origin = new Point(glyph_origin$x, glyph_origin$y);
  count$0 = (width * height);
  limited(count$0, 1048576, "RasterGlyphA8.data");
  data = input.bytes(count$0, "RasterGlyphA8.data");
  return new RasterGlyphA8(render_pos, glyph_origin, width, height, data);
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
  let at, length, flags, glyphs$3, count$4, glyphs, count$6, count$7;
  at = input.take(3, "String", "length:2 flags:1");
  length = input.view.getUint16(at, true);
  flags = input.body[at + 2];
  glyphs$3 = ((flags & 1) || (flags & 2) || (flags & 4));
  switch (glyphs$3) {
    case 1:
      count$4 = length;
      limited(count$4, 65535, "String.glyphs");
      glyphs = input.list(readRasterGlyphA1, count$4, "String.glyphs");
      break;
    case 2:
      count$6 = length;
      limited(count$6, 65535, "String.glyphs");
      glyphs = input.list(readRasterGlyphA4, count$6, "String.glyphs");
      break;
    case 4:
      count$7 = length;
      limited(count$7, 65535, "String.glyphs");
      glyphs = input.list(readRasterGlyphA8, count$7, "String.glyphs");
      break;
    default:
      glyphs = null;
  }
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
/** @param {Reader} input @returns {CopyBits} */
export function readCopyBits(input) {
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_pos$x, src_pos$y, src_pos;
  at = input.take(21, "CopyBits", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "CopyBits.clip");
      break;
    default:
      throw new WireError("CopyBits.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(8, "CopyBits", "src_pos.x:4 src_pos.y:4");
  src_pos$x = input.view.getInt32(at, true);
  src_pos$y = input.view.getInt32(at + 4, true);
  src_pos = new Point(src_pos$x, src_pos$y);
  return new CopyBits(surface_id, box, clip, src_pos);
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
/** @param {Reader} input @returns {DrawFill} */
export function readDrawFill(input) {
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, brush$9, brush, brush$color, brush$pat$12, brush$pos$x, brush$pos$y, back$15, brush$pat, brush$pos, mask$bitmap$18, ropd, mask$flags, mask$pos$x, mask$pos$y, mask$pos, back$24, mask$bitmap, mask;
  at = input.take(21, "DrawFill", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawFill.clip");
      break;
    default:
      throw new WireError("DrawFill.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(1, "DrawFill", "brush:1");
  brush$9 = input.body[at];
  switch (brush$9) {
    case 0:
      brush = null;
      break;
    case 1:
      at = input.take(4, "DrawFill", "brush.color:4");
      brush$color = input.view.getUint32(at, true);
      brush = new Solid(brush$color);
      break;
    case 2:
      at = input.take(12, "DrawFill", "brush.pat:4 brush.pos.x:4 brush.pos.y:4");
      brush$pat$12 = input.view.getUint32(at, true);
      brush$pos$x = input.view.getInt32(at + 4, true);
      brush$pos$y = input.view.getInt32(at + 8, true);
      input.seek(brush$pat$12, "DrawFill.brush.pat");
      if (brush$pat$12) {
        back$15 = input.jump(brush$pat$12);
        brush$pat = input.nested(readImage, "DrawFill.brush.pat");
        input.comeBack(back$15);
      } else {
        throw new WireError("DrawFill.brush.pat", "the offset must not be 0");
      }
      brush$pos = new Point(brush$pos$x, brush$pos$y);
      brush = new Pattern(brush$pat, brush$pos);
      break;
    default:
      throw new WireError("DrawFill.brush", `tag ${brush$9} is none of 0, 1, 2`);
  }
  at = input.take(15, "DrawFill", "ropd:2 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  ropd = input.view.getUint16(at, true);
  mask$flags = input.body[at + 2];
  mask$pos$x = input.view.getInt32(at + 3, true);
  mask$pos$y = input.view.getInt32(at + 7, true);
  mask$bitmap$18 = input.view.getUint32(at + 11, true);
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$18, "DrawFill.mask.bitmap");
  if (mask$bitmap$18) {
    back$24 = input.jump(mask$bitmap$18);
    mask$bitmap = input.nested(readImage, "DrawFill.mask.bitmap");
    input.comeBack(back$24);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawFill(surface_id, box, clip, brush, ropd, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, brush$10, src_area$top, src_area$left, src_area$bottom, src_area$right, back$15, src_bitmap, src_area, brush, brush$color, brush$pat$20, brush$pos$x, brush$pos$y, back$23, brush$pat, brush$pos, mask$bitmap$26, ropd, scale_mode, mask$flags, mask$pos$x, mask$pos$y, mask$pos, back$33, mask$bitmap, mask;
  at = input.take(21, "DrawOpaque", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawOpaque.clip");
      break;
    default:
      throw new WireError("DrawOpaque.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(21, "DrawOpaque", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 brush:1");
  src_bitmap$9 = input.view.getUint32(at, true);
  src_area$top = input.view.getInt32(at + 4, true);
  src_area$left = input.view.getInt32(at + 8, true);
  src_area$bottom = input.view.getInt32(at + 12, true);
  src_area$right = input.view.getInt32(at + 16, true);
  brush$10 = input.body[at + 20];
  input.seek(src_bitmap$9, "DrawOpaque.src_bitmap");
  if (src_bitmap$9) {
    back$15 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawOpaque.src_bitmap");
    input.comeBack(back$15);
  } else {
    src_bitmap = null;
  }
  src_area = new Rect(src_area$top, src_area$left, src_area$bottom, src_area$right);
  switch (brush$10) {
    case 0:
      brush = null;
      break;
    case 1:
      at = input.take(4, "DrawOpaque", "brush.color:4");
      brush$color = input.view.getUint32(at, true);
      brush = new Solid(brush$color);
      break;
    case 2:
      at = input.take(12, "DrawOpaque", "brush.pat:4 brush.pos.x:4 brush.pos.y:4");
      brush$pat$20 = input.view.getUint32(at, true);
      brush$pos$x = input.view.getInt32(at + 4, true);
      brush$pos$y = input.view.getInt32(at + 8, true);
      input.seek(brush$pat$20, "DrawOpaque.brush.pat");
      if (brush$pat$20) {
        back$23 = input.jump(brush$pat$20);
        brush$pat = input.nested(readImage, "DrawOpaque.brush.pat");
        input.comeBack(back$23);
      } else {
        throw new WireError("DrawOpaque.brush.pat", "the offset must not be 0");
      }
      brush$pos = new Point(brush$pos$x, brush$pos$y);
      brush = new Pattern(brush$pat, brush$pos);
      break;
    default:
      throw new WireError("DrawOpaque.brush", `tag ${brush$10} is none of 0, 1, 2`);
  }
  at = input.take(16, "DrawOpaque", "ropd:2 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  ropd = input.view.getUint16(at, true);
  scale_mode = input.body[at + 2];
  mask$flags = input.body[at + 3];
  mask$pos$x = input.view.getInt32(at + 4, true);
  mask$pos$y = input.view.getInt32(at + 8, true);
  mask$bitmap$26 = input.view.getUint32(at + 12, true);
  member(scale_mode, ImageScaleMode, "DrawOpaque.scale_mode");
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$26, "DrawOpaque.mask.bitmap");
  if (mask$bitmap$26) {
    back$33 = input.jump(mask$bitmap$26);
    mask$bitmap = input.nested(readImage, "DrawOpaque.mask.bitmap");
    input.comeBack(back$33);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawOpaque(surface_id, box, clip, src_bitmap, src_area, brush, ropd, scale_mode, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, mask$bitmap$10, src_area$top, src_area$left, src_area$bottom, src_area$right, ropd, scale_mode, mask$flags, mask$pos$x, mask$pos$y, back$20, src_bitmap, src_area, mask$pos, back$24, mask$bitmap, mask;
  at = input.take(21, "DrawCopy", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawCopy.clip");
      break;
    default:
      throw new WireError("DrawCopy.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(36, "DrawCopy", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 ropd:2 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  src_bitmap$9 = input.view.getUint32(at, true);
  src_area$top = input.view.getInt32(at + 4, true);
  src_area$left = input.view.getInt32(at + 8, true);
  src_area$bottom = input.view.getInt32(at + 12, true);
  src_area$right = input.view.getInt32(at + 16, true);
  ropd = input.view.getUint16(at + 20, true);
  scale_mode = input.body[at + 22];
  mask$flags = input.body[at + 23];
  mask$pos$x = input.view.getInt32(at + 24, true);
  mask$pos$y = input.view.getInt32(at + 28, true);
  mask$bitmap$10 = input.view.getUint32(at + 32, true);
  input.seek(src_bitmap$9, "DrawCopy.src_bitmap");
  if (src_bitmap$9) {
    back$20 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawCopy.src_bitmap");
    input.comeBack(back$20);
  } else {
    src_bitmap = null;
  }
  src_area = new Rect(src_area$top, src_area$left, src_area$bottom, src_area$right);
  member(scale_mode, ImageScaleMode, "DrawCopy.scale_mode");
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$10, "DrawCopy.mask.bitmap");
  if (mask$bitmap$10) {
    back$24 = input.jump(mask$bitmap$10);
    mask$bitmap = input.nested(readImage, "DrawCopy.mask.bitmap");
    input.comeBack(back$24);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawCopy(surface_id, box, clip, src_bitmap, src_area, ropd, scale_mode, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, mask$bitmap$10, src_area$top, src_area$left, src_area$bottom, src_area$right, ropd, scale_mode, mask$flags, mask$pos$x, mask$pos$y, back$20, src_bitmap, src_area, mask$pos, back$24, mask$bitmap, mask;
  at = input.take(21, "DrawBlend", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawBlend.clip");
      break;
    default:
      throw new WireError("DrawBlend.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(36, "DrawBlend", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 ropd:2 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  src_bitmap$9 = input.view.getUint32(at, true);
  src_area$top = input.view.getInt32(at + 4, true);
  src_area$left = input.view.getInt32(at + 8, true);
  src_area$bottom = input.view.getInt32(at + 12, true);
  src_area$right = input.view.getInt32(at + 16, true);
  ropd = input.view.getUint16(at + 20, true);
  scale_mode = input.body[at + 22];
  mask$flags = input.body[at + 23];
  mask$pos$x = input.view.getInt32(at + 24, true);
  mask$pos$y = input.view.getInt32(at + 28, true);
  mask$bitmap$10 = input.view.getUint32(at + 32, true);
  input.seek(src_bitmap$9, "DrawBlend.src_bitmap");
  if (src_bitmap$9) {
    back$20 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawBlend.src_bitmap");
    input.comeBack(back$20);
  } else {
    src_bitmap = null;
  }
  src_area = new Rect(src_area$top, src_area$left, src_area$bottom, src_area$right);
  member(scale_mode, ImageScaleMode, "DrawBlend.scale_mode");
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$10, "DrawBlend.mask.bitmap");
  if (mask$bitmap$10) {
    back$24 = input.jump(mask$bitmap$10);
    mask$bitmap = input.nested(readImage, "DrawBlend.mask.bitmap");
    input.comeBack(back$24);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawBlend(surface_id, box, clip, src_bitmap, src_area, ropd, scale_mode, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, mask$bitmap$9, mask$flags, mask$pos$x, mask$pos$y, mask$pos, back$14, mask$bitmap, mask;
  at = input.take(21, "DrawBlackness", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawBlackness.clip");
      break;
    default:
      throw new WireError("DrawBlackness.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(13, "DrawBlackness", "mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  mask$flags = input.body[at];
  mask$pos$x = input.view.getInt32(at + 1, true);
  mask$pos$y = input.view.getInt32(at + 5, true);
  mask$bitmap$9 = input.view.getUint32(at + 9, true);
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$9, "DrawBlackness.mask.bitmap");
  if (mask$bitmap$9) {
    back$14 = input.jump(mask$bitmap$9);
    mask$bitmap = input.nested(readImage, "DrawBlackness.mask.bitmap");
    input.comeBack(back$14);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawBlackness(surface_id, box, clip, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, mask$bitmap$9, mask$flags, mask$pos$x, mask$pos$y, mask$pos, back$14, mask$bitmap, mask;
  at = input.take(21, "DrawWhiteness", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawWhiteness.clip");
      break;
    default:
      throw new WireError("DrawWhiteness.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(13, "DrawWhiteness", "mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  mask$flags = input.body[at];
  mask$pos$x = input.view.getInt32(at + 1, true);
  mask$pos$y = input.view.getInt32(at + 5, true);
  mask$bitmap$9 = input.view.getUint32(at + 9, true);
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$9, "DrawWhiteness.mask.bitmap");
  if (mask$bitmap$9) {
    back$14 = input.jump(mask$bitmap$9);
    mask$bitmap = input.nested(readImage, "DrawWhiteness.mask.bitmap");
    input.comeBack(back$14);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawWhiteness(surface_id, box, clip, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, mask$bitmap$9, mask$flags, mask$pos$x, mask$pos$y, mask$pos, back$14, mask$bitmap, mask;
  at = input.take(21, "DrawInvers", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawInvers.clip");
      break;
    default:
      throw new WireError("DrawInvers.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(13, "DrawInvers", "mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  mask$flags = input.body[at];
  mask$pos$x = input.view.getInt32(at + 1, true);
  mask$pos$y = input.view.getInt32(at + 5, true);
  mask$bitmap$9 = input.view.getUint32(at + 9, true);
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$9, "DrawInvers.mask.bitmap");
  if (mask$bitmap$9) {
    back$14 = input.jump(mask$bitmap$9);
    mask$bitmap = input.nested(readImage, "DrawInvers.mask.bitmap");
    input.comeBack(back$14);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawInvers(surface_id, box, clip, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, brush$10, src_area$top, src_area$left, src_area$bottom, src_area$right, back$15, src_bitmap, src_area, brush, brush$color, brush$pat$20, brush$pos$x, brush$pos$y, back$23, brush$pat, brush$pos, mask$bitmap$26, rop3, scale_mode, mask$flags, mask$pos$x, mask$pos$y, mask$pos, back$33, mask$bitmap, mask;
  at = input.take(21, "DrawRop3", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawRop3.clip");
      break;
    default:
      throw new WireError("DrawRop3.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(21, "DrawRop3", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 brush:1");
  src_bitmap$9 = input.view.getUint32(at, true);
  src_area$top = input.view.getInt32(at + 4, true);
  src_area$left = input.view.getInt32(at + 8, true);
  src_area$bottom = input.view.getInt32(at + 12, true);
  src_area$right = input.view.getInt32(at + 16, true);
  brush$10 = input.body[at + 20];
  input.seek(src_bitmap$9, "DrawRop3.src_bitmap");
  if (src_bitmap$9) {
    back$15 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawRop3.src_bitmap");
    input.comeBack(back$15);
  } else {
    src_bitmap = null;
  }
  src_area = new Rect(src_area$top, src_area$left, src_area$bottom, src_area$right);
  switch (brush$10) {
    case 0:
      brush = null;
      break;
    case 1:
      at = input.take(4, "DrawRop3", "brush.color:4");
      brush$color = input.view.getUint32(at, true);
      brush = new Solid(brush$color);
      break;
    case 2:
      at = input.take(12, "DrawRop3", "brush.pat:4 brush.pos.x:4 brush.pos.y:4");
      brush$pat$20 = input.view.getUint32(at, true);
      brush$pos$x = input.view.getInt32(at + 4, true);
      brush$pos$y = input.view.getInt32(at + 8, true);
      input.seek(brush$pat$20, "DrawRop3.brush.pat");
      if (brush$pat$20) {
        back$23 = input.jump(brush$pat$20);
        brush$pat = input.nested(readImage, "DrawRop3.brush.pat");
        input.comeBack(back$23);
      } else {
        throw new WireError("DrawRop3.brush.pat", "the offset must not be 0");
      }
      brush$pos = new Point(brush$pos$x, brush$pos$y);
      brush = new Pattern(brush$pat, brush$pos);
      break;
    default:
      throw new WireError("DrawRop3.brush", `tag ${brush$10} is none of 0, 1, 2`);
  }
  at = input.take(15, "DrawRop3", "rop3:1 scale_mode:1 mask.flags:1 mask.pos.x:4 mask.pos.y:4 mask.bitmap:4");
  rop3 = input.body[at];
  scale_mode = input.body[at + 1];
  mask$flags = input.body[at + 2];
  mask$pos$x = input.view.getInt32(at + 3, true);
  mask$pos$y = input.view.getInt32(at + 7, true);
  mask$bitmap$26 = input.view.getUint32(at + 11, true);
  member(scale_mode, ImageScaleMode, "DrawRop3.scale_mode");
  mask$pos = new Point(mask$pos$x, mask$pos$y);
  input.seek(mask$bitmap$26, "DrawRop3.mask.bitmap");
  if (mask$bitmap$26) {
    back$33 = input.jump(mask$bitmap$26);
    mask$bitmap = input.nested(readImage, "DrawRop3.mask.bitmap");
    input.comeBack(back$33);
  } else {
    mask$bitmap = null;
  }
  mask = new QMask(mask$flags, mask$pos, mask$bitmap);
  return new DrawRop3(surface_id, box, clip, src_bitmap, src_area, brush, rop3, scale_mode, mask);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, path$9, back$10, path, attr, brush$13, brush, brush$color, brush$pat$16, brush$pos$x, brush$pos$y, back$19, brush$pat, brush$pos, fore_mode, back_mode;
  at = input.take(21, "DrawStroke", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawStroke.clip");
      break;
    default:
      throw new WireError("DrawStroke.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(4, "DrawStroke", "path:4");
  path$9 = input.view.getUint32(at, true);
  input.seek(path$9, "DrawStroke.path");
  if (path$9) {
    back$10 = input.jump(path$9);
    path = input.nested(readPath, "DrawStroke.path");
    input.comeBack(back$10);
  } else {
    throw new WireError("DrawStroke.path", "the offset must not be 0");
  }
  attr = input.nested(readLineAttr, "DrawStroke.attr");
  at = input.take(1, "DrawStroke", "brush:1");
  brush$13 = input.body[at];
  switch (brush$13) {
    case 0:
      brush = null;
      break;
    case 1:
      at = input.take(4, "DrawStroke", "brush.color:4");
      brush$color = input.view.getUint32(at, true);
      brush = new Solid(brush$color);
      break;
    case 2:
      at = input.take(12, "DrawStroke", "brush.pat:4 brush.pos.x:4 brush.pos.y:4");
      brush$pat$16 = input.view.getUint32(at, true);
      brush$pos$x = input.view.getInt32(at + 4, true);
      brush$pos$y = input.view.getInt32(at + 8, true);
      input.seek(brush$pat$16, "DrawStroke.brush.pat");
      if (brush$pat$16) {
        back$19 = input.jump(brush$pat$16);
        brush$pat = input.nested(readImage, "DrawStroke.brush.pat");
        input.comeBack(back$19);
      } else {
        throw new WireError("DrawStroke.brush.pat", "the offset must not be 0");
      }
      brush$pos = new Point(brush$pos$x, brush$pos$y);
      brush = new Pattern(brush$pat, brush$pos);
      break;
    default:
      throw new WireError("DrawStroke.brush", `tag ${brush$13} is none of 0, 1, 2`);
  }
  at = input.take(4, "DrawStroke", "fore_mode:2 back_mode:2");
  fore_mode = input.view.getUint16(at, true);
  back_mode = input.view.getUint16(at + 2, true);
  return new DrawStroke(surface_id, box, clip, path, attr, brush, fore_mode, back_mode);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, str$9, fore$10, back_area$top, back_area$left, back_area$bottom, back_area$right, back$15, str, back_area, fore, fore$color, fore$pat$20, fore$pos$x, fore$pos$y, back$23, fore$pat, fore$pos, back$26, back, back$color, back$pat$29, back$pos$x, back$pos$y, back$32, back$pat, back$pos, fore_mode, back_mode;
  at = input.take(21, "DrawText", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawText.clip");
      break;
    default:
      throw new WireError("DrawText.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(21, "DrawText", "str:4 back_area.top:4 back_area.left:4 back_area.bottom:4 back_area.right:4 fore:1");
  str$9 = input.view.getUint32(at, true);
  back_area$top = input.view.getInt32(at + 4, true);
  back_area$left = input.view.getInt32(at + 8, true);
  back_area$bottom = input.view.getInt32(at + 12, true);
  back_area$right = input.view.getInt32(at + 16, true);
  fore$10 = input.body[at + 20];
  input.seek(str$9, "DrawText.str");
  if (str$9) {
    back$15 = input.jump(str$9);
    str = input.nested(readString, "DrawText.str");
    input.comeBack(back$15);
  } else {
    throw new WireError("DrawText.str", "the offset must not be 0");
  }
  back_area = new Rect(back_area$top, back_area$left, back_area$bottom, back_area$right);
  switch (fore$10) {
    case 0:
      fore = null;
      break;
    case 1:
      at = input.take(4, "DrawText", "fore.color:4");
      fore$color = input.view.getUint32(at, true);
      fore = new Solid(fore$color);
      break;
    case 2:
      at = input.take(12, "DrawText", "fore.pat:4 fore.pos.x:4 fore.pos.y:4");
      fore$pat$20 = input.view.getUint32(at, true);
      fore$pos$x = input.view.getInt32(at + 4, true);
      fore$pos$y = input.view.getInt32(at + 8, true);
      input.seek(fore$pat$20, "DrawText.fore.pat");
      if (fore$pat$20) {
        back$23 = input.jump(fore$pat$20);
        fore$pat = input.nested(readImage, "DrawText.fore.pat");
        input.comeBack(back$23);
      } else {
        throw new WireError("DrawText.fore.pat", "the offset must not be 0");
      }
      fore$pos = new Point(fore$pos$x, fore$pos$y);
      fore = new Pattern(fore$pat, fore$pos);
      break;
    default:
      throw new WireError("DrawText.fore", `tag ${fore$10} is none of 0, 1, 2`);
  }
  at = input.take(1, "DrawText", "back:1");
  back$26 = input.body[at];
  switch (back$26) {
    case 0:
      back = null;
      break;
    case 1:
      at = input.take(4, "DrawText", "back.color:4");
      back$color = input.view.getUint32(at, true);
      back = new Solid(back$color);
      break;
    case 2:
      at = input.take(12, "DrawText", "back.pat:4 back.pos.x:4 back.pos.y:4");
      back$pat$29 = input.view.getUint32(at, true);
      back$pos$x = input.view.getInt32(at + 4, true);
      back$pos$y = input.view.getInt32(at + 8, true);
      input.seek(back$pat$29, "DrawText.back.pat");
      if (back$pat$29) {
        back$32 = input.jump(back$pat$29);
        back$pat = input.nested(readImage, "DrawText.back.pat");
        input.comeBack(back$32);
      } else {
        throw new WireError("DrawText.back.pat", "the offset must not be 0");
      }
      back$pos = new Point(back$pos$x, back$pos$y);
      back = new Pattern(back$pat, back$pos);
      break;
    default:
      throw new WireError("DrawText.back", `tag ${back$26} is none of 0, 1, 2`);
  }
  at = input.take(4, "DrawText", "fore_mode:2 back_mode:2");
  fore_mode = input.view.getUint16(at, true);
  back_mode = input.view.getUint16(at + 2, true);
  return new DrawText(surface_id, box, clip, str, back_area, fore, back, fore_mode, back_mode);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, src_area$top, src_area$left, src_area$bottom, src_area$right, src_color, true_color, back$16, src_bitmap, src_area;
  at = input.take(21, "DrawTransparent", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawTransparent.clip");
      break;
    default:
      throw new WireError("DrawTransparent.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(28, "DrawTransparent", "src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4 src_color:4 true_color:4");
  src_bitmap$9 = input.view.getUint32(at, true);
  src_area$top = input.view.getInt32(at + 4, true);
  src_area$left = input.view.getInt32(at + 8, true);
  src_area$bottom = input.view.getInt32(at + 12, true);
  src_area$right = input.view.getInt32(at + 16, true);
  src_color = input.view.getUint32(at + 20, true);
  true_color = input.view.getUint32(at + 24, true);
  input.seek(src_bitmap$9, "DrawTransparent.src_bitmap");
  if (src_bitmap$9) {
    back$16 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawTransparent.src_bitmap");
    input.comeBack(back$16);
  } else {
    src_bitmap = null;
  }
  src_area = new Rect(src_area$top, src_area$left, src_area$bottom, src_area$right);
  return new DrawTransparent(surface_id, box, clip, src_bitmap, src_area, src_color, true_color);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, alpha_flags, alpha, src_area$top, src_area$left, src_area$bottom, src_area$right, back$16, src_bitmap, src_area;
  at = input.take(21, "DrawAlphaBlend", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawAlphaBlend.clip");
      break;
    default:
      throw new WireError("DrawAlphaBlend.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(22, "DrawAlphaBlend", "alpha_flags:1 alpha:1 src_bitmap:4 src_area.top:4 src_area.left:4 src_area.bottom:4 src_area.right:4");
  alpha_flags = input.body[at];
  alpha = input.body[at + 1];
  src_bitmap$9 = input.view.getUint32(at + 2, true);
  src_area$top = input.view.getInt32(at + 6, true);
  src_area$left = input.view.getInt32(at + 10, true);
  src_area$bottom = input.view.getInt32(at + 14, true);
  src_area$right = input.view.getInt32(at + 18, true);
  input.seek(src_bitmap$9, "DrawAlphaBlend.src_bitmap");
  if (src_bitmap$9) {
    back$16 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawAlphaBlend.src_bitmap");
    input.comeBack(back$16);
  } else {
    src_bitmap = null;
  }
  src_area = new Rect(src_area$top, src_area$left, src_area$bottom, src_area$right);
  return new DrawAlphaBlend(surface_id, box, clip, alpha_flags, alpha, src_bitmap, src_area);
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
  let clip$0, at, surface_id, box$top, box$left, box$bottom, box$right, box, clip, src_bitmap$9, flags, back$11, src_bitmap, mask_bitmap$13, back$14, mask_bitmap, src_transform$t00, src_transform$t01, src_transform$t02, src_transform$t10, src_transform$t11, src_transform$t12, src_transform, mask_transform$t00, mask_transform$t01, mask_transform$t02, mask_transform$t10, mask_transform$t11, mask_transform$t12, mask_transform, src_origin$x, src_origin$y, mask_origin$x, mask_origin$y, src_origin, mask_origin;
  at = input.take(21, "DrawComposite", "surface_id:4 box.top:4 box.left:4 box.bottom:4 box.right:4 clip:1");
  surface_id = input.view.getUint32(at, true);
  box$top = input.view.getInt32(at + 4, true);
  box$left = input.view.getInt32(at + 8, true);
  box$bottom = input.view.getInt32(at + 12, true);
  box$right = input.view.getInt32(at + 16, true);
  clip$0 = input.body[at + 20];
  box = new Rect(box$top, box$left, box$bottom, box$right);
  switch (clip$0) {
    case 0:
      clip = null;
      break;
    case 1:
      clip = input.nested(readClipRects, "DrawComposite.clip");
      break;
    default:
      throw new WireError("DrawComposite.clip", `tag ${clip$0} is none of 0, 1`);
  }
  at = input.take(8, "DrawComposite", "flags:4 src_bitmap:4");
  flags = input.view.getUint32(at, true);
  src_bitmap$9 = input.view.getUint32(at + 4, true);
  input.seek(src_bitmap$9, "DrawComposite.src_bitmap");
  if (src_bitmap$9) {
    back$11 = input.jump(src_bitmap$9);
    src_bitmap = input.nested(readImage, "DrawComposite.src_bitmap");
    input.comeBack(back$11);
  } else {
    src_bitmap = null;
  }
  if ((flags & 524288)) {
    at = input.take(4, "DrawComposite", "mask_bitmap:4");
    mask_bitmap$13 = input.view.getUint32(at, true);
    input.seek(mask_bitmap$13, "DrawComposite.mask_bitmap");
    if (mask_bitmap$13) {
      back$14 = input.jump(mask_bitmap$13);
      mask_bitmap = input.nested(readImage, "DrawComposite.mask_bitmap");
      input.comeBack(back$14);
    } else {
      mask_bitmap = null;
    }
  } else {
    mask_bitmap = null;
  }
  if ((flags & 1048576)) {
    at = input.take(24, "DrawComposite", "src_transform.t00:4 src_transform.t01:4 src_transform.t02:4 src_transform.t10:4 src_transform.t11:4 src_transform.t12:4");
    src_transform$t00 = input.view.getUint32(at, true);
    src_transform$t01 = input.view.getUint32(at + 4, true);
    src_transform$t02 = input.view.getUint32(at + 8, true);
    src_transform$t10 = input.view.getUint32(at + 12, true);
    src_transform$t11 = input.view.getUint32(at + 16, true);
    src_transform$t12 = input.view.getUint32(at + 20, true);
    src_transform = new Transform(src_transform$t00, src_transform$t01, src_transform$t02, src_transform$t10, src_transform$t11, src_transform$t12);
  } else {
    src_transform = null;
  }
  if ((flags & 2097152)) {
    at = input.take(24, "DrawComposite", "mask_transform.t00:4 mask_transform.t01:4 mask_transform.t02:4 mask_transform.t10:4 mask_transform.t11:4 mask_transform.t12:4");
    mask_transform$t00 = input.view.getUint32(at, true);
    mask_transform$t01 = input.view.getUint32(at + 4, true);
    mask_transform$t02 = input.view.getUint32(at + 8, true);
    mask_transform$t10 = input.view.getUint32(at + 12, true);
    mask_transform$t11 = input.view.getUint32(at + 16, true);
    mask_transform$t12 = input.view.getUint32(at + 20, true);
    mask_transform = new Transform(mask_transform$t00, mask_transform$t01, mask_transform$t02, mask_transform$t10, mask_transform$t11, mask_transform$t12);
  } else {
    mask_transform = null;
  }
  at = input.take(8, "DrawComposite", "src_origin.x:2 src_origin.y:2 mask_origin.x:2 mask_origin.y:2");
  src_origin$x = input.view.getInt16(at, true);
  src_origin$y = input.view.getInt16(at + 2, true);
  mask_origin$x = input.view.getInt16(at + 4, true);
  mask_origin$y = input.view.getInt16(at + 6, true);
  src_origin = new Point16(src_origin$x, src_origin$y);
  mask_origin = new Point16(mask_origin$x, mask_origin$y);
  return new DrawComposite(surface_id, box, clip, flags, src_bitmap, mask_bitmap, src_transform, mask_transform, src_origin, mask_origin);
}
