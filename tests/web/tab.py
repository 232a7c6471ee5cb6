"""The web client without a page: a session of it, in a child process of node."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

PATIENCE_S = 20.0
MOST_ANSWER_BYTES = 1 << 27
"""A picture of 4096x4096, as text."""


class Refused(Exception):  # noqa: N818 - as the client says it
    """The session could not be had; `stage` and `code` say why."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer["message"])
        self.stage: str = answer["stage"]
        self.code: str | None = answer["code"]


class Tab:
    """Runs one session after the other."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        program = shutil.which("node")
        assert program, "the web client's tests need node 20 or newer: apt-get install nodejs"
        script = str(Path(__file__).parent / "tab.js")
        self._process = await asyncio.create_subprocess_exec(
            *(program, "--no-warnings", "--experimental-websocket", script),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=MOST_ANSWER_BYTES,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        if self._process.returncode is None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def ask(self, command: str, **how: Any) -> dict[str, Any]:
        """Return what a command of tab.js answers.

        Raises:
            Refused: the session could not be had.

        """
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, **how}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE_S):
            line = await self._process.stdout.readline()
        assert line, f"node ended with status {await self._process.wait()}"
        answer: dict[str, Any] = json.loads(line)
        assert "crash" not in answer, answer["crash"]
        if "stage" in answer:
            raise Refused(answer)
        return answer

    async def open(
        self, url: str, password: str = "", *, view_only: bool = False, workers: int = 0
    ) -> None:
        """Open a session.

        Raises:
            Refused: it could not be had.

        """
        how = {"password": password, "isViewOnly": view_only, "workers": workers}
        await self.ask("open", url=url, **how)

    async def event(self, type_: str, after: int = 0) -> dict[str, Any]:
        """Wait for an event of a type behind the first `after`, and return it."""
        found: dict[str, Any] = (await self.ask("event", type=type_, after=after))["event"]
        return found

    async def pixels(self, display: int = 0) -> NDArray[np.uint8]:
        """Return what a display shows, uint8 (height, width, 3) B, G, R."""
        found = await self.ask("pixels", display=display)
        data = np.frombuffer(base64.b64decode(found["pixels"]), np.uint8)
        pixels = data.reshape(found["height"], found["width"], 4)
        return np.ascontiguousarray(pixels[..., :3])

    async def type(self, codes: list[int]) -> None:
        """Press and release keys, one after the other."""
        for code in codes:
            await self.ask("key", code=code, isPressed=True)
            await self.ask("key", code=code, isPressed=False)
