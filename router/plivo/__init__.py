"""Plivo on the wire: forms, signatures, delivery reports and the XML answer. Pure."""
