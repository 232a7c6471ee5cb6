"""What a spice-gtk viewer does with its guest: clipboard, files, sizes, ports."""

from __future__ import annotations

from pathlib import Path

from tests.interop.peers.driven import Driven


class ViewerError(Exception):
    """The viewer could not connect; `what` is spice-gtk's event, such as `error-auth`."""

    def __init__(self, channel: str, what: str, reason: str) -> None:
        super().__init__(f"{channel} {what}: {reason or 'no reason given'}")
        self.channel = channel
        self.what = what


class GuestUser(Driven):
    """Talks with the guest's agent, and through the machine's ports."""

    folder: Path  # logs, pixels, and what was copied

    async def copy(self, text: bytes) -> None:
        """Offer a text to the guest, for its clipboard."""
        path = self.folder / "copied"
        path.write_bytes(text)
        await self.ask("copy", path=str(path))

    async def paste(self) -> bytes:
        """Return the text of the guest's clipboard."""
        return Path(await self.ask("paste")).read_bytes()

    async def send_file(self, path: Path) -> None:
        """Send a file to the guest.

        Raises:
            ViewerError: the agent does not take it.

        """
        failure = await self.ask("send_file", path=str(path))
        if failure is not None:
            raise ViewerError("main:0", "file-copy", failure)

    async def resize(self, width: int, height: int, display: int = 0) -> None:
        """Ask for a size of a display; 0x0 turns it off."""
        await self.ask("resize", display=display, width=width, height=height)

    async def write(self, data: bytes) -> None:
        """Send bytes through the first port."""
        await self.ask("write", text=data.decode("latin-1"))

    def port_data(self, port: int = 0) -> bytes:
        """Return what has come through a port."""
        data = [event for event in self.events if event.fits("port-data", {"port": port})]
        return "".join(event.fields["data"] for event in data).encode("latin-1")
