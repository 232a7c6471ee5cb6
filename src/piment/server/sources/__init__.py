"""Where desktops come from: each source is one file or folder, and small."""
