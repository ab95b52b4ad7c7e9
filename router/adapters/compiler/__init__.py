"""The process that compiles, and what goes between it and the one that answers."""
