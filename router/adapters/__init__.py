"""Thin doors to files, clock, memory, metrics and log: one adapter per port."""
