"""The client's side of each channel."""
