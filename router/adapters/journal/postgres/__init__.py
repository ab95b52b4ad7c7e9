"""The journal in PostgreSQL, which several routers may share."""
