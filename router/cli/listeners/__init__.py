"""The two HTTP listeners, on waitress."""
