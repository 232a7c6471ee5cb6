from pathlib import Path

import pytest

from tools.check_layers import LAYERS, OURS, layer_of, problems


def tree(root: Path, **files: str) -> Path:
    """Write modules of src/piment, named with `__` between folders; return the folder src."""
    for name, text in files.items():
        path = root.joinpath("src", "piment", *name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root / "src"


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("core__dialogue", "from piment.protocol import common"),
        ("core__dialogue", "from ..limits import MOST_BYTES"),
        ("protocol__draw", "from piment.wire.types import u32"),
        ("codecs__lz", "from piment._core import lz_decode"),
        ("server__pipeline__encode", "import asyncio"),
        ("server__sources__demo", "from piment.server.scene.updates import Painted"),
        ("server__sources__demo", "from piment.server.scene.actions import Key"),
        ("server__sources__qxl__ring", "from piment.protocol.qxl import Drawable"),
        ("server__channels__inputs", "from piment.server.scene.actions import Key"),
        ("server__session", "from piment.transport.tcp import listen"),
        ("client__dialing__dialer", "from piment.transport.tcp import connect"),
        ("frontends__qt__window", "import piment"),
        ("gateway__broker", "from piment.server import Server"),
        ("cli__serve", "from piment.server.sources.demo import DemoSource"),
        ("wire__types", "from dataclasses import dataclass"),
    ],
)
def test_an_import_down_the_layers_is_fine(tmp_path: Path, module: str, line: str) -> None:
    assert problems(tree(tmp_path, **{module: line})) == []


@pytest.mark.parametrize(
    ("module", "line", "reason"),
    [
        ("wire__types", "from piment.protocol import draw", "wire may not import piment.protocol"),
        ("wire__types", "from piment.errors import X", "wire may not import piment.errors"),
        ("wire__types", "import numpy as np", "wire uses nothing but the standard library"),
        ("protocol__draw", "import piment.codecs.lz", "protocol may not import piment.codecs.lz"),
        ("protocol__draw", "import asyncio", "protocol must not use asyncio"),
        ("core__flow", "from time import monotonic", "core must not use time"),
        ("core__flow", "def f():\n    import socket", "core must not use socket"),
        ("core__flow", "import asyncio.subprocess", "core must not use asyncio.subprocess"),
        ("core__flow", "from ..transport import tcp", "core may not import piment.transport"),
        ("codecs__lz", "from piment.protocol import image", "codecs may not import"),
        ("canvas__surface", "from piment.protocol import main", "canvas may not import"),
        ("canvas__surface", "from piment.client import session", "canvas may not import"),
        ("transport__tcp", "from piment.server import session", "transport may not import"),
        ("server__scene__damage", "import asyncio", "server.scene must not use asyncio"),
        ("server__pipeline__plan", "import asyncio", "server.pipeline must not use asyncio"),
        ("server__sources__demo", "from piment.server.pipeline import plan", "server.sources may"),
        ("server__channels__main", "from piment.server.sources import base", "server.channels may"),
        ("client__input", "from piment.transport import tcp", "client may not import"),
        ("frontends__qt__window", "from piment.core import events", "frontends may not import"),
        ("gateway__broker", "from piment.server.scene import surfaces", "gateway may not import"),
        ("cli__serve", "from piment import _core", "cli may not import piment._core"),
        ("cli__serve", "from piment.client._guts import x", "cli may not import"),
    ],
)
def test_an_import_across_the_layers_is_caught(
    tmp_path: Path, module: str, line: str, reason: str
) -> None:
    src = tree(
        tmp_path,
        **{
            module: line,
            "_core": "",
            "client___guts": "",
            "protocol__main": "",
            "server__sources__base": "",
        },
    )
    path = f"src/piment/{module.replace('__', '/')}.py:"
    assert [found for found in problems(src) if found.startswith(path) and reason in found]


def test_the_line_of_the_import_is_told(tmp_path: Path) -> None:
    src = tree(tmp_path, core__flow='"""Words."""\n\nimport time\n')
    assert problems(src) == ["src/piment/core/flow.py:3: core must not use time"]


def test_the_closest_layer_counts() -> None:
    assert layer_of("server.sources.qxl.ring") == "server.sources.qxl"
    assert layer_of("server.sources.x11") == "server.sources"
    assert layer_of("servers") == OURS


def test_layers_name_only_layers_that_exist() -> None:
    for name, layer in LAYERS.items():
        for package in (*layer.may, *layer.not_inside):
            assert package in ("", "_core") or package.partition(".")[0] in LAYERS, name
