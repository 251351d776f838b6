"""One home for each file format: how it is read from whoever wrote it, and written so that a crash leaves the old file whole."""
