r"""The subject that a server's certificate must have, such as `C=DE,O=Acme\, Inc.,CN=host`.

Wire.md 2.11 asks for it. The notation is remote-viewer's, and so is what counts as equal: the keys
are OpenSSL's names, a backslash makes a comma or a backslash part of a value, and all parts must be
there in their order. Upper and lower case of ASCII letters are the same, and so are one space and
several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from piment.client.target import TargetError

NAMES = {
    "C": "countryName",
    "CN": "commonName",
    "DC": "domainComponent",
    "GN": "givenName",
    "L": "localityName",
    "O": "organizationName",
    "OU": "organizationalUnitName",
    "SN": "surname",
    "ST": "stateOrProvinceName",
    "UID": "userId",
    "street": "streetAddress",
}
"""OpenSSL's short names that differ from the long ones, which certificates are read with."""

LONG_NAMES = {
    *NAMES.values(),
    *("businessCategory", "description", "dnQualifier", "emailAddress", "generationQualifier"),
    *("initials", "name", "organizationIdentifier", "postalCode", "pseudonym", "serialNumber"),
    *("title", "unstructuredName", "x500UniqueIdentifier"),
}

OIDS = {
    "2.5.4.3": "commonName",
    "2.5.4.6": "countryName",
    "2.5.4.7": "localityName",
    "2.5.4.8": "stateOrProvinceName",
    "2.5.4.10": "organizationName",
    "2.5.4.11": "organizationalUnitName",
}
"""Numbers that people write instead of the names; numbers without a name stay as they are."""

EXAMPLE = "such as C=DE,O=Acme,CN=host"

_PART = re.compile(r"\s*+((?:[^,\\]|\\[,\\])*+)(?:,|$)")
_ESCAPED = re.compile(r"\\([,\\])")
_SPECIAL = re.compile(r"[,\\]")
_OID = re.compile(r"[0-9]+(\.[0-9]+)+")
_SPACES = re.compile(r"[ \t\n\v\f\r]+")

Names = Iterable[Iterable[tuple[str, str]]]
"""A subject as Python's `ssl` tells it: groups of long names with their values."""


class Part(NamedTuple):
    """One `key=value`; the key is a long name."""

    key: str
    value: str

    @property
    def canonical(self) -> tuple[str, str]:
        """What is compared."""
        text = _SPACES.sub(" ", self.value).strip(" ")
        return self.key, re.sub("[A-Z]+", lambda letters: letters[0].lower(), text)

    def __str__(self) -> str:
        short = next((short for short, long in NAMES.items() if long == self.key), self.key)
        value = _SPECIAL.sub(r"\\\g<0>", self.value)
        return f"{short}={value}"


class Subject:
    """A name with its parts in order; equal if the parts are."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = tuple(parts)

    @classmethod
    def parse(cls, text: str) -> Subject:
        """Read the notation above.

        Raises:
            TargetError: the text is something else; the message says what.

        """
        parts = []
        at = 0
        while at < len(text):
            match = _PART.match(text, at)
            if match is None:
                raise TargetError(
                    f"the subject {text!r} has a backslash before something else than a comma or "
                    "another backslash"
                )
            parts.append(_part(match[1], text))
            at = match.end()
        if not parts:
            raise TargetError(f"the subject is empty: write what the certificate has, {EXAMPLE}")
        return cls(parts)

    @classmethod
    def of_names(cls, names: Names) -> Subject:
        """Return the subject of a certificate.

        A group of several names, which the notation cannot express, becomes a part of its own kind.
        """
        groups = [list(group) for group in names]
        return cls(
            Part("+".join(key for key, _ in group), "+".join(value for _, value in group))
            for group in groups
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Subject):
            return NotImplemented
        return [each.canonical for each in self.parts] == [each.canonical for each in other.parts]

    def __hash__(self) -> int:
        return hash(tuple(each.canonical for each in self.parts))

    def __str__(self) -> str:
        return ",".join(map(str, self.parts))


def _part(text: str, subject: str) -> Part:
    key, mark, value = text.partition("=")
    if not mark:
        raise TargetError(f"the subject {subject!r} has {text!r}, which is no KEY=VALUE, {EXAMPLE}")
    name = NAMES.get(key) or OIDS.get(key) or key
    if name not in LONG_NAMES and not _OID.fullmatch(name):
        raise TargetError(
            f"the subject {subject!r} has the unknown key {key!r}; there are {', '.join(NAMES)} "
            "and OpenSSL's long names"
        )
    return Part(name, _ESCAPED.sub(r"\1", value))
