"""Which rules can possibly match a message: what they are filed under, and what a message has."""
