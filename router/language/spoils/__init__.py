"""What spoils YAML: a broken line looked at as a person would, and mended to read on."""
