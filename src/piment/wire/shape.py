"""Values that look alike, read as plain integers: what comes by the thousand needs no objects.

FILL = Shape(DrawFill(0, Rect(0, 0, 0, 0), None, Solid(0), Ropd.OP_PUT, NO_MASK), "ropd")
edges = FILL.pick("box.left", "box.right")
edges(FILL.read(body, 0)) == (10, 20)
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from itertools import product
from operator import itemgetter
from struct import Struct as Packer
from typing import Any, NamedTuple

from piment.wire.rules import ByTag, Inline, Padding, Pointer, Rule, Tagged, TagOf
from piment.wire.struct import Struct
from piment.wire.types import Int

Row = tuple[int, ...]
"""The integers of one value, in the order of `Shape.names`."""


class _Place(NamedTuple):
    """An integer on the wire; if `is_fixed`, all values of the shape have the same there."""

    name: str
    code: str
    is_fixed: bool = False
    members: tuple[int, ...] = ()
    """The values of an enumeration, outside of which there are none."""


class Shape:
    """The layout of all values that differ from a sample in nothing but integers.

    They make the same choices in unions, and have the same parts behind pointers, in the order of
    the reference server (wire.md 4), or nothing. `names` are the paths of their integers; `size` is
    in bytes.
    """

    def __init__(self, sample: Struct, *fixed: str) -> None:
        """Take the look of `sample`, and the values of the integers named in `fixed`.

        Raises:
            TypeError: such values have no fixed size.
            ValueError: there is no such integer.

        """
        places = list(_places(sample))
        self.names = [place.name for place in places]
        packer = Packer("<" + "".join(place.code for place in places))
        self.size = packer.size
        self._unpack = packer.unpack_from
        same = [*(place.name for place in places if place.is_fixed), *fixed]
        chosen = [place for place in places if place.members and place.name not in fixed]
        here = self.pick(*same)(packer.unpack(sample.pack()))
        self._judged = self.pick(*same, *(place.name for place in chosen))
        self._known = {(*here, *choice) for choice in product(*(each.members for each in chosen))}

    def pick(self, *names: str) -> Callable[[Row], Any]:
        """Return a function that takes some integers out of a row, as a tuple.

        Raises:
            ValueError: there is no such integer.

        """
        places = [self.names.index(name) for name in names]
        if len(places) > 1:
            return itemgetter(*places)  # several times as fast as what follows
        return lambda row: tuple(row[place] for place in places)

    def read(self, data: bytes | bytearray, at: int) -> Row | None:
        """Return the integers that stand at `at`; None if it is too short or has another shape."""
        if at + self.size > len(data):
            return None
        row = self._unpack(data, at)
        return row if self._judged(row) in self._known else None


Parts = Iterator[_Place]
Owed = list[tuple[Rule, Any, str]]
"""What stands behind pointers: its rule, value and path."""


def _places(sample: Struct) -> Parts:
    """Yield all integers of a value in the order of its bytes."""
    owed: Owed = [(Inline(type(sample)), sample, "")]
    for rule, value, path in owed:  # grows while we iterate
        yield from _parts(rule, value, path, owed)


def _fields(value: Struct, path: str, owed: Owed) -> Parts:
    for name, rule in value.layout:
        held = getattr(value, name, None)
        yield from _parts(rule, held, f"{path}.{name}".removeprefix("."), owed)


def _parts(rule: Rule, value: Any, path: str, owed: Owed) -> Parts:
    """Yield the integers of one field, but for those behind a pointer."""
    match rule:
        case Int(code, kind):
            has_members = kind is not None and not issubclass(kind, enum.Flag)
            yield _Place(path, code, members=tuple(map(int, kind or ())) if has_members else ())
        case Padding():
            yield _Place(path, rule.run.code)
        case Inline():
            yield from _fields(value, path, owed)
        case Pointer(to):
            yield _Place(f"{path}:", "I", is_fixed=True)
            if value is not None:
                owed.append((to, value, path))
        case TagOf(_, by):
            yield _Place(path, by.code, is_fixed=True)
        case ByTag(_, choices):
            yield from _parts(_choice(choices, value), value, path, owed)
        case Tagged(tag, choices):
            yield _Place(f"{path}:", tag.code, is_fixed=True)
            if value is not None:
                yield from _parts(_choice(choices, value), value, path, owed)
        case _:
            raise TypeError(f"{path} has no fixed size")


def _choice(choices: tuple[tuple[int, Rule | None], ...], value: Any) -> Rule:
    """Return the alternative that a value belongs to.

    Raises:
        TypeError: the alternatives are no structs.

    """
    for _, rule in choices:
        if isinstance(rule, Inline) and type(value) is rule.struct:
            return rule
    raise TypeError(f"{value!r} has no fixed size")
