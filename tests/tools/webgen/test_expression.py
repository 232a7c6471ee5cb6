import pytest

from piment.protocol.image import BitmapFlags
from tools.webgen.expression import javascript

SCOPE = {"BitmapFlags": BitmapFlags, "SHORT": True}


@pytest.mark.parametrize(
    ("python", "text"),
    [
        ("size", "size"),
        ("not flags & BitmapFlags.PAL_FROM_CACHE", "!((flags & 2))"),
        ("(width + 7) // 8 * height", "(Math.floor((width + 7) / 8) * height)"),
        ("flags & 1 or flags & 2", "((flags & 1) || (flags & 2))"),
        ("type == 3 and SHORT", "((type === 3) && true)"),
    ],
)
def test_expressions_are_translated(python: str, text: str) -> None:
    assert javascript(python, SCOPE) == text


def test_fields_may_have_an_owner() -> None:
    assert javascript("not type", {}, "value.") == "!(value.type)"


def test_what_no_rule_has_is_refused() -> None:
    with pytest.raises(TypeError, match=r"width \*\* 2: no JavaScript"):
        javascript("width ** 2", {})
