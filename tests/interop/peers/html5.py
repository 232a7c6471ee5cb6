"""spice-html5, the SPICE client in a browser that Debian has."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

from tests.interop.peers.browser import CanvasPage, Chromium
from tests.interop.peers.packages import need

PAGES = "/usr/share/spice-html5"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in http.server
        """Say nothing."""


class SpiceHtml5(CanvasPage):
    """spice-html5's page with a session in it."""

    canvas = "#spice-screen canvas"

    def __init__(self, chromium: Chromium) -> None:
        need("spice-html5")
        super().__init__(chromium)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=PAGES))
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    async def open(self, port: int, **settings: str) -> None:
        """Connect to a WebSocket on `port` of 127.0.0.1; `password` is a setting."""
        query = urlencode({"host": "127.0.0.1", "port": port, **settings})
        address = f"http://127.0.0.1:{self._server.server_port}/spice_auto.html?{query}"
        await self.chromium.page.goto(address)

    def close(self) -> None:
        """Stop serving the page; the browser goes on."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
