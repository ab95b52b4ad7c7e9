"""What `serve` does once it is asked: looks at everything, then runs in one process or several."""
