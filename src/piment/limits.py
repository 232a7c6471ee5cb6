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
