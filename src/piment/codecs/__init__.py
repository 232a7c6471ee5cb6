"""Image codecs: Python names for the Rust kernels. A codec does not know that it travels."""
