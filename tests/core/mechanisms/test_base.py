import pytest

from piment.core.credentials import Credentials
from piment.core.mechanisms.anonymous import Anonymous
from piment.core.mechanisms.base import encoded
from piment.errors import AuthError


def test_who_has_no_name_has_an_empty_one() -> None:
    assert Anonymous(Credentials(), is_secure=True).username == ""
    assert Anonymous(Credentials(username="me"), is_secure=True).username == "me"


def test_an_encoding_may_lack_characters() -> None:
    assert encoded("ü€") == b"\xc3\xbc\xe2\x82\xac"
    assert encoded("ü", "latin-1") == b"\xfc"
    with pytest.raises(AuthError, match="latin-1 lacks"):
        encoded("€", "latin-1")
    with pytest.raises(AuthError, match="utf-8 lacks"):
        encoded("\ud800")
