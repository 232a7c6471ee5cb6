"""The archive that a kernel unpacks into its first file system: cpio, the form called newc."""

from __future__ import annotations

import gzip
from pathlib import Path

MAGIC = b"070701"
END = "TRAILER!!!"
ALIGNMENT = 4

# The fields of a header, each of eight hexadecimal digits; those that `record` does not set are 0.
FIELDS = (
    *("ino", "mode", "uid", "gid", "nlink", "mtime", "filesize"),
    *("devmajor", "devminor", "rdevmajor", "rdevminor", "namesize", "check"),
)


def write_initramfs(tree: Path, archive: Path) -> None:
    """Pack all files, folders and links below `tree` into `archive`; all belong to root."""
    with gzip.open(archive, "wb", compresslevel=1) as output:
        for number, path in enumerate(sorted(tree.rglob("*")), start=1):
            output.write(entry(path.relative_to(tree).as_posix(), number, path))
        output.write(record(END, b""))


def entry(name: str, number: int, path: Path) -> bytes:
    """Return the record of one file, folder or link."""
    if path.is_symlink():
        content = str(path.readlink()).encode()
    else:
        content = path.read_bytes() if path.is_file() else b""
    return record(name, content, ino=number, mode=path.lstat().st_mode)


def record(name: str, content: bytes, *, ino: int = 0, mode: int = 0) -> bytes:
    """Return a header, the name and the content, each padded."""
    values = {"ino": ino, "mode": mode, "nlink": 1, "filesize": len(content)}
    values["namesize"] = len(name) + 1
    header = MAGIC + b"".join(b"%08x" % values.get(field, 0) for field in FIELDS)
    return padded(header + name.encode() + b"\0") + padded(content)


def padded(data: bytes) -> bytes:
    """Return `data` with zeros up to the next multiple of the alignment."""
    return data + bytes(-len(data) % ALIGNMENT)
