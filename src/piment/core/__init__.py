"""Sans-IO state machines: bytes in, events out. No sockets, no clock, no tasks."""
