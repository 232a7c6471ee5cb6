"""A child process of node that answers lines of JSON, and values as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from piment.wire import Struct
from piment.wire.rules import Pointer, Rule, When, is_value
from piment.wire.types import Int
from tools.webgen.types import BIG, module_of

HERE = Path(__file__).parent


class Node:
    """A script of this folder, running."""

    def __init__(self, script: str) -> None:
        program = shutil.which("node")
        assert program, "the web client's tests need node 20 or newer: apt-get install nodejs"
        self.process = subprocess.Popen(
            [program, HERE / script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.process.communicate()

    def ask(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the answers to requests, which travel as one line."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(requests) + "\n")
        self.process.stdin.flush()
        answers: list[dict[str, Any]] = json.loads(self.process.stdout.readline())
        assert len(answers) == len(requests)
        for answer in answers:
            assert "crash" not in answer, answer["crash"]
        return answers


def told(value: Any, rule: Rule | None = None) -> Any:
    """Return a value as the scripts of this folder tell it."""
    match rule:
        case When(_, inner) | Pointer(inner):
            return told(value, inner)
    match value:
        case None:
            return None
        case Struct():
            fields = {
                name: told(getattr(value, name), inner)
                for name, inner in value.layout
                if is_value(inner)
            }
            return {"kind": f"{module_of(type(value))}.{type(value).__name__}", "fields": fields}
        case list():
            return [told(item) for item in value]
        case bytes():
            return {"bytes": value.hex()}
    return {"big": str(int(value))} if isinstance(rule, Int) and rule.bits == BIG else int(value)
