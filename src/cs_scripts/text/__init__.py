"""What a message looks like before anybody asks what it means: normal form, words, and what must be masked."""
