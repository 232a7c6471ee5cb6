"""Text with escapes."""

from __future__ import annotations

import pytest

from piment.cli.escapes import unescape


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", ""),
        (r"ls -l\n", "ls -l\n"),
        (r"a\tb", "a\tb"),
        (r"C:\\new", r"C:\new"),
        (r"\u20ac 5", "€ 5"),
        (r"\\u20ac", r"\u20ac"),
        ("already\nthere", "already\nthere"),
    ],
)
def test_what_escapes_mean(text: str, meaning: str) -> None:
    assert unescape(text) == meaning


@pytest.mark.parametrize("text", [r"\x", "a\\", r"\u20", "\\\n"])
def test_what_means_nothing(text: str) -> None:
    with pytest.raises(ValueError, match=r"means nothing: there are \\n, \\t"):
        unescape(text)
