"""Hours in minutes: a server whose folder is edited at random while it is texted."""
