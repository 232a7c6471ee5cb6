"""Surfaces, and how drawing changes them; used by server and client.

`draw` carries out one drawing command on a `Surface`; what the pixels become is laid down in
wire.md 19. Where images come from (the wire, caches, other surfaces) is the business of whoever
gives `Images`.
"""

from piment.canvas.copy import copy_boxes
from piment.canvas.draw import draw
from piment.canvas.fill import Box, fill_boxes
from piment.canvas.format import PixelFormat
from piment.canvas.frame import put_frame
from piment.canvas.image import Image, Images
from piment.canvas.surface import Surface

__all__ = [
    "Box",
    "Image",
    "Images",
    "PixelFormat",
    "Surface",
    "copy_boxes",
    "draw",
    "fill_boxes",
    "put_frame",
]
