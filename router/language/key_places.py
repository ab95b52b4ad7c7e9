"""Where the keys of a rule file lead: to a place with keys of its own, or to a list of such."""

from collections.abc import Mapping as Map

from router.language.lines import KEYS_OF

NEXT: Map[tuple[str, str], str] = {
    ("file", "match"): "match",
    ("file", "people"): "people",
    ("file", "lists"): "lists",
    ("file", "schedules"): "schedules",
    ("file", "rotas"): "rotas",
    ("file", "rules"): "rule",
    ("rule", "match"): "match",
    ("rule", "actions"): "action",
    ("rule", "examples"): "example",
    ("file", "tests"): "test",
    **{("test", key): "message" for key in ("message", "messages")},
    ("test", "sends"): "sent",
    **{(place, "from"): "sender" for place in ("example", "message")},
    ("rule", "stage"): "stage",
    ("rota", "swaps"): "swaps",
    **{("match", key): "address" for key in ("from", "to")},
    ("match", "text"): "text",
    ("match", "regex"): "regex",
    **{("match", key): "match" for key in ("all", "any", "not")},
    ("address", "regex"): "regex",
    **{("action", key): key for key in KEYS_OF["action"]},
}
"""Which place a key leads to; a key that is not here leads to a plain value."""

NAMED_KEYS = frozenset(("people", "lists", "schedules", "rotas", "swaps"))
"""Keys below which the author's own names (or dates) are the keys."""

LISTS: Map[str, str] = {
    "rules": "rule",
    "actions": "action",
    "examples": "example",
    "tests": "test",
    "messages": "message",
    "sends": "sent",
}
"""Keys whose value is a list of keys, and the place of each item."""
