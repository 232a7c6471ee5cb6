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
    """Time, level, who, and the message, which names its values: key=value."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).isoformat(timespec="milliseconds")
        text = f"{when} {record.levelname.lower():7} {record.name} {record.getMessage()}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return text.replace("\r", "\\r")


def set_up(level: LogLevel) -> None:
    """Write everything from `level` up to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    root = logging.getLogger("piment")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False
