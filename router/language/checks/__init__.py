"""One file per check of meaning; each takes the syntax of the whole set and yields findings."""
