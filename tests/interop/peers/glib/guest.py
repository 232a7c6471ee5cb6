"""Requests about the guest: clipboard, files, sizes, ports."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import SpiceClientGLib as Spice

from tests.interop.peers.glib.viewer import Viewer

Reply = Callable[[object], None]


class GuestRequests:
    """Does what goes through the guest's agent or the machine's ports."""

    viewer: Viewer

    def do_copy(self, reply: Reply, path: str) -> None:
        self.viewer.agent.copy(self.viewer.channel(Spice.MainChannel), path)
        reply(None)

    def do_paste(self, reply: Reply) -> None:
        self.viewer.agent.paste(self.viewer.channel(Spice.MainChannel), reply)

    def do_send_file(self, reply: Reply, path: str) -> None:
        self.viewer.agent.send_file(self.viewer.channel(Spice.MainChannel), path, reply)

    def do_resize(self, reply: Reply, display: int, width: int, height: int) -> None:
        main = self.viewer.channel(Spice.MainChannel)
        self.viewer.agent.resize(main, display, width, height)
        reply(None)

    def do_write(self, reply: Reply, text: str) -> None:
        self.viewer.ports.write(self.viewer.channel(Spice.PortChannel), text, reply)
