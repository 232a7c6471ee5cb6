import pytest

from piment.canvas.rop import BRUSH_ON_IMAGE, BRUSH_ON_SURFACE, COPY, IMAGE_ON_SURFACE, INVERT, code
from piment.protocol.draw import Ropd
from tests.reference.canvas import ropd_result

# The sixteen operations of X11 in its order, as results for the bits (s, d) = 00, 01, 10, 11.
CLEAR, NOR, SET = 0b0000, 0b0001, 0b1111


@pytest.mark.parametrize(
    ("ropd", "table"),
    [
        (Ropd.OP_PUT, COPY),
        (Ropd.OP_PUT | Ropd.INVERS_SRC, 0b0011),
        (Ropd.OP_OR, 0b1110),
        (Ropd.OP_AND | Ropd.INVERS_DEST, 0b0100),
        (Ropd.OP_XOR, 0b0110),
        (Ropd.OP_OR | Ropd.INVERS_RES, NOR),
        (Ropd.OP_BLACKNESS | Ropd.INVERS_RES, CLEAR),
        (Ropd.OP_WHITENESS | Ropd.INVERS_RES, SET),
        (Ropd.OP_INVERS | Ropd.INVERS_DEST, INVERT),
        (Ropd.OP_PUT | Ropd.OP_INVERS, COPY),  # the first flag decides
        (Ropd.INVERS_SRC | Ropd.INVERS_RES, COPY),  # no operation is a copy
    ],
)
def test_codes(ropd: Ropd, table: int) -> None:
    assert code(ropd, IMAGE_ON_SURFACE) == table


@pytest.mark.parametrize("operands", [BRUSH_ON_SURFACE, IMAGE_ON_SURFACE, BRUSH_ON_IMAGE])
def test_every_descriptor(operands: tuple[Ropd, Ropd]) -> None:
    for bits in range(1 << 11):
        expected = 0
        for index in range(4):
            result = ropd_result(Ropd(bits), index >> 1, index & 1, operands, 1)
            expected |= result << index
        assert code(Ropd(bits), operands) == expected


def test_unknown_bits_mean_nothing() -> None:
    assert code(Ropd(0xF808), IMAGE_ON_SURFACE) == COPY
