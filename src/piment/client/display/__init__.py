"""What a display channel keeps: surfaces, images, streams, and how they come about."""
