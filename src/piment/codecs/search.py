"""Finding a small picture in a large one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from piment import _core
from piment.geometry import Point


def find(
    picture: NDArray[np.uint8], template: NDArray[np.uint8], tolerance: int = 0
) -> Point | None:
    """Return where the top left corner of `template` lies first: uppermost, and there leftmost.

    Both are uint8 of shape (height, width, 4), B, G, R, X; rows may be strided, X does not count.
    No component of any pixel may differ by more than `tolerance`, 0 to 255.

    Raises:
        ValueError: an array has another shape or rows with gaps, or the template has no pixels.
        OverflowError: there is no such tolerance.

    """
    if template.size == 0:
        raise ValueError(f"a template of shape {template.shape} has no pixels")
    found = _core.find_picture(picture, template, tolerance)
    return None if found is None else Point(*found)
