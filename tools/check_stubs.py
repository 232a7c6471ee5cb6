"""Check that _core.pyi says what the built module piment._core has: names and signatures.

Prints one line for each difference, and ends with status 1 if there is one.
"""

from __future__ import annotations

import ast
import copy
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

STUB = Path("src/piment/_core.pyi")

# What Python gives every module or class, and no stub mentions.
UNSAID = {"__all__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__spec__"}

Scope = dict[str, ast.stmt]


def declared(body: list[ast.stmt]) -> Scope:
    """Return what the body of a stub or of a class in it declares, by name."""
    names: Scope = {}
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names[name] = node
            case ast.AnnAssign(target=ast.Name(id=name)):
                names[name] = node
    return names


def bare(arguments: ast.arguments) -> str:
    """Return parameters as text: no types, no `self`, and `...` for every default."""
    plain = copy.deepcopy(arguments)
    for own in (plain.posonlyargs, plain.args):
        if own and own[0].arg in ("self", "cls"):
            del own[0]
            break
    stars = [star for star in (plain.vararg, plain.kwarg) if star]
    for argument in (*plain.posonlyargs, *plain.args, *plain.kwonlyargs, *stars):
        argument.annotation = None
    plain.defaults = [ast.Constant(...) for _ in plain.defaults]
    plain.kw_defaults = [default and ast.Constant(...) for default in plain.kw_defaults]
    return f"({ast.unparse(plain)})"


def told(built: object) -> str | None:
    """Return the parameters that a built function or class tells; None if it tells none."""
    text = getattr(built, "__text_signature__", None)
    if text is None:
        return None
    node = ast.parse(f"def told{re.sub(r'[$][a-z]+', 'self', text)}: ...").body[0]
    if not isinstance(node, ast.FunctionDef):
        raise TypeError(f"{text!r} is no signature")
    return bare(node.args)


def differences(stub: Scope, built: dict[str, object], where: str = "") -> Iterator[str]:
    """Yield a line for each name that only one side has, or that differs."""
    public = {name for name in built if not name.startswith("_")}
    for name in sorted(public - stub.keys()):
        yield f"{where}{name} is not in the stub"
    for name, node in stub.items():
        if name in ("__init__", "__new__"):
            continue  # compared with the class
        if name not in built:
            yield f"{where}{name} is not in the module"
        elif isinstance(node, ast.ClassDef):
            yield from class_differences(node, built[name], f"{where}{name}")
        elif isinstance(node, ast.FunctionDef) and not is_property(node):
            yield from signature_differences(node, built[name], f"{where}{name}")


def class_differences(node: ast.ClassDef, built: object, where: str) -> Iterator[str]:
    """Yield the differences of a class: of its constructor and of its members."""
    inside = declared(node.body)
    constructor = inside.get("__new__", inside.get("__init__"))
    if isinstance(constructor, ast.FunctionDef):
        yield from signature_differences(constructor, built, where)
    elif told(built) is not None:
        yield f"{where}: the stub says nothing of its constructor {told(built)}"
    yield from differences(inside, dict(vars(built)), f"{where}.")


def signature_differences(node: ast.FunctionDef, built: object, where: str) -> Iterator[str]:
    """Yield a line if the signature in the stub is not that of the built function."""
    said, found = bare(node.args), told(built)
    if found is None:
        yield f"{where}: the module tells no signature of it"
    elif found != said:
        yield f"{where}: the stub says {said}, the module {found}"


def is_property(node: ast.FunctionDef) -> bool:
    """Whether a stub declares an attribute in the form of a function."""
    return any(ast.unparse(mark).endswith(("property", "setter")) for mark in node.decorator_list)


def problems(stub: str, built: dict[str, object]) -> list[str]:
    """Return a line for each difference between a stub's text and a built module's names."""
    own = {name: value for name, value in built.items() if name not in UNSAID}
    return list(differences(declared(ast.parse(stub).body), own))


def main() -> int:
    """Print the differences of this repository; the exit status says whether there are any."""
    stub = Path(__file__).parents[1] / STUB
    built = importlib.import_module("piment._core")
    found = problems(stub.read_text(), vars(built))
    print(*(f"{STUB}: {line}" for line in found), f"stubs: {len(found)} problems", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
