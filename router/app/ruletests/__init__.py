"""Examples and tests beside the rules: run, reported, and written for rules that have none."""
