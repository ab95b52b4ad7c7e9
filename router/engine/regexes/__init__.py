"""Regexes: run by RE2, refused in words, read into a tree, and texts that they find."""
