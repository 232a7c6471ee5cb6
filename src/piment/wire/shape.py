"""Values that look alike, read as plain integers: what comes by the thousand needs no objects.

FILL = Shape(DrawFill(0, Rect(0, 0, 0, 0), None, Solid(0), Ropd.OP_PUT, NO_MASK), "ropd")
edges = FILL.pick("box.left", "box.right")
edges(FILL.read(body, 0)) == (10, 20)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from struct import Struct as Packer
from typing import Any, NamedTuple

from piment.wire.rules import Inline, Padding, Pointer, Rule, Tagged
from piment.wire.struct import Struct
from piment.wire.types import Int

Row = tuple[int, ...]
"""The integers of one value, in the order of `Shape.names`."""


class _Place(NamedTuple):
    """An integer on the wire; `value` is what all values of the shape have there."""

    name: str
    code: str
    value: int | None


class Shape:
    """The layout of all values that differ from a sample in nothing but integers.

    They make the same choices in unions and have nothing behind pointers where the sample has
    nothing. `names` are the paths of their integers; `size` is in bytes.
    """

    def __init__(self, sample: Struct, *fixed: str) -> None:
        """Take the look of `sample`, and the values of the integers named in `fixed`.

        Raises:
            TypeError: such values have no fixed size.
            ValueError: there is no such integer.

        """
        places = list(_places(sample, ""))
        self.names = [place.name for place in places]
        packer = Packer("<" + "".join(place.code for place in places))
        self.size = packer.size
        self._unpack = packer.unpack_from
        known = {name: value for name, _, value in places if value is not None}
        values = packer.unpack(sample.pack())
        known |= {name: values[self.names.index(name)] for name in fixed}
        self._fixed = self.pick(*known)
        self._known = tuple(known.values())

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
        return row if self._fixed(row) == self._known else None


def _places(value: Struct, path: str) -> Iterator[_Place]:
    for name, rule in value.layout:
        yield from _parts(rule, getattr(value, name, None), f"{path}{name}")


def _parts(rule: Rule, value: Any, path: str) -> Iterator[_Place]:
    """Yield the integers of one field."""
    match rule:
        case Int(code):
            yield _Place(path, code, None)
        case Padding():
            yield _Place(path, rule.run.code, None)
        case Inline():
            yield from _places(value, f"{path}.")
        case Pointer() if value is None:
            yield _Place(path, "I", 0)
        case Tagged(tag, choices):
            number, chosen = next(each for each in choices if _is_choice(each[1], value))
            yield _Place(f"{path}:", tag.code, number)
            if chosen is not None:
                yield from _parts(chosen, value, path)
        case _:
            raise TypeError(f"{path} has no fixed size")


def _is_choice(rule: Rule | None, value: Any) -> bool:
    if rule is None:
        return value is None
    return isinstance(rule, Inline) and type(value) is rule.struct
