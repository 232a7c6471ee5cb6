"""The server's side of each channel; the files bear the protocol's names."""
