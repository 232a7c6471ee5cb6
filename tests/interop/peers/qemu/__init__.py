"""QEMU with spice-server: machines that wait in their firmware, and machines with a guest."""
