"""Drawing commands through spice-gtk's own canvas: its pixels and ours are the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import numpy as np
import pytest

from piment.canvas import Image, PixelFormat, Surface, draw
from piment.canvas.load import load, load_mask
from piment.errors import ProtocolError
from piment.geometry import Size
from piment.protocol import common, display
from piment.protocol import draw as commands
from piment.protocol.common import Point, PointFix
from piment.protocol.draw import MaskFlags, QMask, Ropd
from piment.protocol.image import Bitmap, BitmapFlags, BitmapFmt, ImageFlags
from piment.protocol.image import Image as WireImage
from piment.server.channels.display import DisplayChannel
from piment.server.sources.demo import DemoSource
from tests.canvas.scenes import Scene, Store, changed, words_of
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.patience import PATIENCE_S
from tests.interop.serving import Serve
from tests.reference.canvas import Picture

SIZE = Size(30, 22)
ROUNDS = 500  # commands a format
DEFINED = {PixelFormat.XRGB: 0xFFFFFF, PixelFormat.RGB555: 0x7FFF}
"""The bits of a pixel that mean something, where not all do."""

FORMATS = {
    PixelFormat.XRGB: BitmapFmt.FMT_32BIT,
    PixelFormat.ARGB: BitmapFmt.RGBA,
    PixelFormat.RGB555: BitmapFmt.FMT_16BIT,
    PixelFormat.A1: BitmapFmt.FMT_1BIT_BE,
}

# What a sender must not send: ternary codes that do not depend on all three operands (19.9).
REFUSED_ROP3 = bytes.fromhex(
    "0003050a0c0f112230333c3f4450555a5f66778899a0a5aaafbbc0c3cccfddeef0f3f5fafcff"
)

# Operators that the library behind the reference computes in floats (19.10). It filters in floats
# then too, and rounds those of all channels together, and SATURATE, elsewhere than we do.
IN_FLOATS = {0x35, 0x36, 0x38}
CLOSE = {13, 0x3B, 0x3C, 0x3D, 0x3E}
SMOOTH = commands.CompositeFlags.SRC_FILTER0 | commands.CompositeFlags.MASK_FILTER0


class Script(DisplayChannel):
    """A display channel that sends what a test says, and nothing else."""

    opened: asyncio.Queue[Script]

    async def _show(self) -> None:
        self.pongs: asyncio.Queue[None] = asyncio.Queue()
        await self._initialised.wait()
        self.opened.put_nowait(self)
        await asyncio.Event().wait()

    def heard(self, message: common.Disconnecting | common.Pong) -> None:
        if isinstance(message, common.Pong):
            self.pongs.put_nowait(None)

    async def done(self) -> None:
        """Wait until the viewer has carried out all that was sent."""
        self.send(common.Ping(1, 0))
        async with asyncio.timeout(PATIENCE_S):
            await self.pongs.get()


class WireStore(Store):
    """Images that travel as bitmaps, and are loaded from them."""

    def add(self, picture: Picture) -> WireImage:
        number = super().add(picture).id
        return bitmap(number, picture)

    def image(self, image: WireImage, surface: PixelFormat) -> Image:
        return load(image, surface)

    def mask(self, image: WireImage) -> Image:
        return load_mask(image)


def bitmap(number: int, picture: Picture) -> WireImage:
    words = words_of(picture)
    rows = np.packbits(words, axis=1) if picture.format is PixelFormat.A1 else words
    data = np.ascontiguousarray(rows).view(np.uint8).reshape(picture.height, -1)
    payload = Bitmap(
        FORMATS[picture.format],
        BitmapFlags.TOP_DOWN,
        picture.width,
        picture.height,
        data.shape[1],
        None,
        None,
        data.tobytes(),
    )
    return WireImage(number, ImageFlags(0), picture.width, picture.height, payload)


class WireScene(Scene):
    """Commands that the reference takes, on one surface."""

    def __init__(self, seed: int, form: PixelFormat) -> None:
        self.random = Random(seed)
        self.form = form
        self.width, self.height = SIZE
        self.store = WireStore()
        self.surface = Surface(SIZE, form)

    def image(self, width: int, height: int, any_depth: bool = False) -> WireImage:
        picture = self.picture(self.native(), width, height)
        return self.store.add(picture)

    def native(self) -> PixelFormat:
        shallow = [PixelFormat.RGB555] if not self.form.is_deep else []
        return self.random.choice([PixelFormat.XRGB, PixelFormat.ARGB, *shallow])

    def mask(self) -> QMask:
        if self.chance(0.6):
            return QMask(MaskFlags(0), Point(0, 0), None)
        bits = self.picture(PixelFormat.A1, self.number(1, 30), self.number(1, 24))
        return QMask(MaskFlags(self.number(0, 1)), self.point(), self.store.add(bits))

    def text(self) -> commands.DrawText:
        while True:
            command = super().text()
            glyphs = command.str.glyphs
            if glyphs and not isinstance(glyphs[0], commands.RasterGlyphA8):
                return changed(command, fore_mode=Ropd.OP_PUT)

    def stroke(self) -> commands.DrawStroke:
        """Return a stroke along paths that begin and end, of whole curves, without dashes."""
        segments = []
        for _ in range(self.number(1, 3)):
            curved, closed = self.number(0, 1), self.number(0, 1)
            flags = commands.PathFlags(3 | 8 * closed | 16 * curved)
            count = 1 + (3 * self.number(1, 2) if curved else self.number(1, 4))
            corners = [
                PointFix(self.number(-160, 16 * 40), self.number(-160, 16 * 32))
                for _ in range(count)
            ]
            segments.append(commands.PathSeg(flags, corners))
        plain = commands.LineAttr(commands.LineFlags(0))
        return changed(super().stroke(), attr=plain, path=commands.Path(segments))

    def composite(self) -> commands.DrawComposite:
        """Return an operator in integers, or one in floats whose images are not filtered.

        The modes of all channels together, and SATURATE, are close but not the same.
        """
        while True:
            command = super().composite()
            operator = int(command.flags) & 0xFF
            smooth = int(command.flags) & SMOOTH
            if operator in IN_FLOATS and not smooth:
                return command
            if operator not in IN_FLOATS | CLOSE:
                return command

    def rop3(self) -> commands.DrawRop3:
        while True:
            command = super().rop3()
            if command.rop3 in REFUSED_ROP3 or command.brush is None:
                continue
            if isinstance(command.brush, commands.Pattern):
                corner = Point(command.box.left - 2, command.box.top - 1)
                return changed(command, brush=commands.Pattern(command.brush.pat, corner))
            return command


class Peer:
    """The viewer's canvas."""

    def __init__(self, client: GLibClient, script: Script, form: PixelFormat) -> None:
        self.client = client
        self.script = script
        self.form = form

    async def open(self) -> None:
        flags = display.SurfaceFlags.PRIMARY
        create = display.SurfaceCreate(0, *SIZE, display.SurfaceFmt(self.form), flags)
        self.script.send(create)
        self.script.send(display.Mark())
        await self.client.wait_for("mark")

    async def words(self) -> Any:
        await self.script.done()
        answer = await self.client.ask("pixels", display=0)
        rows = np.fromfile(answer["path"], np.uint8).reshape(answer["height"], answer["stride"])
        return rows.view(self.form.dtype)[:, : answer["width"]]


@pytest.mark.parametrize(
    "form",
    [PixelFormat.XRGB, PixelFormat.ARGB, PixelFormat.RGB555, PixelFormat.RGB565],
    ids=lambda form: form.name,
)
async def test_both_canvases_agree(
    form: PixelFormat,
    monkeypatch: pytest.MonkeyPatch,
    serve: Serve[DemoSource],
    glib_client: Callable[[], Awaitable[GLibClient]],
) -> None:
    Script.opened = asyncio.Queue()
    monkeypatch.setattr("piment.server.channels.display.DisplayChannel", Script)
    client = await glib_client()
    serving = await serve(DemoSource(Size(640, 480)))
    await client.connect(serving.uri)
    async with asyncio.timeout(PATIENCE_S):
        peer = Peer(client, await Script.opened.get(), form)
    await peer.open()
    scene = WireScene(form, form)
    for _ in range(ROUNDS):
        command = scene.command()
        try:
            draw(scene.surface, command, scene.store)
        except ProtocolError:
            continue  # spice-gtk ends its process over what makes no sense
        peer.script.send(command)
        bits = DEFINED.get(form, form.ones)
        ours, theirs = scene.surface.words & bits, await peer.words() & bits
        np.testing.assert_array_equal(ours, theirs, repr(command))
