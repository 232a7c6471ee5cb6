"""The part of the GLib client that runs in a process of its own, under Debian's Python."""
