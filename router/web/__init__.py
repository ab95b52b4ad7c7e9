"""The HTTP doors: what Plivo calls, and what the operator asks."""
