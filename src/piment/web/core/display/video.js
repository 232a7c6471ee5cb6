/** Who decodes the frames of video streams (codecs.md 6.4): the page brings decoders along. */

import { Capabilities } from "../capabilities.js";
import { DisplayCap } from "../protocol/capabilities.js";
import { VideoCodecType } from "../protocol/display.js";

/** A frame, opaque 0xffRRGGBB, the first coded row first. */
/** @typedef {{ width: number, height: number, pixels: Uint32Array }} Picture */

/**
 * What makes pictures of the frames of one stream.
 *
 * `decode` gives a picture; null if the coded frame gives none by itself; it rejects with a
 * `CodecError` when the frame is broken. `needsAll` says that frames refer to those before them, so
 * that none may be left out. After `close`, whatever is not decoded yet gives null.
 * @typedef {object} Decoder
 * @property {boolean} needsAll
 * @property {(data: Uint8Array) => Promise<Picture | null>} decode
 * @property {() => void} close
 */

/** @typedef {() => Decoder} Make */

/** What says that we decode a codec. */
const CAPS = new Map([
  [VideoCodecType.MJPEG, DisplayCap.CODEC_MJPEG],
  [VideoCodecType.VP8, DisplayCap.CODEC_VP8],
  [VideoCodecType.H264, DisplayCap.CODEC_H264],
  [VideoCodecType.VP9, DisplayCap.CODEC_VP9],
  [VideoCodecType.H265, DisplayCap.CODEC_H265],
]);

/** The decoders of a session. */
export class Video {
  /** @param {ReadonlyMap<number, Make>} [makers] by `VideoCodecType` */
  constructor(makers = new Map()) {
    this.makers = makers;
  }

  /** Which codecs we announce: a server may send MJPEG to whoever announces nothing. */
  get capabilities() {
    const known = [...CAPS].filter(([codec]) => this.makers.has(codec)).map(([, cap]) => cap);
    return Capabilities.of([DisplayCap.MULTI_CODEC, ...known]);
  }

  /**
   * Return a decoder for one stream; null if there is none for such.
   * @param {number} codec a `VideoCodecType`
   */
  decoder(codec) {
    return this.makers.get(codec)?.() ?? null;
  }
}
