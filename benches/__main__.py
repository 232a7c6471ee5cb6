"""Run every benchmark: each module of this package that has `main(json_path)`.

Each prints its table and writes its numbers to build/bench/NAME.json. `python -m benches NAME...`
runs only those.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import benches

OUTPUT = Path("build/bench")


def main(names: list[str]) -> None:
    """Run the benchmarks called `names`, or all."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    found = (module.name for module in pkgutil.iter_modules(benches.__path__))
    for name in names or sorted(set(found) - {"__main__"}):
        run = getattr(importlib.import_module(f"benches.{name}"), "main", None)
        if run is not None:
            print(f"== {name}", flush=True)
            run(OUTPUT / f"{name}.json")


if __name__ == "__main__":
    main(sys.argv[1:])
