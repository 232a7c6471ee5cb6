"""What was done to a machine, told action by action."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from piment.record import Record

SECRET = "<secret>"  # noqa: S105 - it stands for one
"""Stands in an action for what is not to be told."""

log = logging.getLogger("piment.audit")


class Action(Record):
    """Something that was done, or tried."""

    when: datetime
    """When it began, UTC."""
    name: str
    """The method of the desktop: type, key, click."""
    arguments: Mapping[str, Any]
    seconds: float
    """How long it took."""
    error: str | None = None
    """Why it failed; None if it did not."""

    def __str__(self) -> str:
        said = "".join(f" {name}={value!r}" for name, value in self.arguments.items())
        failed = "" if self.error is None else f" error={self.error!r}"
        return f"action={self.name}{said} ms={1000 * self.seconds:.0f}{failed}"


Listener = Callable[[Action], None]


class Audit:
    """Tells actions to those who listen, and to the logger `piment.audit`."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every action from now on; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def action(self, name: str, **arguments: Any) -> Iterator[None]:
        """Tell of what the block does, when it has ended."""
        when, began = datetime.now(UTC), time.monotonic()
        error: str | None = None
        try:
            yield
        except BaseException as failure:
            error = str(failure) or type(failure).__name__
            raise
        finally:
            self._tell(Action(when, name, arguments, time.monotonic() - began, error))

    def _tell(self, action: Action) -> None:
        log.log(logging.INFO if action.error is None else logging.WARNING, "%s", action)
        for listener in self._listeners.copy():
            listener(action)
