"""Xspice: an X server that speaks SPICE, the peer whose desktop our clients can look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.interop.peers.display import Display
from tests.interop.peers.packages import need
from tests.interop.peers.ports import free_port
from tests.interop.peers.process import Process, ReadyPipe

PACKAGED = Path("/etc/X11/spiceqxl.xorg.conf")
XORG = "/usr/lib/xorg/Xorg"

# The driver reads a missing option as 0 and crashes on some: every default is written out.
DEFAULTS = {
    "SpiceDisableTicketing": "True",
    "SpiceAddr": "127.0.0.1",
    "SpiceExitOnDisconnect": "False",
    "NumHeads": "1",
    "SpiceZlibGlzWanCompression": "auto",
    # A busy machine looks like a slow network, and then pictures would not be exact.
    "SpiceJpegWanCompression": "never",
    "SpiceImageCompression": "auto_glz",
    "SpiceStreamingVideo": "filter",
    "EnableImageCache": "True",
    "EnableFallbackCache": "True",
    "EnableSurfaces": "True",
    "SurfaceBufferSize": "128",
    "CommandBufferSize": "128",
    "FrameBufferSize": "16",
    "SpiceAgentMouse": "True",
    "SpicePlaybackCompression": "True",
}

# What spice-server calls an experiment.
SEVERAL_VIEWERS = {"SPICE_DEBUG_ALLOW_MC": "1"}


def configuration(options: Mapping[str, str]) -> str:
    """Return the packaged configuration with `options` written into it.

    Raises:
        KeyError: the driver has no such option.

    """
    text = PACKAGED.read_text()
    for name, value in options.items():
        line = re.compile(rf'^ *#? *Option "{re.escape(name)}".*$', re.MULTILINE)
        text, count = line.subn(f'    Option "{name}" "{value}"', text)
        if not count:
            raise KeyError(f"{PACKAGED} has no option {name}")
    return text


class Xspice(Display):
    """Xorg with the Xspice driver: a display whose screen is served at `uri`."""

    def __init__(self, folder: Path, *, several_viewers: bool = False, **options: str) -> None:
        """Start it with any options of the packaged spiceqxl.xorg.conf.

        A second viewer throws out the first one, except with `several_viewers`.
        """
        need("xserver-xspice", "x11-utils")
        self.port = int(options.setdefault("SpicePort", str(free_port())))
        settings = folder / "xorg.conf"
        settings.write_text(configuration(DEFAULTS | options))
        pipe = ReadyPipe()
        files = ("-config", str(settings), "-logfile", str(folder / "xorg.log"))
        server = Process(
            [XORG, "-displayfd", str(pipe.writing), *files, "-noreset", "-nolisten", "tcp"],
            folder / "xspice.log",
            env=SEVERAL_VIEWERS if several_viewers else {},
            pass_fds=[pipe.writing],
        )
        super().__init__(f":{pipe.read_line(server)}", folder)
        self.started.append(server)
        self._server = server

    @property
    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._server.is_running

    @property
    def uri(self) -> str:
        """The address for viewers."""
        return f"spice://127.0.0.1:{self.port}"
