import pytest

from piment.core.credentials import Credentials
from piment.core.mechanisms.plain import Plain
from piment.errors import AuthError


def test_the_example_of_rfc_4616() -> None:
    plain = Plain(Credentials("tanstaaftanstaaf", "tim"), is_secure=True)
    assert plain.begin() == b"\0tim\0tanstaaftanstaaf"
    assert plain.is_done
    plain.answer(b"")


def test_other_alphabets() -> None:
    assert Plain(Credentials("€", "ü"), is_secure=True).begin() == b"\0\xc3\xbc\0\xe2\x82\xac"


@pytest.mark.parametrize("login", [("a\0b", "me"), ("secret", "m\0e")])
def test_a_zero_byte_would_end_a_part(login: tuple[str, str]) -> None:
    with pytest.raises(AuthError, match="zero byte"):
        Plain(Credentials(*login), is_secure=True).begin()
