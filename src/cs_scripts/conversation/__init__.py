"""What was said in a talk, and where the order stands."""
