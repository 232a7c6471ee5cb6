"""The display channel: what the machine shows (wire.md 6, 7)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piment.canvas import Box, PixelFormat, Surface
from piment.canvas.draw import OPERATIONS
from piment.canvas.format import convert
from piment.client.channels.base import Channel, Mover
from piment.client.display import fills, monitors, video
from piment.client.display.copies import Copy, copies
from piment.client.display.damage import Damage
from piment.client.display.images import Images
from piment.client.display.palettes import Palettes
from piment.client.display.streams import Frame, Streams
from piment.client.display.surfaces import PRIMARY, Surfaces
from piment.client.events import (
    Damaged,
    MonitorsChanged,
    ScreenCreated,
    ScreenGone,
    ScreenShown,
    StreamEnded,
    StreamStarted,
)
from piment.client.shared import Shared
from piment.core.dialogue import Shapes
from piment.core.events import Run
from piment.errors import PimentError, ProtocolError
from piment.geometry import Rect, Size
from piment.protocol import channel as channels
from piment.protocol import display
from piment.protocol.capabilities import Capabilities, DisplayCap
from piment.protocol.channel import Message
from piment.protocol.display import Drawing, Head, SurfaceFmt, VideoCodecType
from piment.protocol.image import ImageCompression
from piment.protocol.shapes import box_fill, cached_copy

log = logging.getLogger("piment.client.display")


class DisplayChannel(Channel):
    """Follows what the server draws; `surfaces` are as it wants them to be."""

    kind = channels.display
    CAPABILITIES = video.capabilities() | Capabilities(
        [
            DisplayCap.SIZED_STREAM,
            DisplayCap.MONITORS_CONFIG,
            DisplayCap.COMPOSITE,
            DisplayCap.A8_SURFACE,
            DisplayCap.STREAM_REPORT,
            DisplayCap.LZ4_COMPRESSION,
        ]
    )

    def __init__(self, shared: Shared, channel_id: int, mover: Mover) -> None:
        super().__init__(shared, channel_id, mover)
        self._damage = Damage(lambda rects: shared.tell(Damaged(channel_id, rects)))
        self.surfaces = Surfaces(self._damage)
        self.heads: Sequence[Head] = []
        """What each monitor shows."""
        self.dropped = 0
        """Commands that could not be carried out."""
        self.streams = Streams(shared.clock, shared.workers, self._put_frame, self._report)
        self._palettes = Palettes()
        self._memory = shared.display_memory
        self._images = self._new_images()
        self._compression: ImageCompression | None = None
        self._codecs: Sequence[VideoCodecType] = ()
        self._handlers: dict[type[Message], Callable[[Any], Awaitable[None] | None]] = {
            **dict.fromkeys(OPERATIONS, self._draw),
            display.Mode: self._mode,
            display.Mark: self._mark,
            display.Reset: self._blacken,
            display.InvalList: self._drop_images,
            display.InvalAllPixmaps: self._drop_all_images,
            display.InvalPalette: self._drop_palette,
            display.InvalAllPalettes: self._drop_all_palettes,
            display.SurfaceCreate: self._create,
            display.SurfaceDestroy: self._destroy,
            display.MonitorsConfig: self._configure,
            display.StreamCreate: self._create_stream,
            display.StreamData: self.streams.frame,
            display.StreamDataSized: self.streams.frame,
            display.StreamClip: self.streams.clip,
            display.StreamDestroy: self._destroy_stream,
            display.StreamDestroyAll: self._destroy_streams,
            display.StreamActivateReport: self.streams.activate_report,
        }

    @property
    def primary(self) -> Surface | None:
        """The surface that is the screen."""
        return self.surfaces.primary

    @property
    def is_marked(self) -> bool:
        """Whether the screen may be looked at."""
        return self.surfaces.is_marked

    @property
    def images_seen(self) -> Mapping[str, int]:
        """How many images came over this connection, by their types."""
        return {payload.__name__: count for payload, count in self._images.seen.items()}

    def snapshot(self) -> NDArray[np.uint8] | None:
        """Return what the screen shows, uint8 (height, width, 4) B, G, R and X; None: nothing."""
        return None if self.primary is None else self.look(self.primary.area).copy()

    def look(self, area: Rect) -> NDArray[np.uint8]:
        """Return pixels of the screen as they are at this moment, which may change with it.

        Raises:
            ProtocolError: there is no screen.

        """
        surface = self.surfaces[PRIMARY]
        if surface.format.is_deep:
            return surface.view(area)
        part = np.ascontiguousarray(surface.words[area.rows, area.columns])
        words = convert(part, surface.format, PixelFormat.XRGB)
        return words.view(np.uint8).reshape(*words.shape, 4)

    def prefer(self, compression: ImageCompression) -> None:
        """Ask the server, now and on later connections, to compress images so, if it can."""
        self._compression = compression
        self._tell_compression()

    def prefer_codecs(self, codecs: Sequence[VideoCodecType]) -> None:
        """Ask the server, now and on later connections, for these codings, the best first."""
        self._codecs = codecs
        self._tell_codecs()

    def begin(self) -> None:
        """Say what the server waits for."""
        self.send(self._memory.join(self.id))
        self._tell_compression()
        self._tell_codecs()

    def detach(self) -> None:
        """Give up the connection; what the screen shows stays."""
        super().detach()
        self._memory.leave(self.id)

    def reset(self) -> None:
        """Forget all that the server has said."""
        super().reset()
        had_screen = self.primary is not None
        self._damage.forget()
        self.surfaces.clear()
        self.streams.clear()
        self._palettes.clear()
        self.heads = []
        self._memory.outlive(self.id)
        self._memory = self.shared.display_memory
        self._images = self._new_images()
        if had_screen:
            self.shared.tell(ScreenGone(self.id))

    def handle(self, message: Message) -> Awaitable[None] | None:
        """Do what the server says."""
        handler = self._handlers.get(type(message))
        return super().handle(message) if handler is None else handler(message)

    def _new_images(self) -> Images:
        return Images(self.surfaces, self._palettes, self._memory, self.shared.workers)

    def _tell_compression(self) -> None:
        can_tell = DisplayCap.PREF_COMPRESSION in self.capabilities
        if self._compression is not None and can_tell:
            self.send(display.PreferredCompression(image_compression=self._compression))

    def _tell_codecs(self) -> None:
        if self._codecs and DisplayCap.PREF_VIDEO_CODEC_TYPE in self.capabilities:
            self.send(display.PreferredVideoCodecType(codecs=bytes(self._codecs)))

    @property
    def shapes(self) -> Shapes:
        """Take plain fills, and plain copies of kept images, as runs."""
        return {display.DrawFill: box_fill(), display.DrawCopy: cached_copy()}

    def handle_run(self, run: Run) -> Awaitable[None] | None:
        """Carry out many commands at a time."""
        if run.kind is display.DrawCopy:
            return self._copy(list(copies(run)))
        for surface_id, boxes in fills.boxes(run):
            self._fill(surface_id, boxes)
        return None

    # --- drawing ---------------------------------------------------------------------------------

    def _draw(self, command: Drawing) -> Awaitable[None] | None:
        surface = self.surfaces.get(command.surface_id)
        form = PixelFormat.XRGB if surface is None else surface.format
        finding = self._images.find(command, form)
        if finding is not None:
            return self._draw_after(finding, command)
        self._paint(command, self._images)
        return None

    async def _draw_after(self, finding: Awaitable[None], command: Drawing) -> None:
        images = self._images
        await finding
        self._paint(command, images)

    def _paint(self, command: Drawing, images: Images) -> None:
        try:
            self.surfaces.draw(command, images)
        except PimentError as error:
            self._drop(type(command).__name__, error)

    def _fill(self, surface_id: int, boxes: list[Box]) -> None:
        try:
            self.surfaces.fill(surface_id, boxes)
        except ProtocolError as error:
            self._drop("DrawFill", error, len(boxes))

    def _copy(self, groups: list[tuple[int, list[Copy]]]) -> Awaitable[None] | None:
        """Copy kept images; those that are not here yet, or scaled, as single commands."""
        for index, (surface_id, group) in enumerate(groups):
            images = self._images.kept(group)
            if images is None:
                rest = (each for _, others in groups[index:] for each in others)
                return self._draw_all([each.command for each in rest])
            try:
                self.surfaces.copy(surface_id, images)
            except ProtocolError as error:
                self._drop("DrawCopy", error, len(images))
        return None

    async def _draw_all(self, commands: list[Drawing]) -> None:
        for command in commands:
            work = self._draw(command)
            if work is not None:
                await work

    def _drop(self, what: str, error: PimentError, count: int = 1) -> None:
        """Go on without what cannot be carried out, as the reference client does."""
        self.dropped += count
        log.warning("channel=%s dropped %d %s: %s", self.name, count, what, error)

    # --- surfaces --------------------------------------------------------------------------------

    def _create(self, message: display.SurfaceCreate) -> None:
        size = Size(message.width, message.height)
        self._create_surface(message, message.surface_id, size, message.format)

    def _mode(self, message: display.Mode) -> None:
        form = SurfaceFmt.FMT_32_xRGB if message.bits == 32 else SurfaceFmt.FMT_16_555
        self._create_surface(message, PRIMARY, Size(message.x_res, message.y_res), form)

    def _create_surface(
        self, message: Message, surface_id: int, size: Size, form: SurfaceFmt
    ) -> None:
        try:
            is_new = self.surfaces.create(surface_id, size, form)
        except ProtocolError as error:
            self._drop(type(message).__name__, error)
            return
        if is_new and surface_id == PRIMARY:
            self._damage.forget()
            self.shared.tell(ScreenCreated(self.id, size))
            if DisplayCap.MONITORS_CONFIG not in self.capabilities:
                self._show_on(monitors.whole(*size))

    def _destroy(self, message: display.SurfaceDestroy) -> None:
        if self.surfaces.destroy(message.surface_id) and message.surface_id == PRIMARY:
            self._damage.forget()
            self.shared.tell(ScreenGone(self.id))

    def _mark(self, _: display.Mark) -> None:
        if self.primary is not None:
            self.surfaces.is_marked = True
            self._damage.flush()
            self.shared.tell(ScreenShown(self.id))

    def _blacken(self, _: display.Reset) -> None:
        self.surfaces.blacken()
        self._palettes.clear()

    # --- caches ----------------------------------------------------------------------------------

    def _drop_images(self, message: display.InvalList) -> None:
        for resource in message.resources:
            if resource.type == display.ResourceType.PIXMAP:
                self._memory.pixmaps.drop(resource.id)

    async def _drop_all_images(self, message: display.InvalAllPixmaps) -> None:
        await self.wait_for(message.wait_list)
        self._memory.pixmaps.clear()

    def _drop_palette(self, message: display.InvalPalette) -> None:
        self._palettes.drop(message.id)

    def _drop_all_palettes(self, _: display.InvalAllPalettes) -> None:
        self._palettes.clear()

    # --- monitors --------------------------------------------------------------------------------

    def _configure(self, message: display.MonitorsConfig) -> None:
        if (heads := monitors.heads(message)) is not None:
            self._show_on(heads)

    def _show_on(self, heads: Sequence[Head]) -> None:
        self.heads = heads
        self._damage.flush()
        self.shared.tell(MonitorsChanged(self.id, heads))

    # --- streams ---------------------------------------------------------------------------------

    def _create_stream(self, message: display.StreamCreate) -> None:
        try:
            stream = self.streams.create(message)
        except ProtocolError as error:
            self._drop(type(message).__name__, error)
            return
        if stream is not None:
            self.shared.tell(StreamStarted(self.id, stream.id, stream.codec, stream.dest))

    def _destroy_stream(self, message: display.StreamDestroy) -> None:
        if self.streams.destroy(message.id):
            self.shared.tell(StreamEnded(self.id, message.id))

    def _destroy_streams(self, _: display.StreamDestroyAll) -> None:
        for stream_id in list(self.streams.open):
            self.streams.destroy(stream_id)
            self.shared.tell(StreamEnded(self.id, stream_id))

    def _put_frame(self, frame: Frame) -> None:
        try:
            self.surfaces.put_frame(frame.surface_id, frame.image, frame.dest, frame.clip)
        except PimentError as error:
            self._drop("frame", error)

    def _report(self, report: display.StreamReport) -> None:
        if DisplayCap.STREAM_REPORT in self.capabilities:
            self.send(report)
