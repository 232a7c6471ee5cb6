"""What `decoders.js` measures with: streams, and the speed of the Rust core on them."""
