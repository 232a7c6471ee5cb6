"""What the guest shows now."""
