"""A machine that QEMU runs, shown and driven from outside through its D-Bus display."""
