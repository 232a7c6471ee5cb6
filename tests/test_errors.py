import pytest

from piment.errors import (
    AuthError,
    CodecError,
    ConnectError,
    DeniedError,
    InputError,
    PimentError,
    ProtocolError,
    Stage,
)


@pytest.mark.parametrize("family", [AuthError, CodecError, InputError, ProtocolError])
def test_one_except_catches_every_family(family: type[PimentError]) -> None:
    with pytest.raises(PimentError, match="both numbers"):
        raise family("both numbers")


def test_who_cannot_connect_learns_the_stage_and_what_to_do() -> None:
    error = ConnectError(Stage.LINK, "the channel is for TLS only", "add tls-port", "NEED_SECURED")
    assert str(error) == "link: the channel is for TLS only: add tls-port"
    assert (error.stage, error.code) == (Stage.LINK, "NEED_SECURED")


def test_who_is_denied_can_be_told_apart() -> None:
    error = DeniedError(Stage.AUTHENTICATION, "wrong password", "ask for the right one")
    assert isinstance(error, ConnectError)
    assert isinstance(error, AuthError)
    assert error.code is None
