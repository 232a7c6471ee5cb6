"""Piment's Rust kernels; built from crates/python."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__version__: str

class GlzDecoder:
    """The images of a dictionary, and the decoder of those that come."""

    def __init__(self, window: int) -> None: ...
    def decode(
        self, stream: NDArray[np.uint8], patience: float
    ) -> tuple[int, int, int, bool, int, NDArray[np.uint8]]:
        """Return type, width, height, top_down, id and bytes, in the order of the stream."""

    def close(self) -> None:
        """End all waiting."""

    def ids(self) -> list[int]:
        """Return the ids of the images kept, the smallest first."""

class GlzEncoder:
    """A dictionary of images, and the encoder of those that come into it."""

    def __init__(self, window: int, first: int) -> None: ...
    def encode(self, kind: int, width: int, top_down: bool, rows: NDArray[np.uint8]) -> bytes:
        """Encode rows of pixels, uint8 of shape (height, bytes of a row), the top one first."""

Words = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
Colours = NDArray[np.uint32]
Edges = tuple[int, int, int, int]
Placed = tuple[Words, int, int]
Source = tuple[Colours, tuple[int, ...], tuple[int, int], bool, int]
Pair = tuple[int, int]
Part = tuple[Pair, Pair, Pair, Pair]

class CanvasSpans:
    """Where drawing may happen: pixels of a surface, as runs of rows."""

    def __new__(
        cls, width: int, height: int, edges: Edges, rects: Sequence[Edges] | None = None
    ) -> CanvasSpans:
        """Return the pixels that lie in a box, and in any of `rects` if there is a list."""

    def masked(self, bits: NDArray[np.uint8], left: int, top: int, inverted: bool) -> CanvasSpans:
        """Return the pixels where the bit of a mask is one, or zero; none outside the mask."""

    def rects(self, most: int) -> list[Edges]:
        """Return the pixels as rectangles, or their bounds when there are more than `most`."""

def canvas_alpha_blend(
    target: Words,
    kind: int,
    spans: CanvasSpans,
    image: tuple[Colours, int, int],
    alpha: int,
) -> None:
    """Put an image of premultiplied colours over what is there."""

def canvas_bilinear(pixels: Colours, part: Part) -> Colours:
    """Return a part of a scaled image of 0xAARRGGBB, each pixel mixed of four."""

def canvas_composite(
    target: Words,
    kind: int,
    spans: CanvasSpans,
    how: tuple[int, bool],
    source: Source,
    mask: Source | None,
) -> None:
    """Combine a source, within a mask, with what is there."""

def canvas_convert(pixels: Words, before: int, after: int) -> Words:
    """Return pixels of one format as those of another."""

def canvas_copy(target: Words, spans: CanvasSpans, image: Placed, rop: int, ones: int) -> None:
    """Combine an image with what is there."""

def canvas_copy_bits(target: Words, spans: CanvasSpans, dx: int, dy: int) -> None:
    """Copy within a surface: (x, y) becomes what (x - dx, y - dy) was."""

def canvas_copy_boxes(
    target: Words, boxes: list[tuple[Words, Edges, Pair]], most: int
) -> list[Edges]:
    """Put images, whose corners lie somewhere, into boxes; return `most` rectangles with all."""

def canvas_copy_keyed(
    target: Words, spans: CanvasSpans, image: Placed, key: int, bits: int
) -> None:
    """Copy the pixels of an image that differ from `key` in any of `bits`."""

def canvas_fill(target: Words, spans: CanvasSpans, brush: Placed, rop: int, ones: int) -> None:
    """Combine a brush with what is there."""

def canvas_fill_boxes(
    target: Words, boxes: list[tuple[int, int, int, int, int]], ones: int, most: int
) -> list[Edges]:
    """Fill boxes (left, top, right, bottom, pixel); return `most` rectangles with all changes."""

def canvas_flatten(start: Pair, points: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the points, as pairs in pixels, of curves that begin at the pixel `start`."""

def canvas_ink(
    target: Words,
    kind: int,
    spans: CanvasSpans,
    glyphs: list[tuple[int, int, int, int, bytes]],
    bits: int,
    brush: tuple[Colours, int, int],
) -> None:
    """Write glyphs of `bits` bits a pixel with a brush of premultiplied colours."""

def canvas_nearest(pixels: Words, part: Part) -> Words:
    """Return a part of a scaled image, each pixel one of the image, or 0."""

def canvas_stroke(
    target: Words,
    spans: CanvasSpans,
    lines: list[NDArray[np.int32]],
    dashes: tuple[bytes, int],
    brush: Placed,
    rop: Pair,
) -> None:
    """Combine a brush with what is there along lines."""

def canvas_ternary(
    target: Words, spans: CanvasSpans, image: Placed, brush: Placed, rop: Pair
) -> None:
    """Combine a brush, an image and what is there."""

def changed_tiles(
    before: NDArray[np.uint8], after: NDArray[np.uint8], tile: Pair
) -> NDArray[np.bool_]:
    """Return which tiles of two pictures of one size differ."""

def colours(pixels: NDArray[np.uint8], most: int) -> Colours | None:
    """Return the colours of all pixels, if there are no more than `most`."""

def equal(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> bool:
    """Whether two pictures of one size have the same colours."""

def find_picture(
    picture: NDArray[np.uint8], template: NDArray[np.uint8], tolerance: int
) -> Pair | None:
    """Return column and row where a small picture first lies in a large one."""

def find_shift(
    before: NDArray[np.uint8], after: NDArray[np.uint8]
) -> tuple[Edges, Pair, int] | None:
    """Return where what moved is now, how far it came, and how many pixels that explains."""

def graduality(rows: NDArray[np.uint8], bytes_per_pixel: int) -> int:
    """Return how photo-like a picture is: 0, 1 or 2."""

def indexed(pixels: NDArray[np.uint8], most: int) -> tuple[Colours, NDArray[np.uint8]] | None:
    """Return the colours of all pixels, and the place of each pixel's among them."""

def lz4_decode(blocks: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Return the bytes, `size` of them, that blocks of an LZ4 image hold."""

def lz4_encode(head: bytes, top_down: bool, rows: NDArray[np.uint8]) -> bytes:
    """Encode rows, uint8 of shape (height, bytes of a row), the top one first, behind `head`."""

def lz_decode(
    stream: NDArray[np.uint8], limit: int
) -> tuple[int, int, int, bool, NDArray[np.uint8]]:
    """Return type, width, height, top_down and bytes of an image in the order of the stream."""

def lz_encode(kind: int, width: int, top_down: bool, rows: NDArray[np.uint8]) -> bytes:
    """Encode rows of pixels, uint8 of shape (height, bytes of a row), the top one first."""

def paint(
    surface: NDArray[np.uint8], left: int, top: int, pixels: NDArray[np.uint8]
) -> list[tuple[int, int, int, int]]:
    """Copy pixels into a surface; return (left, top, right, bottom) of what changed."""

def solid_colour(pixels: NDArray[np.uint8]) -> int | None:
    """Return the colour that all pixels have."""

def solid_tiles(pixels: NDArray[np.uint8], tile: Pair) -> Colours:
    """Return the colour of each tile that has only one, 0xFFFFFFFF for the others."""

def tile_hashes(pixels: NDArray[np.uint8], tile: Pair) -> NDArray[np.uint64]:
    """Return a hash of the colours of each tile."""

def tile_textures(pixels: NDArray[np.uint8], tile: Pair) -> NDArray[np.uint32]:
    """Return how many pairs of neighbours each tile has that are flat, soft, and edges."""

def quic_decode(stream: NDArray[np.uint8], limit: int) -> tuple[int, int, int, NDArray[np.uint8]]:
    """Return type, width, height and bytes of an image, the top row first."""

def quic_encode(kind: int, width: int, rows: NDArray[np.uint8]) -> bytes:
    """Encode rows of pixels, uint8 of shape (height, bytes of a row), the top one first."""
