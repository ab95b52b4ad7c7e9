"""Syntax into what the engine runs, part by part; `lower` puts the rule set together from it."""
