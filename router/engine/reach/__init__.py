"""What conditions take from each other and exclude, and rules that never fire for it."""
