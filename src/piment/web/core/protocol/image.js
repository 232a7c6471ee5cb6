// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
import { WireError } from "../wire/error.js";
import { limited, member } from "../wire/reader.js";
/** @typedef {import("../wire/reader.js").Reader} Reader */
export const ImageType = Object.freeze({
  BITMAP: 0,
  QUIC: 1,
  RESERVED: 2,
  LZ_PLT: 100,
  LZ_RGB: 101,
  GLZ_RGB: 102,
  FROM_CACHE: 103,
  SURFACE: 104,
  JPEG: 105,
  FROM_CACHE_LOSSLESS: 106,
  ZLIB_GLZ_RGB: 107,
  JPEG_ALPHA: 108,
  LZ4: 109,
});

export const ImageFlags = Object.freeze({
  CACHE_ME: 1,
  HIGH_BITS_SET: 2,
  CACHE_REPLACE_ME: 4,
});

export const ImageCompression = Object.freeze({
  INVALID: 0,
  OFF: 1,
  AUTO_GLZ: 2,
  AUTO_LZ: 3,
  QUIC: 4,
  GLZ: 5,
  LZ: 6,
  LZ4: 7,
});

export const ImageScaleMode = Object.freeze({
  INTERPOLATE: 0,
  NEAREST: 1,
});

export const BitmapFmt = Object.freeze({
  INVALID: 0,
  FMT_1BIT_LE: 1,
  FMT_1BIT_BE: 2,
  FMT_4BIT_LE: 3,
  FMT_4BIT_BE: 4,
  FMT_8BIT: 5,
  FMT_16BIT: 6,
  FMT_24BIT: 7,
  FMT_32BIT: 8,
  RGBA: 9,
  FMT_8BIT_A: 10,
});

export const BitmapFlags = Object.freeze({
  PAL_CACHE_ME: 1,
  PAL_FROM_CACHE: 2,
  TOP_DOWN: 4,
});

export const JpegAlphaFlags = Object.freeze({
  TOP_DOWN: 1,
});


/** Colours as 0x00RRGGBB; 16-bit 555 values for surfaces of that format. */
export class Palette {
  /**
   * @param {bigint} unique
   * @param {(number)[]} ents
   */
  constructor(unique, ents) {
    this.unique = unique;
    this.ents = ents;
  }
}
/** @param {Reader} input @returns {Palette} */
export function readPalette(input) {
  let count$0, at, unique, ents;
  at = input.take(10, "Palette", "unique:8 ents:2");
  unique = input.view.getBigUint64(at, true);
  count$0 = input.view.getUint16(at + 8, true);
  limited(count$0, 256, "Palette.ents");
  ents = input.integers(DataView.prototype.getUint32, 4, count$0, "Palette.ents");
  return new Palette(unique, ents);
}

/** Plain rows of pixels. */
export class Bitmap {
  /**
   * @param {number} format
   * @param {number} flags
   * @param {number} x
   * @param {number} y
   * @param {number} stride
   * @param {bigint | null} palette_id
   * @param {Palette | null} palette
   * @param {Uint8Array} data
   */
  constructor(format, flags, x, y, stride, palette_id, palette, data) {
    this.format = format;
    this.flags = flags;
    this.x = x;
    this.y = y;
    this.stride = stride;
    this.palette_id = palette_id;
    this.palette = palette;
    this.data = data;
  }
}
/** @param {Reader} input @returns {Bitmap} */
export function readBitmap(input) {
  let at, format, flags, x, y, stride, palette_id, palette$7, back$8, palette, count$10, data;
  at = input.take(14, "Bitmap", "format:1 flags:1 x:4 y:4 stride:4");
  format = input.body[at];
  flags = input.body[at + 1];
  x = input.view.getUint32(at + 2, true);
  y = input.view.getUint32(at + 6, true);
  stride = input.view.getUint32(at + 10, true);
  member(format, BitmapFmt, "Bitmap.format");
  if ((flags & 2)) {
    at = input.take(8, "Bitmap", "palette_id:8");
    palette_id = input.view.getBigUint64(at, true);
  } else {
    palette_id = null;
  }
  if (!((flags & 2))) {
    at = input.take(4, "Bitmap", "palette:4");
    palette$7 = input.view.getUint32(at, true);
    input.seek(palette$7, "Bitmap.palette");
    if (palette$7) {
      back$8 = input.jump(palette$7);
      palette = input.nested(readPalette, "Bitmap.palette");
      input.comeBack(back$8);
    } else {
      palette = null;
    }
  } else {
    palette = null;
  }
  count$10 = (stride * y);
  limited(count$10, 268435456, "Bitmap.data");
  data = input.bytes(count$10, "Bitmap.data");
  return new Bitmap(format, flags, x, y, stride, palette_id, palette, data);
}

/** A QUIC stream (codecs.md 1). */
export class Quic {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {Quic} */
export function readQuic(input) {
  let count$0, at, data;
  at = input.take(4, "Quic", "data:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 268435456, "Quic.data");
  data = input.bytes(count$0, "Quic.data");
  return new Quic(data);
}

/** An LZ stream of palette indices. */
export class LzPlt {
  /**
   * @param {number} flags
   * @param {bigint | null} palette_id
   * @param {Palette | null} palette
   * @param {Uint8Array} data
   */
  constructor(flags, palette_id, palette, data) {
    this.flags = flags;
    this.palette_id = palette_id;
    this.palette = palette;
    this.data = data;
  }
}
/** @param {Reader} input @returns {LzPlt} */
export function readLzPlt(input) {
  let at, flags, data_size, palette_id, palette$4, back$5, palette, count$7, data;
  at = input.take(5, "LzPlt", "flags:1 data_size:4");
  flags = input.body[at];
  data_size = input.view.getUint32(at + 1, true);
  if ((flags & 2)) {
    at = input.take(8, "LzPlt", "palette_id:8");
    palette_id = input.view.getBigUint64(at, true);
  } else {
    palette_id = null;
  }
  if (!((flags & 2))) {
    at = input.take(4, "LzPlt", "palette:4");
    palette$4 = input.view.getUint32(at, true);
    input.seek(palette$4, "LzPlt.palette");
    if (palette$4) {
      back$5 = input.jump(palette$4);
      palette = input.nested(readPalette, "LzPlt.palette");
      input.comeBack(back$5);
    } else {
      throw new WireError("LzPlt.palette", "the offset must not be 0");
    }
  } else {
    palette = null;
  }
  count$7 = data_size;
  limited(count$7, 268435456, "LzPlt.data");
  data = input.bytes(count$7, "LzPlt.data");
  return new LzPlt(flags, palette_id, palette, data);
}

/** An LZ stream of colours or alpha. */
export class LzRgb {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {LzRgb} */
export function readLzRgb(input) {
  let count$0, at, data;
  at = input.take(4, "LzRgb", "data:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 268435456, "LzRgb.data");
  data = input.bytes(count$0, "LzRgb.data");
  return new LzRgb(data);
}

/** A GLZ stream, which refers to earlier images. */
export class GlzRgb {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {GlzRgb} */
export function readGlzRgb(input) {
  let count$0, at, data;
  at = input.take(4, "GlzRgb", "data:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 268435456, "GlzRgb.data");
  data = input.bytes(count$0, "GlzRgb.data");
  return new GlzRgb(data);
}

/** The image that the client keeps under the descriptor's id. */
export class FromCache {
}
/** @param {Reader} input @returns {FromCache} */
export function readFromCache(input) {
  return new FromCache();
}

/** What another surface shows now. */
export class Surface {
  /**
   * @param {number} surface_id
   */
  constructor(surface_id) {
    this.surface_id = surface_id;
  }
}
/** @param {Reader} input @returns {Surface} */
export function readSurface(input) {
  let at, surface_id;
  at = input.take(4, "Surface", "surface_id:4");
  surface_id = input.view.getUint32(at, true);
  return new Surface(surface_id);
}

/** A JPEG file. */
export class Jpeg {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {Jpeg} */
export function readJpeg(input) {
  let count$0, at, data;
  at = input.take(4, "Jpeg", "data:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 268435456, "Jpeg.data");
  data = input.bytes(count$0, "Jpeg.data");
  return new Jpeg(data);
}

/** As FROM_CACHE, and a copy that was lossy will not do. */
export class FromCacheLossless {
}
/** @param {Reader} input @returns {FromCacheLossless} */
export function readFromCacheLossless(input) {
  return new FromCacheLossless();
}

/** A GLZ stream inside a zlib stream. */
export class ZlibGlzRgb {
  /**
   * @param {number} glz_data_size
   * @param {Uint8Array} data
   */
  constructor(glz_data_size, data) {
    this.glz_data_size = glz_data_size;
    this.data = data;
  }
}
/** @param {Reader} input @returns {ZlibGlzRgb} */
export function readZlibGlzRgb(input) {
  let count$0, at, glz_data_size, data;
  at = input.take(8, "ZlibGlzRgb", "glz_data_size:4 data:4");
  glz_data_size = input.view.getUint32(at, true);
  count$0 = input.view.getUint32(at + 4, true);
  limited(count$0, 268435456, "ZlibGlzRgb.data");
  data = input.bytes(count$0, "ZlibGlzRgb.data");
  return new ZlibGlzRgb(glz_data_size, data);
}

/** A JPEG file of `jpeg_size` bytes, then an LZ stream of type XXXA, both in `data`. */
export class JpegAlpha {
  /**
   * @param {number} flags
   * @param {number} jpeg_size
   * @param {Uint8Array} data
   */
  constructor(flags, jpeg_size, data) {
    this.flags = flags;
    this.jpeg_size = jpeg_size;
    this.data = data;
  }
}
/** @param {Reader} input @returns {JpegAlpha} */
export function readJpegAlpha(input) {
  let count$0, at, flags, jpeg_size, data;
  at = input.take(9, "JpegAlpha", "flags:1 jpeg_size:4 data:4");
  flags = input.body[at];
  jpeg_size = input.view.getUint32(at + 1, true);
  count$0 = input.view.getUint32(at + 5, true);
  limited(count$0, 268435456, "JpegAlpha.data");
  data = input.bytes(count$0, "JpegAlpha.data");
  return new JpegAlpha(flags, jpeg_size, data);
}

/** LZ4 blocks (wire.md 20.5). */
export class Lz4 {
  /**
   * @param {Uint8Array} data
   */
  constructor(data) {
    this.data = data;
  }
}
/** @param {Reader} input @returns {Lz4} */
export function readLz4(input) {
  let count$0, at, data;
  at = input.take(4, "Lz4", "data:4");
  count$0 = input.view.getUint32(at, true);
  limited(count$0, 268435456, "Lz4.data");
  data = input.bytes(count$0, "Lz4.data");
  return new Lz4(data);
}

/** The descriptor of an image, and what its type adds. */
export class Image {
  /**
   * @param {bigint} id
   * @param {number} flags
   * @param {number} width
   * @param {number} height
   * @param {Bitmap | Quic | LzPlt | LzRgb | GlzRgb | FromCache | Surface | Jpeg | FromCacheLossless | ZlibGlzRgb | JpegAlpha | Lz4} payload
   */
  constructor(id, flags, width, height, payload) {
    this.id = id;
    this.flags = flags;
    this.width = width;
    this.height = height;
    this.payload = payload;
  }
}
/** @param {Reader} input @returns {Image} */
export function readImage(input) {
  let at, id, type, flags, width, height, payload, payload$surface_id;
  at = input.take(18, "Image", "id:8 type:1 flags:1 width:4 height:4");
  id = input.view.getBigUint64(at, true);
  type = input.body[at + 8];
  flags = input.body[at + 9];
  width = input.view.getUint32(at + 10, true);
  height = input.view.getUint32(at + 14, true);
  switch (type) {
    case 0:
      payload = input.nested(readBitmap, "Image.payload");
      break;
    case 1:
      payload = input.nested(readQuic, "Image.payload");
      break;
    case 100:
      payload = input.nested(readLzPlt, "Image.payload");
      break;
    case 101:
      payload = input.nested(readLzRgb, "Image.payload");
      break;
    case 102:
      payload = input.nested(readGlzRgb, "Image.payload");
      break;
    case 103:
      payload = new FromCache();
      break;
    case 104:
      at = input.take(4, "Image", "payload.surface_id:4");
      payload$surface_id = input.view.getUint32(at, true);
      payload = new Surface(payload$surface_id);
      break;
    case 105:
      payload = input.nested(readJpeg, "Image.payload");
      break;
    case 106:
      payload = new FromCacheLossless();
      break;
    case 107:
      payload = input.nested(readZlibGlzRgb, "Image.payload");
      break;
    case 108:
      payload = input.nested(readJpegAlpha, "Image.payload");
      break;
    case 109:
      payload = input.nested(readLz4, "Image.payload");
      break;
    default:
      throw new WireError("Image.payload", `tag ${type} is none of 0, 1, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109`);
  }
  return new Image(id, flags, width, height, payload);
}
