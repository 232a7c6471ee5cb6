"""Check that every module has a test file of its own, and every test file a module.

Prints one line for each that has none, and ends with status 1 if there is one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

# Where modules lie, and where their tests do.
MIRRORS = {"src/piment": "tests", "tools": "tests/tools"}

# What needs no test of its own: packages' front doors, which say only what is inside.
DOORS = {"__init__.py", "__main__.py"}

# Folders of tests that belong to no one module.
FREE = (
    "tests/interop/",
    "tests/conversations/",
    "tests/reference/",
    "tests/vectors/",
    "tests/web/",
)


def wanted(root: Path) -> Iterator[tuple[str, str]]:
    """Yield each module of the repository at `root` with the test file that it must have."""
    for modules, tests in MIRRORS.items():
        for path in sorted((root / modules).rglob("*.py")):
            if path.name not in DOORS:
                folder = path.parent.relative_to(root / modules)
                test = Path(tests, folder, f"test_{path.name.lstrip('_')}")
                yield path.relative_to(root).as_posix(), test.as_posix()


def problems(root: Path) -> list[str]:
    """Return a line for each module without its test file, and each test without its module."""
    pairs = list(wanted(root))
    tests = {path.relative_to(root).as_posix() for path in (root / "tests").rglob("test_*.py")}
    missing = [f"{module} has no {test}" for module, test in pairs if test not in tests]
    orphans = tests - {test for _, test in pairs}
    return missing + [
        f"{test} tests no module" for test in sorted(orphans) if not test.startswith(FREE)
    ]


def main() -> int:
    """Print the problems of this repository; the exit status says whether there are any."""
    found = problems(Path(__file__).parents[1])
    print(*found, f"mirror: {len(found)} problems", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
