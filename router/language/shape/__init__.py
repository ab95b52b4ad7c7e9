"""What the schema found wrong with a file's shape, in words, and what stays sound beside it."""
