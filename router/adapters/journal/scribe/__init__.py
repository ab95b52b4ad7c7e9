"""The process that writes the journal's rows, and the line to it."""
