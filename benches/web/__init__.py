"""The web client's decoders beside the Rust core: `decoders.js`, which node runs."""

from __future__ import annotations

import subprocess
from pathlib import Path


def main(json_path: Path) -> None:
    """Measure; needs node 20 or newer."""
    script = Path(__file__).with_name("decoders.js")
    subprocess.run(["node", script, "--json", json_path], check=True)
