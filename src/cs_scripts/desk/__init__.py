"""The desk: a page beside the chat client, and the same over HTTP for a shop's own programs."""
