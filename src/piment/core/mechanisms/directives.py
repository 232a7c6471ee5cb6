"""Lists of `key=value` and `key="value"`, in which DIGEST-MD5 talks (RFC 2831, 7.1)."""

from __future__ import annotations

import re

from piment.errors import AuthError

_DIRECTIVE = re.compile(
    r"""[ \t\r\n]*
    (?:
        ([A-Za-z-]+) [ \t\r\n]* = [ \t\r\n]*
        (?: "((?:[^"\\]|\\.)*)" | ([^"\\,\s]*) )
        [ \t\r\n]*
    )?
    (?:,|$)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r'["\\]')


def read(data: bytes) -> dict[str, str]:
    """Return the directives; of several with one key, the first.

    Raises:
        AuthError: the bytes are something else.

    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise AuthError("DIGEST-MD5: the server does not speak UTF-8") from None
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _DIRECTIVE.match(text, at)
        if match is None:
            raise AuthError(f"DIGEST-MD5: no list of directives: {text[at : at + 40]!r}")
        key, quoted, bare = match.groups()
        if key is not None:
            value = bare if quoted is None else _ESCAPED.sub(r"\1", quoted)
            found.setdefault(key.lower(), value)
        at = match.end()
    return found


def words(value: str) -> list[str]:
    """Return the words of a value that is a list itself."""
    return [word.strip() for word in value.split(",")]


def quoted(value: str) -> str:
    """Return a value in quotes."""
    escaped = _SPECIAL.sub(r"\\\g<0>", value)
    return f'"{escaped}"'
