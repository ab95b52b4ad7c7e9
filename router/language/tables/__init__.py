"""CSV files: their rows, their columns of numbers, and the lists that take numbers from them."""
