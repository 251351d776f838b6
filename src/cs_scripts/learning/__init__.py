"""What a shop teaches by working: which replies its agents choose, change and turn down."""
