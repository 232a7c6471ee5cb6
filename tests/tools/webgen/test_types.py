import pytest

from piment.protocol import draw, image
from tools.webgen.types import kinds_in, module_of, structs_in, type_of


def rule(cls, name):
    return dict(cls.layout)[name]


@pytest.mark.parametrize(
    ("cls", "field", "expected"),
    [
        (image.Bitmap, "x", "number"),
        (image.Bitmap, "palette_id", "bigint | null"),
        (image.Bitmap, "palette", "Palette | null"),
        (image.Bitmap, "data", "Uint8Array"),
        (image.Palette, "ents", "(number)[]"),
        (draw.DrawCopy, "src_bitmap", 'import("./image.js").Image | null'),
        (draw.DrawFill, "brush", "null | Solid | Pattern"),
        (draw.LineStyle, "style", "(number)[] | null"),
    ],
)
def test_types_of_values(cls, field, expected) -> None:
    assert type_of(rule(cls, field), module_of(cls)) == expected


def test_what_a_rule_names() -> None:
    assert structs_in(rule(draw.DrawFill, "brush")) == [draw.Solid, draw.Pattern]
    assert kinds_in(rule(image.Bitmap, "format")) == [image.BitmapFmt]
    assert structs_in(rule(image.Bitmap, "data")) == kinds_in(rule(image.Bitmap, "data")) == []


def test_what_has_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="has no value"):
        type_of(rule(image.LzPlt, "data_size"), "image")
