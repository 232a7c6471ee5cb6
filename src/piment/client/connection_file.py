"""Files that portals hand out for remote-viewer: `.vv`, with a group `[virt-viewer]`.

The tables in `connection_keys.py` say what becomes of each key, in both directions. Keys that they
do not have are kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from piment.client import connection_keys as keys
from piment.client import key_file
from piment.client.connection_keys import Key
from piment.client.key_file import STRING, Groups
from piment.client.preferences import Preferences
from piment.client.target import Target, TargetError
from piment.limits import MOST_CONNECTION_FILE_BYTES

log = logging.getLogger("piment.client")

GROUP = "virt-viewer"
TYPE = "spice"

_VALID = re.compile(
    r"^[ \t]*#[ \t]*password is valid for ([0-9]{1,9}) seconds", re.IGNORECASE | re.MULTILINE
)
"""How oVirt tells, in a comment, how long a password is good for."""


@dataclass(frozen=True, slots=True)
class ConnectionFile:
    """What a connection file says."""

    target: Target
    version: str | None = None
    """The remote-viewer that the file was made for; it says nothing about us."""
    versions: frozenset[str] = frozenset()
    """The same by operating system: `fedora40:11.0`."""
    newer_version_url: str | None = None
    """Where there is one."""
    delete: bool = False
    """Whether the file wants to be deleted once it was read."""
    others: Groups = field(default_factory=dict, hash=False)
    """Keys that we do not know, by group, as they stand there."""


def parse(text: str, *, made: datetime | None = None) -> ConnectionFile:
    """Return what a connection file says that was made at a time, from which its password counts.

    Raises:
        TargetError: it is none, or not for SPICE, or one of its keys has no meaning.

    """
    try:
        groups = key_file.read(text)
    except ValueError as error:
        raise TargetError(str(error)) from None
    pairs = groups.pop(GROUP, None)
    if pairs is None:
        raise TargetError(f"there is no group [{GROUP}]")
    kind = pairs.pop("type", None)
    if kind != TYPE:
        raise TargetError(f"type={kind or ''} is for another program: here it must be {TYPE}")
    valid = _VALID.search(text)
    expires = made + timedelta(seconds=int(valid[1])) if made and valid else None
    target = Target(
        **_take(pairs, keys.TARGET), password_expires=expires, preferences=_preferences(pairs)
    )
    about = _take(pairs, keys.FILE)
    others = {GROUP: pairs, **groups} if pairs else groups
    return ConnectionFile(target, **about, others=others)


def load(path: Path) -> Target:
    """Return the target in the file at `path`.

    Raises:
        TargetError: the file cannot be read, or says nothing that we understand.

    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_CONNECTION_FILE_BYTES + 1)
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if len(data) > MOST_CONNECTION_FILE_BYTES:
            raise TargetError(f"it has over {MOST_CONNECTION_FILE_BYTES} bytes")
        found = parse(data.decode(), made=made)
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}") from None
    except ValueError as error:  # UnicodeError and TargetError are of them
        raise TargetError(f"{path}: {error}") from None
    return replace(found.target, delete_file=path if found.delete else None)


def write(file: ConnectionFile, *, now: datetime | None = None) -> str:
    """Return the text that says this; how long the password is valid counts from `now`.

    Raises:
        TargetError: the target is a WebSocket, for which these files have no key.
        OSError: the file with the authority cannot be read.

    """
    target = file.target
    if target.websocket_path is not None:
        raise TargetError(f"{target}: remote-viewer knows no WebSocket")
    known = {
        "type": TYPE,
        **_give(target, keys.TARGET),
        **_give(target.preferences, keys.PREFERENCES),
        **{action: STRING.write(pressed) for action, pressed in target.preferences.hotkeys.items()},
        **_give(file, keys.FILE),
    }
    text = key_file.write({**file.others, GROUP: known | file.others.get(GROUP, {})})
    if target.password_expires is None or now is None:
        return text
    seconds = max(0, int((target.password_expires - now).total_seconds()))
    return f"{text}# Password is valid for {seconds} seconds.\n"


def discard(target: Target) -> None:
    """Delete the file that the target stands in, if it asks for that; it may be gone already."""
    if target.delete_file is not None:
        try:
            target.delete_file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("file=%s cannot be deleted: %s", target.delete_file, error.strerror)


def _take(pairs: dict[str, str], table: Mapping[str, Key]) -> dict[str, Any]:
    """Return the fields that known keys are, and take these away."""
    return {key.field: _value(name, key, pairs) for name, key in table.items() if name in pairs}


def _value(name: str, key: Key, pairs: dict[str, str]) -> Any:
    raw = pairs.pop(name)
    try:
        return key.kind.read(raw)
    except ValueError as error:
        raise TargetError(f"the key {name} {error}") from None


def _preferences(pairs: dict[str, str]) -> Preferences:
    """Return the wishes; one that cannot be read keeps nobody from connecting."""
    wishes: dict[str, Any] = {}
    hotkeys: dict[str, str] = {}
    for name in [name for name in pairs if name in keys.PREFERENCES or name in keys.HOTKEYS]:
        raw = pairs[name]
        try:
            if name in keys.HOTKEYS:
                hotkeys[name] = STRING.read(raw)
            else:
                wishes[keys.PREFERENCES[name].field] = keys.PREFERENCES[name].kind.read(raw)
        except ValueError as error:
            log.warning("connection file: the key %s is ignored, it %s", name, error)
        else:
            del pairs[name]
    return Preferences(**wishes, hotkeys=hotkeys)


def _give(holder: object, table: Mapping[str, Key]) -> dict[str, str]:
    """Return the keys that fields are, without those that say nothing."""
    values = {name: (key, getattr(holder, key.field)) for name, key in table.items()}
    return {name: key.kind.write(value) for name, (key, value) in values.items() if _says(value)}


def _says(value: object) -> bool:
    return value is not None and value not in ("", frozenset())
