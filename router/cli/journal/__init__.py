"""The verbs on the journal: one file each, and what they share."""
