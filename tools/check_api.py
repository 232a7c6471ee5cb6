"""Check that the pages of docs/reference/api are what the docstrings say; --write makes them so.

Prints one line for each page that is stale, and ends with status 1 if there is one. The sources are
read and not run: names, signatures and docstrings stand as they were written.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

FOLDER = "docs/reference/api"

WRITE = "python -m tools.check_api --write"


class Page(NamedTuple):
    """A page: its title, what it begins with, and its modules below src."""

    title: str
    about: str
    modules: tuple[str, ...]


PAGES = {
    "desktop": Page(
        "piment.connect and the desktop",
        "What programs look at machines and drive them with; all of it is in `piment` itself.",
        (
            "piment.frontends.headless.access",
            "piment.frontends.headless.desktop",
            "piment.frontends.headless.image",
            "piment.frontends.headless.frames",
            "piment.frontends.headless.screen",
            "piment.frontends.headless.audit",
            "piment.frontends.headless.waiting",
        ),
    ),
    "session": Page(
        "Sessions",
        "What a desktop is made of: the channels of a server, as they are. Good for front ends.",
        (
            "piment.client.session",
            "piment.client.options",
            "piment.client.target",
            "piment.client.uri",
            "piment.client.connection_file",
            "piment.client.watch",
            "piment.client.until",
            "piment.client.terms",
        ),
    ),
    "events": Page(
        "Events",
        "What a session tells those who `listen` to it.",
        ("piment.client.events",),
    ),
    "keyboard": Page(
        "Keys and layouts",
        "Names of keys, and how text becomes strokes.",
        ("piment.client.keyboard.names", "piment.client.keyboard.layout"),
    ),
    "errors": Page("Errors", "The few families; all are `PimentError`.", ("piment.errors",)),
    "geometry": Page("Geometry", "Points, sizes and rectangles, in pixels.", ("piment.geometry",)),
}
"""The pages by the names of their files."""

# Machinery between modules of ours that stands in a public module: no page has it.
HIDDEN = {"Waiting", "Scope", "Screen", "Audit", "frames", "Region"}

# Decorators without which a signature would be misunderstood.
SHOWN = {"classmethod", "staticmethod", "asynccontextmanager"}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def pages(source: Path) -> dict[str, str]:
    """Return the text of each page by its path below the repository; `source` is the folder src."""
    made = {f"{FOLDER}/{name}.md": page_text(page, source) for name, page in PAGES.items()}
    return {f"{FOLDER}/README.md": index_text(), **made}


def index_text() -> str:
    """Return the page that leads to the others."""
    lines = [f"- [{page.title}]({name}.md): {page.about}" for name, page in PAGES.items()]
    return "\n".join(
        ("# The library", "", f"Made from the docstrings by `{WRITE}`.", "", *lines, "")
    )


def page_text(page: Page, source: Path) -> str:
    """Return the text of a page."""
    parts = [f"# {page.title}", page.about]
    for module in page.modules:
        path = source.joinpath(*module.split(".")).with_suffix(".py")
        parts += module_parts(module, ast.parse(path.read_text(), str(path)))
    return "\n\n".join(parts) + "\n"


def module_parts(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield the paragraphs about a module."""
    yield f"## {module}"
    yield doc_of(tree)
    yield from value_parts(tree.body)
    for node in tree.body:
        if isinstance(node, Definition) and is_public(node.name):
            yield f"### {node.name}"
            if isinstance(node, ast.ClassDef):
                yield from class_parts(node)
            else:
                yield from function_parts(node)


def class_parts(node: ast.ClassDef) -> Iterator[str]:
    """Yield the paragraphs about a class: itself, its values, its methods and properties."""
    bases = ", ".join(map(ast.unparse, node.bases))
    yield code(f"class {node.name}({bases})" if bases else f"class {node.name}")
    yield doc_of(node)
    yield from value_parts(node.body)
    for item in node.body:
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
            has_doc = ast.get_docstring(item) is not None
            if is_public(item.name) or (item.name == "__init__" and has_doc):
                yield f"#### {node.name if item.name == '__init__' else f'{node.name}.{item.name}'}"
                yield from function_parts(item)


def function_parts(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Yield the paragraphs about a function, a method or a property."""
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    returns = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
    if "property" in marks:
        yield code(f"{node.name}: {returns.removeprefix(' -> ')}")
    else:
        word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
        kinds = "".join(f"@{mark}\n" for mark in marks if mark in SHOWN)
        yield code(f"{kinds}{word} {node.name}({arguments(node.args)}){returns}")
    yield doc_of(node)


def arguments(node: ast.arguments) -> str:
    """Return the arguments of a signature as they were written, without `self` and `cls`."""
    text = ast.unparse(node)
    for first in ("self", "cls"):
        if text == first:
            return ""
        text = text.removeprefix(f"{first}, ")
    return text


def value_parts(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield a list of the public values that have a docstring of their own, or none but a type."""
    lines = []
    for node, below in zip(body, [*body[1:], None], strict=True):
        told = string_of(below)
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=hint, value=value):
                default = "" if value is None else f" = {ast.unparse(value)}"
                text = f"{name}: {ast.unparse(hint)}{default}"
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if told is not None:
                text = f"{name} = {ast.unparse(value)}"
            case _:
                continue
        if is_public(name):
            lines.append(f"- `{one_line(text)}`" + (f": {one_line(told)}" if told else ""))
    if lines:
        yield "\n".join(lines)


def string_of(node: ast.stmt | None) -> str | None:
    """Return the text of a statement that is nothing but a string."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return inspect.cleandoc(text)
    return None


def doc_of(node: ast.Module | Definition) -> str:
    """Return a docstring; what is raised becomes a list."""
    text = ast.get_docstring(node) or ""
    return text.replace("\nRaises:\n", "\nRaises:\n\n").replace(
        "\nAttributes:\n", "\nAttributes:\n\n"
    )


def is_public(name: str) -> bool:
    """Whether pages tell of a name."""
    return not name.startswith("_") and name not in HIDDEN and len(name) > 1


def one_line(text: str) -> str:
    """Return text without line ends."""
    return " ".join(text.split())


def code(text: str) -> str:
    """Return a block of code."""
    return f"```python\n{text}\n```"


def problems(root: Path) -> Iterator[str]:
    """Yield a line for each page of the repository that does not say what the docstrings say."""
    wanted = pages(root / "src")
    for name, text in wanted.items():
        path = root / name
        if not path.exists() or path.read_text() != text:
            yield f"{name} is stale: {WRITE}"
    for path in sorted((root / FOLDER).glob("*.md")):
        name = path.relative_to(root).as_posix()
        if name not in wanted:
            yield f"{name} belongs to no module"


def write(root: Path) -> None:
    """Write all pages, and remove those that belong to no module."""
    wanted = pages(root / "src")
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for path in (root / FOLDER).glob("*.md"):
        if path.relative_to(root).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (root / name).write_text(text)


def main() -> int:
    """Print what is stale, or write it; the exit status says whether something is."""
    root = Path(__file__).parents[1]
    if "--write" in sys.argv[1:]:
        write(root)
    found = list(problems(root))
    print(*found, f"api: {len(found)} problems", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
