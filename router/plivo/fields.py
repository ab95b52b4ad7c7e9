"""What inbound messages and delivery reports share: each field once, the named ones filled."""

from collections.abc import Mapping
from dataclasses import dataclass

from router.plivo.form import Pairs


@dataclass(frozen=True, slots=True)
class Malformed:
    """A request that Plivo would not make, and why: for the log, with no value of the request."""

    reason: str


def single_fields(pairs: Pairs, required: tuple[str, ...]) -> Mapping[str, str] | Malformed:
    """The fields by name; Malformed when one is there twice, or a required one missing or blank."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        return Malformed("a field is there twice")
    for name in required:
        if not fields.get(name, "").strip():
            return Malformed(f"the field {name} is missing or blank")
    return fields
