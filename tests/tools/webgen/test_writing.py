from typing import Annotated

import pytest

from piment.protocol.agent import MonitorsConfig
from piment.protocol.draw import ClipRects, Pattern
from piment.protocol.inputs import KeyScancode
from piment.protocol.spicevmc import CompressedData
from piment.wire import Struct, sized, u8
from tools.webgen.writing import writer


def test_a_writer() -> None:
    assert writer(KeyScancode) == [
        "/** @param {Writer} output @param {KeyScancode} value */",
        "export function writeKeyScancode(output, value) {",
        '  limited(value.codes.length, 256, "KeyScancode.codes");',
        "  output.raw(value.codes);",
        "}",
    ]


def test_lists_and_conditions() -> None:
    assert "  for (const [index, item] of value.rects.entries()) {" in writer(ClipRects)
    assert "  if (value.type) {" in writer(CompressedData)


def test_a_list_as_long_as_another_is_compared_with_it() -> None:
    check = "announced(value.monitors_mm.length, value.monitors.length, "
    assert any(check in line for line in writer(MonitorsConfig))


def test_rules_that_no_client_needs_are_refused() -> None:
    class Formula(Struct):
        width: u8
        data: Annotated[bytes, sized("width * 2", 510)]

    with pytest.raises(TypeError, match="no writer for a length by formula"):
        writer(Formula)
    with pytest.raises(TypeError, match=r"Pattern\.pat: no writer"):
        writer(Pattern)
