"""`not: staff`: people or texts right behind `not`, without the key that says which."""

import re
from collections.abc import Sequence

from router.language.diagnostics import Diagnostic
from router.language.lines import KEYS_OF, as_flow_value
from router.language.numbers import looks_like_number
from router.language.shape.spot import Spot, replaced
from router.language.tree.nodes import Node, Scalar

_NAME = re.compile(r"[^\W\d_][\w-]*")
_OTHER_WORDS = frozenset(("", "everything", "nothing", *KEYS_OF["match"]))


def denied_values(spot: Spot, items: Sequence[Node]) -> Diagnostic | None:
    """The finding for a text, or a list of these items, that stands right behind `not`."""
    if spot.place != "match" or spot.key is None or spot.key.text != "not":
        return None
    node = spot.node
    values = [item.text for item in items if isinstance(item, Scalar)]
    if len(values) < len(items) or not _OTHER_WORDS.isdisjoint(values):
        return None
    said = ", ".join(as_flow_value(value) for value in values)
    if len(values) > 1:
        said = f"[{said}]"
    # Which names there are is not known yet: a single word is likely one.
    people = all(map(_is_somebody, values))
    fix = f"{'from' if people else 'text'}: {said}"
    if isinstance(node, Scalar) or spot.is_flow():
        fix = f"{{{fix}}}"
    kind = "a text" if isinstance(node, Scalar) else "a list"
    return spot.finding(
        "wrong-kind",
        f"{spot.what} takes {spot.takes.words}, not {kind}",
        node.span,
        ("write {from: …} for who sends the text, {text: …} for what it says",),
        replaced(spot.source, node.span, fix),
    )


def _is_somebody(value: str) -> bool:
    digits = any(char.isdigit() for char in value)
    return bool(_NAME.fullmatch(value)) or (digits and looks_like_number(value))
