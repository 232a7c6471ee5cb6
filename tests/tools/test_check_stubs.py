import zlib
from types import SimpleNamespace

import pytest

from tools.check_stubs import problems


class Function:
    """Stands for a built function: it tells its signature as text."""

    def __init__(self, signature: str | None) -> None:
        self.__text_signature__ = signature


BUILT = {
    "__version__": "1",
    "__doc__": "Words.",
    "_hidden": 1,
    "encode": Function("(pixels, *, kind=3)"),
    "Decoder": SimpleNamespace(
        __text_signature__="(window=8)",
        decode=Function("($self, data, /, limit=None)"),
        size=property(lambda _: 0),
    ),
}
STUB = """
from typing import Any
__version__: str

def encode(pixels: Any, *, kind: int = ...) -> bytes: ...

class Decoder:
    def __new__(cls, window: int = ...) -> Decoder: ...
    def decode(self, data: bytes, /, limit: int | None = ...) -> Any: ...
    @property
    def size(self) -> int: ...
"""


def test_a_stub_that_agrees_is_fine() -> None:
    assert problems(STUB, BUILT) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("def encode(", "def encoded(", "encode is not in the stub"),
        ("def encode(", "def encoded(", "encoded is not in the module"),
        ("pixels: Any", "data: Any", "encode: the stub says (data, *, kind=...), the module"),
        (
            "*, kind",
            "kind",
            "encode: the stub says (pixels, kind=...), the module (pixels, *, kind",
        ),
        ("kind: int = ...", "kind: int", "encode: the stub says (pixels, *, kind), the module"),
        ("*, kind: int = ...", "**kind: int", "encode: the stub says (pixels, **kind)"),
        ("kind: int = ...", "kind: int", "the module (pixels, *, kind=...)"),
        (
            "def __new__(cls, window: int = ...) -> Decoder: ...",
            "...",
            "Decoder: the stub says nothing of its constructor (window=...)",
        ),
        ("window: int", "size: int", "Decoder: the stub says (size=...), the module (window=...)"),
        ("data: bytes, /,", "data: bytes,", "Decoder.decode: the stub says (data, limit=...)"),
        ("def size", "def area", "Decoder.size is not in the stub"),
        ("def size", "def area", "Decoder.area is not in the module"),
        ("__version__", "__author__", "__author__ is not in the module"),
    ],
)
def test_a_difference_is_caught(old: str, new: str, problem: str) -> None:
    assert [found for found in problems(STUB.replace(old, new), BUILT) if problem in found]


def test_a_function_that_tells_no_signature_is_caught() -> None:
    built = BUILT | {"encode": Function(None)}
    assert problems(STUB, built) == ["encode: the module tells no signature of it"]


def test_real_built_functions_tell_theirs() -> None:
    stub = "def crc32(data: bytes, value: int = ..., /) -> int: ...\n"
    assert problems(stub, {"crc32": zlib.crc32}) == []
    assert problems(stub.replace(", /", ""), {"crc32": zlib.crc32}) != []
