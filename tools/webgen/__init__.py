"""The parts of `tools.generate_web`: what the declared structs are in JavaScript."""
