"""What the program tells while it runs: one line each, on standard error."""

from __future__ import annotations

import enum
import logging
import sys
from datetime import datetime


class LogLevel(enum.StrEnum):
    """From most to least talkative."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _Lines(logging.Formatter):
    """Time, level, who, and the message, which names its values: key=value.

    What a peer said stands in a message as it is: control characters are written out, so that it
    cannot forge lines or drive the terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).isoformat(timespec="milliseconds")
        text = f"{when} {record.levelname.lower():7} {record.name} {record.getMessage()}"
        line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def set_up(level: LogLevel) -> None:
    """Write everything from `level` up to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    root = logging.getLogger("piment")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False
