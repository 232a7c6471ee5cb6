"""What there is to say about a session, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field

from piment.client.channels.base import Channel
from piment.client.channels.display import DisplayChannel
from piment.client.session import Session
from piment.protocol.agent import AgentCap
from piment.protocol.capabilities import CAPABILITIES
from piment.protocol.main import MouseModeFlags


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """A channel that the server offers."""

    name: str
    is_open: bool
    capabilities: list[str] = field(default_factory=list)
    """What the server announced on it."""
    bytes_read: int = 0
    bytes_written: int = 0


@dataclass(frozen=True, slots=True)
class MonitorReport:
    """A part of a display's screen, in its pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class StreamReport:
    """A video stream that plays."""

    codec: str
    x: int
    y: int
    width: int
    height: int
    frames: int
    skipped: int
    broken: int
    margin_ms: int
    """How early the last frame came; negative: late."""


@dataclass(frozen=True, slots=True)
class DisplayReport:
    """A display and what it shows."""

    id: int
    width: int
    height: int
    """0 by 0 while there is no screen."""
    format: str | None
    is_whole: bool
    """Whether the server says that the screen may be looked at."""
    monitors: list[MonitorReport]
    images: dict[str, int]
    """How many came, by the way that they were compressed."""
    streams: list[StreamReport]
    dropped: int
    """Commands that could not be carried out."""


@dataclass(frozen=True, slots=True)
class Report:
    """A session at this moment."""

    target: str
    name: str | None
    uuid: str | None
    mouse_mode: str
    mouse_modes: list[str]
    """What the server can do."""
    agent: bool
    """Whether the guest has one."""
    agent_capabilities: list[str]
    channels: list[ChannelReport]
    displays: list[DisplayReport]


def report_of(session: Session) -> Report:
    """Return what is known about a session that is open."""
    shared, agent = session.shared, session.agent
    return Report(
        target=str(session.target),
        name=session.main.machine_name,
        uuid=None if session.main.uuid is None else str(session.main.uuid),
        mouse_mode=" ".join(_modes(shared.mouse_mode)),
        mouse_modes=_modes(shared.mouse_modes),
        agent=agent.is_connected,
        agent_capabilities=[_named(AgentCap, number) for number in agent.capabilities],
        channels=[_channel(session, name) for name in ("main:0", *session.offered)],
        displays=[_display(display) for _, display in sorted(session.displays.items())],
    )


def _modes(flags: MouseModeFlags) -> list[str]:
    return [flag.name.lower() for flag in MouseModeFlags if flag & flags and flag.name]


def _channel(session: Session, name: str) -> ChannelReport:
    channel = _find(session, name)
    if channel is None or not channel.is_linked:
        return ChannelReport(name, is_open=False)
    names = CAPABILITIES.get(channel.kind.number)
    told = [str(n) if names is None else _named(names, n) for n in channel.capabilities]
    read, written = session.traffic.get(name, (0, 0))
    return ChannelReport(name, True, told, read, written)


def _find(session: Session, name: str) -> Channel | None:
    places: dict[str, Channel | None] = {session.main.name: session.main}
    for channel in (*session.displays.values(), *session.cursors.values(), session.inputs):
        if channel is not None:
            places[channel.name] = channel
    return places.get(name)


def _named(names: type, number: int) -> str:
    try:
        return str(names(number).name)
    except ValueError:
        return str(number)


def _display(display: DisplayChannel) -> DisplayReport:
    primary = display.primary
    width, height = (0, 0) if primary is None else primary.size
    return DisplayReport(
        id=display.id,
        width=width,
        height=height,
        format=None if primary is None else primary.format.name,
        is_whole=display.is_marked,
        monitors=[MonitorReport(each.x, each.y, each.width, each.height) for each in display.heads],
        images=dict(display.images_seen),
        streams=[
            StreamReport(
                codec=stream.codec,
                x=stream.dest.left,
                y=stream.dest.top,
                width=stream.dest.width,
                height=stream.dest.height,
                frames=stream.frames,
                skipped=stream.skipped,
                broken=stream.broken,
                margin_ms=stream.last_margin_ms,
            )
            for stream in display.streams.open.values()
        ],
        dropped=display.dropped,
    )
