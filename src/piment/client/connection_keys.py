"""The keys of connection files: which field each is, and what its values are.

`TARGET`, `PREFERENCES` and `FILE` are tables by the class whose fields they name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from piment.client.key_file import BOOLEAN, INTEGER, LIST, STRING, AnyKind, Kind

HOTKEYS = (
    "toggle-fullscreen",
    "release-cursor",
    "secure-attention",
    "zoom-in",
    "zoom-out",
    "zoom-reset",
    "smartcard-insert",
    "smartcard-remove",
    "usb-device-reset",
)
"""Keys that are actions, whose values are keys to press."""


def _read_port(value: str) -> int | None:
    """Return the port; portals write 0 or -1 for none."""
    number = INTEGER.read(value)
    return number if number > 0 else None


PORT: Kind[int | None] = Kind(_read_port, str)
PATH: Kind[Path] = Kind(
    lambda value: Path(STRING.read(value)), lambda path: STRING.write(str(path))
)
NAMES: Kind[frozenset[str]] = Kind(
    lambda value: frozenset(name.strip() for name in LIST.read(value) if name.strip()),
    lambda names: LIST.write(sorted(names)),
)


def _write_authority(authority: str | Path) -> str:
    text = authority.read_text() if isinstance(authority, Path) else authority
    return STRING.write(text)


AUTHORITY: Kind[Any] = Kind(STRING.read, _write_authority)


class Key(NamedTuple):
    """Which field a key is, and what its values are."""

    field: str
    kind: AnyKind


TARGET = {
    "unix-path": Key("unix_path", PATH),
    "host": Key("host", STRING),
    "port": Key("port", PORT),
    "tls-port": Key("tls_port", PORT),
    "proxy": Key("proxy", STRING),
    "username": Key("username", STRING),
    "password": Key("password", STRING),
    "ca": Key("ca", AUTHORITY),
    "host-subject": Key("host_subject", STRING),
    "tls-ciphers": Key("tls_ciphers", STRING),
    "secure-channels": Key("secure_channels", NAMES),
    "disable-channels": Key("disabled_channels", NAMES),
    "title": Key("title", STRING),
}
PREFERENCES = {
    "fullscreen": Key("fullscreen", BOOLEAN),
    "color-depth": Key("color_depth", INTEGER),
    "disable-effects": Key("disabled_effects", NAMES),
    "enable-smartcard": Key("smartcard", BOOLEAN),
    "enable-usbredir": Key("usbredir", BOOLEAN),
    "enable-usb-autoshare": Key("usb_autoshare", BOOLEAN),
    "usb-filter": Key("usb_filter", STRING),
}
FILE = {
    "version": Key("version", STRING),
    "versions": Key("versions", NAMES),
    "newer-version-url": Key("newer_version_url", STRING),
    "delete-this-file": Key("delete", BOOLEAN),
}
