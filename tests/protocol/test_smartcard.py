from __future__ import annotations

import pytest

from piment.protocol.smartcard import (
    UNDEFINED_READER,
    Data,
    VscError,
    VscErrorCode,
    VscMessageType,
)
from piment.wire import Struct
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            Data(VscMessageType.ReaderAdd, UNDEFINED_READER, b"reader"),
            "03000000 ffffffff 06000000 726561646572",
        ),
        (
            Data(VscMessageType.Error, 0, VscError(VscErrorCode.SUCCESS).pack()),
            "02000000 00000000 04000000 00000000",
        ),
        (Data(VscMessageType.CardRemove, 1, b""), "06000000 01000000 00000000"),
        (VscError(VscErrorCode.CARD_ALREADY_INSERTED), "03000000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)
