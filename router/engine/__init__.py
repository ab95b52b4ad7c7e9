"""Decide what a rule set says to a message. Pure: no files, no clock, no network."""
