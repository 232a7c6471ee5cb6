"""QEMU with spice-server: machines that wait in their firmware, and machines with a guest."""

from tests.interop.peers.qemu.machine import Machine

QemuFirmware = Machine
