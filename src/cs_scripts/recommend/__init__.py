"""From a message to ranked replies."""
