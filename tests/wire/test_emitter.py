"""What the two compilers have in common."""

from __future__ import annotations

import pytest

from piment.wire import WireError
from piment.wire.emitter import Emitter


def test_a_failure_names_its_field_and_fills_in_numbers() -> None:
    emitter = Emitter("Fill", {})
    with emitter.source.block("def check(_count):"):
        emitter.source.line(emitter.fail("rects[{_count}]", "{_count} is over the limit 3"))
    with pytest.raises(WireError) as error:
        emitter.source.function("check")(4)
    assert str(error.value) == "Fill.rects[4]: 4 is over the limit 3"


def test_names_are_fresh_and_no_field_has_them() -> None:
    emitter = Emitter("Fill", {})
    names = [emitter.fresh("count") for _ in range(3)]
    assert len(set(names)) == 3
    assert all(name.startswith("_") for name in names)


def test_errors_of_what_is_called_within_get_a_longer_path() -> None:
    def deeper() -> None:
        raise WireError("Brush.color", "5 left")

    emitter = Emitter("Fill", {}, deeper=deeper)
    with emitter.source.block("def read(_index):"), emitter.within("brushes[{_index}]"):
        emitter.source.line("deeper()")
    with pytest.raises(WireError) as error:
        emitter.source.function("read")(2)
    assert error.value.where == "Fill.brushes[2].color"
