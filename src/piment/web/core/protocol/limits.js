// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again.
export const MOST_LINK_BYTES = 4096;
export const MOST_CAPABILITY_WORDS = 1024;
export const MOST_PASSWORD_BYTES = 60;
export const MOST_LINKED_CHANNELS = 64;
export const MOST_AGENT_PIECE_BYTES = 2048;
export const MOST_AGENT_MESSAGE_BYTES = 104857664;
export const MOST_CACHED_SHAPES = 256;
export const MOST_CACHED_SHAPE_PIXELS = 8388608;
export const MOST_SURFACES = 1024;
export const MOST_SURFACE_PIXELS = 134217728;
export const MOST_CACHED_PALETTES = 128;
export const PIXMAP_CACHE_SLACK = 2;
export const MOST_MONITORS = 256;
export const MOST_MONITOR_SIDE = 32768;
export const MOST_FRAME_PIXELS = 67108864;
export const MOST_STREAM_ID = 63;
/** Bytes of a server's message by channel type. @type {Map<number, number>} */
export const MOST_BODY = new Map([[2, 536870912]]);
export const MOST_OTHER_BODY = 33554432;
