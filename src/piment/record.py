"""Values with named fields, whose classes cost nothing to declare.

    class Moved(Record):
        where: Point
        fast: bool = False

The methods of a dataclass are written and compiled when it is declared: a hundred of them would
make up a third of a short program's start. Here the constructor is written when a class is first
used, and the other methods are the same for all.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """Base of values: compared, hashed and shown by their fields, and matched by position.

    They are frozen for the type checker. At run time nothing guards the fields, because setting
    them through a guard would double the cost of making a value.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    hidden: ClassVar[frozenset[str]] = frozenset()
    """Fields that are not shown: secrets."""
    _values: ClassVar[Callable[[Any], tuple[Any, ...]]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = [name for name in _fields(cls) if name not in cls.__match_args__]
        cls.__match_args__ = (*cls.__match_args__, *own)  # type: ignore[misc] # ours to fill
        cls.__init__ = _first_init  # type: ignore[assignment, method-assign] # until it is used
        cls._values = staticmethod(_first_values)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        values = type(self)._values
        return values(self) == values(other)

    def __hash__(self) -> int:
        return hash((type(self), type(self)._values(self)))

    def __repr__(self) -> str:
        shown = (name for name in self.__match_args__ if name not in self.hidden)
        fields = (f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({', '.join(fields)})"

    def replaced(self, **changes: Any) -> Self:
        """Return a value that differs in some fields."""
        values = dict(zip(self.__match_args__, type(self)._values(self), strict=True))
        return type(self)(**(values | changes))


def _fields(cls: type) -> Iterator[str]:
    for name, hint in inspect.get_annotations(cls).items():
        text = hint if isinstance(hint, str) else str(hint)
        if not text.removeprefix("typing.").startswith("ClassVar"):
            yield name


def _first_values(record: Record) -> tuple[Any, ...]:
    cls = type(record)
    cls._values = staticmethod(_getter(cls))
    return cls._values(record)


def _getter(cls: type[Record]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function that takes the values of all fields out of a record.

    `vars` would do, but a record that was once asked for its dictionary is slow from then on.
    """
    match cls.__match_args__:
        case ():
            return lambda _: ()
        case (name,):
            return lambda record: (getattr(record, name),)
        case names:
            return attrgetter(*names)


def _first_init(self: Record, *values: Any, **named: Any) -> None:
    cls = type(self)
    cls.__init__ = _constructor(cls)  # type: ignore[method-assign]
    cls.__init__(self, *values, **named)


def _constructor(cls: type[Record]) -> Any:
    """Return `__init__` of a class, where what the class says of a field is its default."""
    names = cls.__match_args__
    defaults = {f"_{name}": getattr(cls, name) for name in names if hasattr(cls, name)}
    parameters = [f"{name}=_{name}" if f"_{name}" in defaults else name for name in names]
    lines = [
        f"def __init__({', '.join(('_self', *parameters))}):",
        *(f"    _self.{name} = {name}" for name in names),
        "    pass",
    ]
    namespace: dict[str, Any] = dict(defaults)
    exec("\n".join(lines), namespace)  # noqa: S102 - our own text
    made = namespace["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


class Entity(Record):
    """A record that equals nothing but itself: something large, or with a life of its own."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__
