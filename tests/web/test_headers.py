"""What guards the page."""

from __future__ import annotations

from piment.web.headers import HEADERS, POLICY


def test_nothing_is_allowed_but_what_the_page_needs() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    for weak in ("unsafe", "*", "http:", "https:"):
        assert weak not in policy
    assert POLICY["script-src"] == POLICY["style-src"] == POLICY["worker-src"] == "'self'"


def test_headers_that_do_not_depend_on_the_file() -> None:
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert HEADERS["Referrer-Policy"] == "no-referrer"
    assert HEADERS["Cross-Origin-Opener-Policy"] == "same-origin"
