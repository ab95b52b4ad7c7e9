"""Tree into syntax, part by part; `parse` puts a file together from it."""
