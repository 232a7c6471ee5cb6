from piment.core.credentials import Credentials


def test_a_password_is_not_shown() -> None:
    shown = repr(Credentials("swordfish", "me", "host"))
    assert "swordfish" not in shown
    assert "me" in shown
