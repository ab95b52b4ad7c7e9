"""Values into words: findings, traces, rules as sentences. Pure."""
