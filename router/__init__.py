"""A rule-driven SMS router for Plivo: signed messages in, YAML rules, Plivo XML out."""

__version__ = "0.1.0"
