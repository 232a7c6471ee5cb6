"""Check that every import in src/piment follows the layers of ARCHITECTURE.md.

Prints one line for each import that crosses a layer, and ends with status 1 if there is one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

OURS = "piment"  # as a target: the public face, `import piment`
ANY = ""

# Nothing of ours is below these; any layer may use them.
GROUND = ("errors", "limits", "geometry", "keycodes", "record")

# What sources and viewers tell each other.
VOCABULARY = ("server.scene.updates", "server.scene.actions")

# What a source gives besides updates: streams of bytes.
PORTS = ("server.sources.base", "server.sources.port")

# What no state machine, no layout and no pixel work may touch: these belong to whoever drives it.
INPUT_OUTPUT = ("asyncio", "selectors", "socket", "ssl", "threading", "time")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one package of ours may import; names are relative to `piment`.

    `may` names packages of ours: one allows what lies inside it too, but for `not_inside`;
    ANY allows all. `never` names modules that are not ours; `stdlib_only` bars all third parties.
    """

    may: tuple[str, ...] = GROUND
    never: tuple[str, ...] = ()
    not_inside: tuple[str, ...] = ()
    stdlib_only: bool = False


# The longest name that fits a module is its layer. A layer may always import itself.
LAYERS: dict[str, Layer] = {
    OURS: Layer(("_core", "client", "frontends", "cli", *GROUND)),
    "errors": Layer(("wire.error",), INPUT_OUTPUT, stdlib_only=True),
    "limits": Layer((), INPUT_OUTPUT, stdlib_only=True),
    "geometry": Layer((), INPUT_OUTPUT, stdlib_only=True),
    "keycodes": Layer((), INPUT_OUTPUT, stdlib_only=True),
    "record": Layer((), INPUT_OUTPUT, stdlib_only=True),
    "wire": Layer(("record",), INPUT_OUTPUT, stdlib_only=True),
    "protocol": Layer(("wire", *GROUND), INPUT_OUTPUT),
    "core": Layer(("protocol", "wire", *GROUND), INPUT_OUTPUT),
    "codecs": Layer(("_core", *GROUND), ("asyncio",)),
    "canvas": Layer(
        ("_core", "codecs", "protocol.common", "protocol.draw", "protocol.image", *GROUND),
        ("asyncio",),
    ),
    "transport": Layer(("core", "protocol.channel", *GROUND)),
    # The files that lie in server/ itself wire the packages in it.
    "server": Layer((OURS, "core", "protocol", "transport", "codecs", *GROUND)),
    "server.sources": Layer((*VOCABULARY, *GROUND)),
    "server.sources.qxl": Layer(
        ("server.sources.base", *VOCABULARY, "protocol.qxl", "protocol.draw", *GROUND)
    ),
    "server.scene": Layer(("canvas", "protocol.draw", *GROUND), ("asyncio",)),
    "server.pipeline": Layer(
        ("server.scene", "codecs", "protocol", "core.flow", *GROUND), ("asyncio",)
    ),
    "server.pipeline.encode": Layer(
        ("server.pipeline", "server.scene", "codecs", "protocol", *GROUND)
    ),
    # These know what a port is, and nothing of where it leads to.
    "server.agent": Layer(("server.scene", *PORTS, "core", "protocol", *GROUND)),
    "server.ports": Layer(("server.scene", *PORTS, "protocol", *GROUND)),
    "server.channels": Layer(
        (
            "server.agent",
            "server.pipeline",
            "server.ports",
            "server.scene",
            "server.seat",
            "server.sources.port",
            "server.viewer",
            "codecs.lz4",
            "core",
            "protocol",
            *GROUND,
        )
    ),
    "client": Layer(("core", "canvas", "codecs", "protocol", *GROUND)),
    "client.keyboard": Layer(("protocol.inputs", *GROUND), INPUT_OUTPUT),
    "client.dialing": Layer(("client.target", "core", "protocol", "transport", *GROUND)),
    # What makes a connection a channel; the session and all else see only links.
    "client.link": Layer(("client", "core", "protocol", "transport", *GROUND)),
    "web": Layer(("transport", *GROUND)),
    "frontends": Layer((OURS, "client", "codecs.search", *GROUND)),
    "agent": Layer((OURS, "core", "protocol.agent", "transport", *GROUND)),
    "gateway": Layer(
        (OURS, "core", "transport", "server", "client", *GROUND),
        not_inside=("server.scene", "server.sources", "server.pipeline", "server.channels"),
    ),
    "cli": Layer((ANY,)),
}


class Import(NamedTuple):
    """One name that a module imports."""

    line: int
    target: str


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name of the file `path`, relative to `root` (the folder src)."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, root: Path) -> Iterator[Import]:
    """Yield what the file `path` imports, with relative names made absolute."""
    module = module_name(path, root)
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield Import(node.lineno, alias.name)
            case ast.ImportFrom():
                base = node.module or ""
                if node.level:
                    above = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*above, base] if base else above)
                for alias in node.names:
                    yield Import(node.lineno, submodule(root, base, alias.name))


def submodule(root: Path, base: str, name: str) -> str:
    """Return `base.name` if that is a module of ours, else `base`."""
    place = root.joinpath(*base.split("."), name)
    suffixes = (".py", ".pyi", "/__init__.py")
    return f"{base}.{name}" if any(Path(f"{place}{s}").exists() for s in suffixes) else base


def inside(module: str, package: str) -> bool:
    """Whether `module` is `package` or lies in it."""
    return package in (ANY, module) or module.startswith(f"{package}.")


def relative(module: str) -> str:
    """Return the name of a module of ours as LAYERS has it."""
    return module.removeprefix(f"{OURS}.")


def layer_of(module: str) -> str:
    """Return the name of the layer that `module` (relative to piment) belongs to."""
    return max((name for name in LAYERS if inside(module, name)), key=len, default=OURS)


def private_to(module: str, target: str) -> bool:
    """Whether `target` is private (leading underscore) to a package that `module` is not in."""
    owner, mark, _ = f".{target}".partition("._")
    return bool(mark) and not (owner and inside(module, owner.lstrip(".")))


def allowed(module: str, target: str) -> bool:
    """Whether `module` may import `target`; both are modules of ours, relative to piment."""
    layer = layer_of(module)
    rules = LAYERS[layer]
    if any(inside(target, package) for package in rules.not_inside):
        return False
    if target in rules.may or (inside(target, layer) and layer != OURS):
        return True
    return not private_to(module, target) and any(inside(target, name) for name in rules.may)


def forbidden(module: str, target: str) -> str | None:
    """Return why `module` may not import `target` (a full dotted name), or None if it may."""
    layer = layer_of(module)
    rules = LAYERS[layer]
    if inside(target, OURS):
        fine = allowed(module, relative(target))
        return None if fine else f"{layer} may not import {target}"
    if any(inside(target, banned) for banned in rules.never):
        return f"{layer} must not use {target}"
    if rules.stdlib_only and target.partition(".")[0] not in sys.stdlib_module_names:
        return f"{layer} uses nothing but the standard library, not {target}"
    return None


def problems(root: Path) -> list[str]:
    """Return a line for each import below `root` (the folder src) that its layer forbids."""
    return [
        f"{path.relative_to(root.parent)}:{line}: {reason}"
        for path in sorted(root.glob("piment/**/*.py"))
        for line, target in imports(path, root)
        if (reason := forbidden(relative(module_name(path, root)), target))
    ]


def main() -> int:
    """Print the problems of this repository; the exit status says whether there are any."""
    found = problems(Path(__file__).parents[1] / "src")
    print(*found, f"layers: {len(found)} problems", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
