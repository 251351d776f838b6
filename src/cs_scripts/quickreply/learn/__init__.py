"""Learn a format from a sample that a client wrote itself."""
