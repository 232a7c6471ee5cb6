"""From names of keys and from text to scancodes."""
