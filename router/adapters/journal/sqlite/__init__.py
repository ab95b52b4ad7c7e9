"""The journal in a file of the data folder."""
