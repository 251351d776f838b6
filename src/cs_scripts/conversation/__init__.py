"""What was said in a conversation, and where the order stands."""
