"""Chat logs by what they look like: tables, transcripts, documents."""
