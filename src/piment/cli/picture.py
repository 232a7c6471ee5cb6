"""Writing pictures where a command was told to."""

from __future__ import annotations

import sys

from piment.cli.loop import CommandError
from piment.frontends.headless import Image

STDOUT = "-"
"""Stands for standard output."""


def write_picture(image: Image, out: str) -> None:
    """Write an image to a file, or as PNG to standard output.

    Raises:
        CommandError: that cannot be done.

    """
    if out == STDOUT:
        if sys.stdout.isatty():
            raise CommandError("a terminal shows no PNG: send it on, as in ... - | display")
        sys.stdout.buffer.write(image.png())
        sys.stdout.buffer.flush()
        return
    try:
        image.save(out)
    except OSError as error:
        raise CommandError(f"cannot write {out}: {error.strerror or error}") from None
    except ValueError:
        raise CommandError(f"cannot write {out}: name it .png, .jpg, .bmp or .ppm") from None
