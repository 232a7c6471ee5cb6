"""How many instructions the codecs spend on a pixel, as callgrind counts them."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benches.pictures import Pixels

# The functions of the extension module, and what makes Python call each of them once.
FUNCTIONS = {
    "QUIC encode": ("*__pyfunction_quic_encode*", "quic.decode(quic.encode(pixels, RGB32))"),
    "QUIC decode": ("*__pyfunction_quic_decode*", "quic.decode(quic.encode(pixels, RGB32))"),
    "LZ encode": ("*__pyfunction_lz_encode*", "lz.decode(lz.encode(pixels, RGB32))"),
    "LZ decode": ("*__pyfunction_lz_decode*", "lz.decode(lz.encode(pixels, RGB32))"),
    "GLZ encode": (
        "*GlzEncoder*__pymethod_encode__*",
        "glz.Decoder().decode(glz.Encoder(16 << 20).encode(pixels, RGB32))",
    ),
    "GLZ decode": (
        "*GlzDecoder*__pymethod_decode__*",
        "glz.Decoder().decode(glz.Encoder(16 << 20).encode(pixels, RGB32))",
    ),
}

PROGRAM = """
import sys
import numpy as np
from piment.codecs import glz, lz, quic
from piment.codecs.image import ImageType
RGB32 = ImageType.RGB32
pixels = np.load(sys.argv[1])
"""


def instructions_per_pixel(pixels: Pixels) -> dict[str, float]:
    """Return the instructions of each function of the codecs, divided by the pixels.

    Raises:
        FileNotFoundError: valgrind is not installed.
        subprocess.CalledProcessError: it failed.

    """
    with tempfile.TemporaryDirectory() as folder:
        return {name: _counted(name, pixels, Path(folder)) for name in FUNCTIONS}


def _counted(name: str, pixels: Pixels, folder: Path) -> float:
    function, work = FUNCTIONS[name]
    np.save(folder / "pixels.npy", pixels)
    command = [
        "valgrind",
        "--tool=callgrind",
        f"--callgrind-out-file={folder / 'out'}",
        f"--toggle-collect={function}",
        sys.executable,
        "-c",
        PROGRAM + work,
        str(folder / "pixels.npy"),
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    found = re.search(r"Collected : (\d+)", said)
    return int(found[1]) / (pixels.shape[0] * pixels.shape[1]) if found else 0.0
