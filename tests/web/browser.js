// What a browser has beyond node, as far as decoders ask for it: JPEG files are known beforehand.

/**
 * Let files be decoded to these pixels, 0xAARRGGBB: each is a list of the file in hex, width,
 * height, and pixels in hex.
 */
export function knowFiles(files) {
  const known = new Map(files.map(([file, ...picture]) => [file, picture]));
  globalThis.createImageBitmap = async (blob) => {
    const file = Buffer.from(await blob.arrayBuffer()).toString("hex");
    if (!known.has(file)) throw new Error("a broken file");
    const [width, height, hex] = known.get(file);
    return { width, height, pixels: Buffer.from(hex, "hex"), close: () => {} };
  };
  globalThis.OffscreenCanvas = Canvas;
}

class Canvas {
  getContext() {
    return this;
  }

  drawImage(bitmap) {
    this.bitmap = bitmap;
  }

  getImageData() {
    const bytes = Uint8ClampedArray.from(this.bitmap.pixels);
    for (let at = 0; at < bytes.length; at += 4) {
      [bytes[at], bytes[at + 2], bytes[at + 3]] = [bytes[at + 2], bytes[at], 255];
    }
    return { data: bytes };
  }
}

/** Return a decoder of a stream whose frames are such files. */
export function filmDecoder(files) {
  const known = new Map(files.map(([file, ...picture]) => [file, picture]));
  return {
    needsAll: false,
    decode: async (data) => {
      const [width, height, hex] = known.get(Buffer.from(data).toString("hex"));
      const colours = new Uint32Array(Uint8Array.from(Buffer.from(hex, "hex")).buffer);
      return { width, height, pixels: colours.map((colour) => colour | 0xff000000) };
    },
    close: () => {},
  };
}
