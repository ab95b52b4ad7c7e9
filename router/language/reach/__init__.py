"""Findings that need the compiled rules: those that never fire, and words that never count."""
