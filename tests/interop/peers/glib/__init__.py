"""The part of the GLib client that runs in a process of its own, under Debian's Python."""

import gi

gi.require_version("SpiceClientGLib", "2.0")
