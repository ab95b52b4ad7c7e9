"""The vocabulary: plain frozen values that every floor above speaks in. Standard library only."""
