"""What the shop knows: its profile, and how that fills the blanks of a reply."""
