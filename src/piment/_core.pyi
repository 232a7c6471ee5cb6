"""Piment's Rust kernels; built from crates/python."""

import numpy as np
from numpy.typing import NDArray

__version__: str

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

def quic_decode(
    stream: NDArray[np.uint8], limit: int
) -> tuple[int, int, int, NDArray[np.uint8]]:
    """Return type, width, height and bytes of an image, the top row first."""

def quic_encode(kind: int, width: int, rows: NDArray[np.uint8]) -> bytes:
    """Encode rows of pixels, uint8 of shape (height, bytes of a row), the top one first."""
