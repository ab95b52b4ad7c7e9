"""The small tree of a rule file: YAML events into nodes, and what of YAML is refused on the way."""
