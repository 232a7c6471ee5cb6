"""Check the sizes of files, functions and classes against the ceilings of CONTRIBUTING.md.

Prints one line for each offender, and ends with status 1 if there is one. What is too large for a
while stands in sizes_allowed.txt as `NUMBER KIND PATH[:NAME]`; that list may only shrink: an entry
that is larger than the thing, or not needed any more, is an offender too.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tools.braces import js_functions, rust_functions

ROOTS = ("src", "crates", "tools", "tests", "benches", "examples", "fuzz")
GENERATED = ("src/piment/web/core/protocol/", "src/piment/web/core/input/tables/")
SKIPPED = {"target", "node_modules"}

CEILINGS = {
    ".py": {"file": 500, "function": 50, "parameters": 7, "members": 25},
    ".js": {"file": 500, "function": 50, "parameters": 7},
    ".rs": {"file": 600, "function": 80, "parameters": 7},
}
# Where another ceiling holds, and why.
SPECIAL = {
    ("src/piment/protocol/", "file"): 700,  # tables of messages
    ("crates/python/", "function"): 50,  # a door, no kernels
}


class Measure(NamedTuple):
    """How large one thing is; `name` is empty for a file."""

    path: str
    line: int
    name: str
    kind: str
    number: int

    @property
    def key(self) -> str:
        """What an entry of the allow-list calls it."""
        return f"{self.kind} {self.path}{':' if self.name else ''}{self.name}"


def python_measures(path: str, text: str) -> Iterator[Measure]:
    """Yield the sizes of all functions and classes of a Python file."""
    for name, node in named(ast.parse(text, path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield Measure(path, node.lineno, name, "function", body_lines(node))
                if not is_command(node):
                    yield Measure(path, node.lineno, name, "parameters", parameters(node))
            case ast.ClassDef():
                yield Measure(path, node.lineno, name, "members", len(members(node)))


def named(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield functions and classes at any depth, with dotted names."""
    for node in ast.iter_child_nodes(tree):
        name = prefix
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}.{node.name}".lstrip(".")
            yield name, node
        yield from named(node, name)


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of lines of a function after its header and docstring."""
    has_docstring = len(node.body) > 1 and ast.get_docstring(node, clean=False) is not None
    first = node.body[1 if has_docstring else 0]
    return (node.body[-1].end_lineno or first.lineno) - first.lineno + 1


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of parameters, without `self` and `cls`."""
    every = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
    stars = [star for star in (node.args.vararg, node.args.kwarg) if star]
    return sum(arg.arg not in ("self", "cls") for arg in every) + len(stars)


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether this is a command for typer, whose parameters are the command line's options."""
    names = [ast.unparse(mark).partition("(")[0] for mark in node.decorator_list]
    return any(name.endswith((".command", ".callback")) for name in names)


def members(node: ast.ClassDef) -> set[str]:
    """Return the public names of a class; the members of an enumeration are values, no names."""
    is_enum = any(ast.unparse(base).endswith(("Enum", "Flag")) for base in node.bases)
    names = set()
    for item in node.body:
        match item:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)) if not is_enum:
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) if not is_enum:
                names.add(name)
    return {name for name in names if not name.startswith("_")}


def measures(path: str, text: str) -> Iterator[Measure]:
    """Yield the sizes of a file and of what is in it."""
    yield Measure(path, 1, "", "file", len(text.splitlines()))
    match Path(path).suffix:
        case ".py":
            yield from python_measures(path, text)
        case suffix:
            scan = rust_functions if suffix == ".rs" else js_functions
            for name, line, lines, count in scan(text):
                yield Measure(path, line, name, "function", lines)
                yield Measure(path, line, name, "parameters", count)


def ceiling(measure: Measure) -> int:
    """Return how large the measured thing may be."""
    for (folder, kind), number in SPECIAL.items():
        if kind == measure.kind and measure.path.startswith(folder):
            return number
    return CEILINGS[Path(measure.path).suffix][measure.kind]


def sources(root: Path) -> Iterator[Path]:
    """Yield the source files of the repository at `root` that people write."""
    for folder in ROOTS:
        for path in sorted(root.glob(f"{folder}/**/*")):
            name = path.relative_to(root).as_posix()
            written = not name.startswith(GENERATED) and SKIPPED.isdisjoint(path.parts)
            if path.suffix in CEILINGS and written and path.is_file():
                yield path


def read_allowed(text: str) -> dict[str, int]:
    """Return what an allow-list allows: the size by `Measure.key`."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {key: int(number) for number, _, key in (line.partition(" ") for line in lines)}


def problems(found: Iterable[Measure], allowed: dict[str, int]) -> Iterator[str]:
    """Yield a line for each thing over its ceiling, and for each entry that is not needed."""
    largest = dict.fromkeys(allowed, 0)
    for measure in found:
        most = ceiling(measure)
        if measure.number <= most:
            continue
        most = allowed.get(measure.key, most)
        largest[measure.key] = max(largest.get(measure.key, 0), measure.number)
        if measure.number > most:
            place = f"{measure.path}:{measure.line}"
            yield f"{place}: {measure.kind} {measure.name} is {measure.number}, at most {most}"
    for key, number in allowed.items():
        if largest[key] < number:
            yield f"sizes_allowed.txt: {key} is {largest[key] or 'fine'} now, not {number}"


def main() -> int:
    """Print the problems of this repository; the exit status says whether there are any."""
    root = Path(__file__).parents[1]
    every = [
        measure
        for path in sources(root)
        for measure in measures(path.relative_to(root).as_posix(), path.read_text())
    ]
    allowed = read_allowed((root / "tools/sizes_allowed.txt").read_text())
    found = list(problems(every, allowed))
    lines = {kind: [m.number for m in every if m.kind == kind] for kind in ("file", "function")}
    medians = {kind: statistics.median(numbers) for kind, numbers in lines.items()}
    print(*found, sep="\n", end="\n" if found else "")
    print(
        f"sizes: {len(lines['file'])} files of {medians['file']:.0f} lines (median),"
        f" {len(lines['function'])} functions of {medians['function']:.0f}, {len(found)} problems"
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
