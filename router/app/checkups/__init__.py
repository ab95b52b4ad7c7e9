"""What `doctor` looks at: one file for each part of an installation, and the ports it needs."""
