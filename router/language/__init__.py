"""From YAML text to a rule set, or to findings that say what to mend. Pure."""
