"""Who knows the password, and until when."""

from __future__ import annotations

import hmac
from pathlib import Path

import pytest

from piment.limits import MOST_PASSWORD_BYTES
from piment.server import tickets
from piment.server.tickets import NoTickets, PasswordError, PasswordTickets, password_in


def test_without_tickets_everybody_may_come_in() -> None:
    assert NoTickets().refusal(b"whatever") is None
    assert NoTickets().refusal(None) is None


def test_the_password_and_nothing_else() -> None:
    door = PasswordTickets(lambda: b"secret")
    assert door.refusal(b"secret") is None
    for wrong in (b"", b"Secret", b"secret ", b"secre", b"secret\0", None):
        assert door.refusal(wrong)


def test_an_empty_password_lets_nobody_in() -> None:
    door = PasswordTickets(lambda: b"")
    assert door.refusal(b"")
    assert door.refusal(None) == "the ticket cannot be read"


def test_the_comparison_takes_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(tickets, "hmac", type("", (), {"compare_digest": staticmethod(compare)}))
    door = PasswordTickets(lambda: b"secret")
    assert door.refusal(b"secret") is None
    assert door.refusal(b"x")
    assert compared == [(b"secret", b"secret"), (b"secret", b"x")]


def test_expiry() -> None:
    now = [100.0]
    door = PasswordTickets(lambda: b"secret", lifetime_seconds=60, clock=lambda: now[0])
    assert door.refusal(b"secret") is None
    now[0] = 159.9
    assert door.refusal(b"secret") is None
    now[0] = 160.0
    assert door.refusal(b"secret") == "the password has expired"


def test_without_a_lifetime_it_lasts() -> None:
    now = [0.0]
    door = PasswordTickets(lambda: b"secret", clock=lambda: now[0])
    now[0] = 1e12
    assert door.refusal(b"secret") is None


def test_a_password_that_expires_is_not_even_read() -> None:
    def password() -> bytes:
        raise AssertionError("read")

    assert PasswordTickets(password, lifetime_seconds=0).refusal(b"secret")


# --- files ---------------------------------------------------------------------------------------


def written(folder: Path, content: bytes) -> Path:
    file = folder / "password"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"secret", b"secret"),
        (b"secret\n", b"secret"),
        (b"secret\r\nsecond line\n", b"secret"),
        (b" with spaces \n", b" with spaces "),
        ("schlüssel\n".encode(), "schlüssel".encode()),
        (b"x" * MOST_PASSWORD_BYTES + b"\n", b"x" * MOST_PASSWORD_BYTES),
        (b"x" * MOST_PASSWORD_BYTES + b"\r\n", b"x" * MOST_PASSWORD_BYTES),
    ],
)
def test_the_first_line_of_a_file(tmp_path: Path, content, password) -> None:
    assert password_in(written(tmp_path, content)) == password


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b"\nsecret\n"])
def test_an_empty_line_is_no_password(tmp_path: Path, content) -> None:
    with pytest.raises(PasswordError, match="no password in its first line"):
        password_in(written(tmp_path, content))


@pytest.mark.parametrize("length", [61, 62, 63, 100_000])
def test_a_line_that_is_too_long(tmp_path: Path, length) -> None:
    with pytest.raises(PasswordError, match="longer than 60 bytes"):
        password_in(written(tmp_path, b"x" * length + b"\n"))


def test_a_password_with_a_zero_could_never_be_sent(tmp_path: Path) -> None:
    """A ticket's password ends at its first zero (wire.md 2.8)."""
    with pytest.raises(PasswordError, match="zero byte"):
        password_in(written(tmp_path, b"sec\0ret\n"))


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PasswordError, match=r"cannot read the password in .*: No such file"):
        password_in(tmp_path / "nothing")


def test_the_file_is_read_for_each_viewer(tmp_path: Path) -> None:
    file = written(tmp_path, b"first\n")
    door = PasswordTickets(lambda: password_in(file))
    assert door.refusal(b"first") is None
    written(tmp_path, b"second\n")
    assert door.refusal(b"first") == "wrong password"
    assert door.refusal(b"second") is None
    file.unlink()
    why = door.refusal(b"second")
    assert why is not None
    assert "nobody can connect" in why
    assert "No such file" in why
    assert "second" not in why, "passwords are not for the log"
    written(tmp_path, b"\n")
    assert "no password in its first line" in str(door.refusal(b""))


def test_a_folder_is_no_password(tmp_path: Path) -> None:
    assert PasswordTickets(lambda: password_in(tmp_path)).refusal(b"secret")
