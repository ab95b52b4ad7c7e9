"""The journal: what came, what was decided and what was answered, in one of two databases."""
