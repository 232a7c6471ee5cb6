"""D-Bus over any socket: calls, signals, objects of our own, descriptors; with or without a bus."""
