"""Who the names and numbers of a set are, and every place that uses one."""
