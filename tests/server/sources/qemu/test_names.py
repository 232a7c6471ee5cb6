"""What QEMU calls its things: it says so itself in `tests/interop/test_qemu_dbus.py`."""

from __future__ import annotations

from piment.server.sources.qemu import names


def test_names_begin_as_all_of_qemu_s_do() -> None:
    for name, value in vars(names).items():
        if name.isupper() and name != "BUS_NAME":
            path = name == "ROOT" or name.endswith("_PATH")
            assert value.startswith("/org/qemu/Display1" if path else "org.qemu.Display1.")
