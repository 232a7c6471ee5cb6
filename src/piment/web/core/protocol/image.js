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
  const at = input.take(10, "Palette", "unique:8 ents:2");
  const ents = input.integers(input.u32, 4, limited(input.u16(at + 8), 256, "Palette.ents"), "Palette.ents");
  return new Palette(input.u64(at), ents);
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
  const at = input.take(14, "Bitmap", "format:1 flags:1 x:4 y:4 stride:4");
  const format = member(input.u8(at), BitmapFmt, "Bitmap.format");
  const flags = input.u8(at + 1);
  const y = input.u32(at + 6);
  const stride = input.u32(at + 10);
  const palette_id = (flags & 2) ? input.u64(input.take(8, "Bitmap", "palette_id:8")) : null;
  const palette = !((flags & 2)) ? input.partOrNull(readPalette, input.u32(input.take(4, "Bitmap", "palette:4")), "Bitmap.palette") : null;
  const data = input.bytes(limited((stride * y), 268435456, "Bitmap.data"), "Bitmap.data");
  return new Bitmap(format, flags, input.u32(at + 2), y, stride, palette_id, palette, data);
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
  const at = input.take(4, "Quic", "data:4");
  const data = input.bytes(limited(input.u32(at), 268435456, "Quic.data"), "Quic.data");
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
  const at = input.take(5, "LzPlt", "flags:1 data_size:4");
  const flags = input.u8(at);
  const data_size = input.u32(at + 1);
  const palette_id = (flags & 2) ? input.u64(input.take(8, "LzPlt", "palette_id:8")) : null;
  const palette = !((flags & 2)) ? input.part(readPalette, input.u32(input.take(4, "LzPlt", "palette:4")), "LzPlt.palette") : null;
  const data = input.bytes(limited(data_size, 268435456, "LzPlt.data"), "LzPlt.data");
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
  const at = input.take(4, "LzRgb", "data:4");
  const data = input.bytes(limited(input.u32(at), 268435456, "LzRgb.data"), "LzRgb.data");
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
  const at = input.take(4, "GlzRgb", "data:4");
  const data = input.bytes(limited(input.u32(at), 268435456, "GlzRgb.data"), "GlzRgb.data");
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
/** @param {Reader} input @param {number} at @returns {Surface} */
export function atSurface(input, at) {
  return new Surface(input.u32(at));
}
/** @param {Reader} input @returns {Surface} */
export function readSurface(input) {
  return atSurface(input, input.take(4, "Surface", "surface_id:4"));
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
  const at = input.take(4, "Jpeg", "data:4");
  const data = input.bytes(limited(input.u32(at), 268435456, "Jpeg.data"), "Jpeg.data");
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
  const at = input.take(8, "ZlibGlzRgb", "glz_data_size:4 data:4");
  const data = input.bytes(limited(input.u32(at + 4), 268435456, "ZlibGlzRgb.data"), "ZlibGlzRgb.data");
  return new ZlibGlzRgb(input.u32(at), data);
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
  const at = input.take(9, "JpegAlpha", "flags:1 jpeg_size:4 data:4");
  const data = input.bytes(limited(input.u32(at + 5), 268435456, "JpegAlpha.data"), "JpegAlpha.data");
  return new JpegAlpha(input.u8(at), input.u32(at + 1), data);
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
  const at = input.take(4, "Lz4", "data:4");
  const data = input.bytes(limited(input.u32(at), 268435456, "Lz4.data"), "Lz4.data");
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
/** @param {Reader} input @param {number} tag @returns {Bitmap | Quic | LzPlt | LzRgb | GlzRgb | FromCache | Surface | Jpeg | FromCacheLossless | ZlibGlzRgb | JpegAlpha | Lz4} */
function choosePayload(input, tag) {
  switch (tag) {
    case 0: return readBitmap(input);
    case 1: return readQuic(input);
    case 100: return readLzPlt(input);
    case 101: return readLzRgb(input);
    case 102: return readGlzRgb(input);
    case 103: return readFromCache(input);
    case 104: return readSurface(input);
    case 105: return readJpeg(input);
    case 106: return readFromCacheLossless(input);
    case 107: return readZlibGlzRgb(input);
    case 108: return readJpegAlpha(input);
    case 109: return readLz4(input);
    default: throw new WireError("", `tag ${tag} is none of 0, 1, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109`);
  }
}
/** @param {Reader} input @returns {Image} */
export function readImage(input) {
  const at = input.take(18, "Image", "id:8 type:1 flags:1 width:4 height:4");
  const type = input.u8(at + 8);
  const payload = input.chosen(choosePayload, type, "Image.payload");
  return new Image(input.u64(at), input.u8(at + 9), input.u32(at + 10), input.u32(at + 14), payload);
}
