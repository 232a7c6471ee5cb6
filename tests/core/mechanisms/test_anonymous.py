from piment.core.credentials import Credentials
from piment.core.mechanisms.anonymous import Anonymous


def test_a_guest_tells_no_name() -> None:
    guest = Anonymous(Credentials("secret", "me"), is_secure=True)
    assert guest.begin() == b"piment"
    assert guest.is_done
    guest.answer(b"")
