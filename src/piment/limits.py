"""How much a peer may ask for: each limit with its reason.

Without them a few bytes could announce gigabytes. What exceeds a limit is an error of the peer.
"""

from __future__ import annotations

# --- link stage (wire.md 2) ----------------------------------------------------------------------

MOST_LINK_BYTES = 4096
"""Link message behind its header: the reference server's limit."""

MOST_CAPABILITY_WORDS = 1024
"""Capability words of either kind: the reference server's limit."""

MOST_PASSWORD_BYTES = 60
"""Fixed by the protocol; the reference client refuses longer ones."""

MOST_CONNECTION_FILE_BYTES = 1 << 20
"""A file for remote-viewer, which a web page may have sent; with all authorities of the web it has
300 kilobytes."""

# --- SASL (wire.md 2.9) --------------------------------------------------------------------------

MOST_SASL_LIST_BYTES = 300
"""Names of mechanisms: the reference client's limit."""

MOST_SASL_STEP_BYTES = 64 << 10
"""One challenge: certificates or Kerberos tickets would fit, and those of our mechanisms have less
than two kilobytes; the reference client takes a megabyte."""

MOST_SASL_REASON_BYTES = 1024
"""Why the server refuses; the reference server sends 22 bytes."""

MOST_SASL_BUFFER_BYTES = 64 << 10
"""One buffer of a security layer: the default of the mechanism, which we announce."""

MOST_SCRAM_ITERATIONS = 1 << 18
"""Of the hash over the password: a quarter of a second, for which nothing else goes on."""

# --- common messages (wire.md 3) -----------------------------------------------------------------

MOST_PING_BYTES = 1 << 20
"""Padding of a PING; the reference server's bandwidth test sends 256,000 bytes."""

MOST_NOTIFY_BYTES = 64 << 10
"""Text of a NOTIFY: some screens full."""

MOST_SUB_MESSAGES = 64
"""Sub-messages of one message; the reference server sends two at most."""

MOST_SUB_MESSAGE_BYTES = 1 << 20
"""Body of a sub-message: the largest that makes sense is an INVAL_LIST of 65,535 images."""

MOST_MIGRATE_BYTES = 16 << 20
"""State of a channel on its way to another host: queued device data makes up most of it."""

# --- main channel (wire.md 5) --------------------------------------------------------------------

MOST_CHANNELS = 1024
"""Channels of a session: far more than types (11) times what one machine has of each."""

MOST_LINKED_CHANNELS = 64
"""Channels that a client opens of those that a server offers: each is a connection, and 16
displays with a cursor each are the most that any machine has."""

MOST_AGENT_PIECE_BYTES = 2048
"""Bytes of one AGENT_DATA: fixed by the protocol."""

MOST_NAME_BYTES = 4096
"""Name of a machine, a port or a host, with its zero byte."""

MOST_CERTIFICATE_SUBJECT_BYTES = 4096
"""Subject of a migration destination's certificate, with its zero byte."""

MOST_QUALITY_BYTES = 1024
"""Quality indicator: opaque, and no program sends one longer than a few bytes."""

# --- inputs channel (wire.md 8) ------------------------------------------------------------------

MOST_SCANCODE_BYTES = 256
"""Scancodes of one KEY_SCANCODE; clients send a press and a release, at most 8 bytes."""

# --- cursor channel (wire.md 9) ------------------------------------------------------------------

MOST_CURSOR_BYTES = 4 << 20
"""Pixels and mask of a cursor: 1024x1024 of 32 bits, as the stream device allows."""

MOST_CACHED_SHAPES = 256
"""Shapes of the pointer that a client keeps: fixed by the protocol."""

MOST_CACHED_SHAPE_PIXELS = 1 << 23
"""Their pixels: 256 of 181x181."""

# --- display channel (wire.md 6, 7) --------------------------------------------------------------

MOST_CLIP_RECTS = 1 << 16
"""Rectangles of a clip: guests' window systems stay below a few thousand."""

MOST_IMAGE_BYTES = 256 << 20
"""Pixels of one image, coded or not: 8192x8192 of 32 bits."""

MOST_PALETTE_ENTRIES = 256
"""Entries of a palette: as many as eight bits address."""

MOST_SURFACES = 1024
"""Surfaces of one display channel: the reference server's limit."""

MOST_SURFACE_PIXELS = 1 << 27
"""Pixels of all surfaces of a display channel: a screen of 8192x8192, and as many off screen."""

MOST_CACHED_PALETTES = 128
"""Palettes that a display channel keeps: fixed by the protocol."""

PIXMAP_CACHE_SLACK = 2
"""How many times the announced size the images that a server has us keep may be.

The server alone decides what is dropped, and counts as we do; half of it may be under way.
"""

MOST_PATH_SEGMENTS = 1 << 16
"""Segments of a stroke."""

MOST_PATH_POINTS = 1 << 20
"""Points of a segment: 8 MiB of coordinates."""

MOST_GLYPHS = 0xFFFF
"""Glyphs of a string: what its length field can say."""

MOST_GLYPH_BYTES = 1 << 20
"""Mask of one glyph: 1024x1024 of 8 bits."""

MOST_RESOURCES = 0xFFFF
"""Entries of an INVAL_LIST: what its count can say."""

MOST_MONITORS = 256
"""Monitors of a configuration: the reference programs' limit."""

MOST_MONITOR_SIDE = 1 << 15
"""Pixels of a side that a viewer may want a monitor to have: what X11 can show."""

MOST_PLANES = 4
"""Planes of a scanout: DRM's limit, and the number of descriptors that travel with it."""

MOST_FRAME_BYTES = 64 << 20
"""One coded video frame."""

MOST_FRAME_PIXELS = 1 << 26
"""Pixels of one video frame: 8192x8192."""

MOST_STREAM_ID = 63
"""Fixed by the protocol; the reference server uses the first 50."""

# --- sound (wire.md 10) --------------------------------------------------------------------------

MOST_SOUND_BYTES = 64 << 10
"""One frame of sound; the reference server takes 32,768 bytes of raw samples."""

# --- streams of devices (wire.md 11, 12) ---------------------------------------------------------

MOST_STREAM_BYTES = 1 << 20
"""Bytes of one DATA; the reference server sends 65,568 at most."""

MOST_CHANNEL_ID = 0xFF
"""Of the channels of one type: what a link message can say."""

MOST_POWER_LINE_BYTES = 64
"""One command to a machine's buttons; the longest has eight bytes."""

MOST_POWER_LINES = 64
"""Answers that a viewer has not read: he presses two buttons."""

MOST_CARD_BYTES = 4096
"""Data of a smartcard message: an APDU has 270 bytes, and readers have names."""

MOST_STREAM_CAPABILITY_BYTES = 1024
"""Capabilities of a stream device: the public protocol's limit."""

MOST_STREAM_FRAME_BYTES = 32 << 20
"""One frame of a stream device: the reference server's limit."""

# --- agent (agent.md 3) --------------------------------------------------------------------------

MOST_CLIPBOARD_BYTES = 100 << 20
"""Content of a clipboard: the reference client's default limit."""

MOST_AGENT_MESSAGE_BYTES = MOST_CLIPBOARD_BYTES + 64
"""Any message of the agent: a clipboard's content is the largest, with a few fields before it."""

MOST_CLIPBOARD_TYPES = 64
"""Types that one clipboard offers; there are seven."""

MOST_FILE_BYTES = 1 << 20
"""File data of one message; the reference client sends 65,536 bytes."""

MOST_FILE_HEADER_BYTES = 64 << 10
"""Name and size of a file, as text."""

MOST_STATUS_BYTES = 64
"""Details of a file transfer's status: at most 8 are defined."""

MOST_AGENT_CAPABILITY_WORDS = 32
"""Capability words of an agent; one is in use."""

MOST_DISPLAY_DEVICES = 256
"""Displays whose devices are named: one a monitor."""

# --- QEMU over D-Bus (dbus-display.md) -----------------------------------------------------------

MOST_BUS_MESSAGE_BYTES = 1 << 20
"""One message that is no picture: what a machine with 16 screens and 100 ports has takes 64 KiB."""

MOST_BUS_PICTURE_BYTES = 64 << 20
"""Bytes of an array: fixed by D-Bus. QEMU cannot send larger pictures."""

MOST_BUS_HEADER_BYTES = 4096
"""Header of a message: paths and names, of which QEMU's have 200 bytes together."""

MOST_BUS_HANDLES = 16
"""Descriptors of one message: the reference bus's limit."""

MOST_QMP_LINE_BYTES = 1 << 20
"""One answer of QEMU's monitor; the schema of all commands, the longest, has 200,000 bytes."""

MOST_MACHINE_SCREENS = 16
"""Screens of one machine: as many outputs as virtio-gpu has."""

MOST_MACHINE_PORTS = 256
"""Ports of one machine: virtio-serial has 31 each bus."""

# --- bodies of messages (wire.md 3.1) ------------------------------------------------------------

MOST_BODY_FROM_CLIENT = {
    1: 4096 + 11 * MOST_AGENT_PIECE_BYTES,
    2: 1024,
    3: 2048,
    4: 1024,
}
"""Bytes of a client's message by channel type: the reference server's limits."""

MOST_OTHER_BODY_FROM_CLIENT = 1 << 20
"""Bytes of a client's message on the other channels: sound, and streams of devices."""

MOST_BODY_FROM_SERVER = {2: 2 * MOST_IMAGE_BYTES}
"""Bytes of a server's message by channel type: a drawing command with an image and a mask."""

MOST_OTHER_BODY_FROM_SERVER = 32 << 20
"""Bytes of a server's message on the other channels: MIGRATE_DATA is the largest."""


def most_body(channel_type: int, *, from_client: bool) -> int:
    """Return how many bytes the body of a message may have."""
    if from_client:
        return MOST_BODY_FROM_CLIENT.get(channel_type, MOST_OTHER_BODY_FROM_CLIENT)
    return MOST_BODY_FROM_SERVER.get(channel_type, MOST_OTHER_BODY_FROM_SERVER)
