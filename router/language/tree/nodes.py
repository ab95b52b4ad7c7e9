"""The small tree of a rule file: every key and value knows its place, nothing is converted."""

from typing import NamedTuple

from router.core.position import Span


class Scalar(NamedTuple):
    """A single value, as the author typed it: `text` is never converted to number, flag or date.

    `plain` is False when it was quoted or a block (`>` or `|`); a plain empty text means that
    nothing was written.
    """

    text: str
    span: Span
    plain: bool = True


class Sequence(NamedTuple):
    """A list; `span` runs from its first item's dash or bracket to its end."""

    items: tuple["Node", ...]
    span: Span


class Entry(NamedTuple):
    """One `key: value` of a mapping."""

    key: Scalar
    value: "Node"


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file; keys are unique (else a finding)."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> "Node | None":
        """The value under a key, or None."""
        for written, value in self.entries:
            if written.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping
