import pytest

from piment.errors import AuthError, CodecError, PimentError, ProtocolError


@pytest.mark.parametrize("family", [AuthError, CodecError, ProtocolError])
def test_one_except_catches_every_family(family: type[PimentError]) -> None:
    with pytest.raises(PimentError, match="both numbers"):
        raise family("both numbers")
