"""Whole rules that stand in a list of something else: under `tests`, or under another rule."""

from router.language.diagnostics import Diagnostic
from router.language.key_places import LISTS
from router.language.lines import KEYS_OF, read_line
from router.language.shape.spot import Spot
from router.language.tree.nodes import Mapping

_OF_A_RULE = frozenset(("match", "actions"))
_ELSEWHERE = frozenset(LISTS.values()) - {"rule"}


def stray_rule(spot: Spot, keys: Mapping) -> Diagnostic | None:
    """The one finding for a rule that stands where a test, an example or an action belongs."""
    present = {entry.key.text for entry in keys.entries}
    if spot.place not in _ELSEWHERE or not present >= _OF_A_RULE:
        return None
    if not present.issubset(KEYS_OF["rule"]):
        return None
    first = keys.entries[0].key
    if spot.start == "rule":
        message = f"this is a rule, and stands under {spot.key.text if spot.key else 'a rule'}"
        hint = f"start its dash in column {_dash(spot)}, and all below it as much further left"
    else:
        message = "this is a rule, and stands under tests"
        hint = _way_to_rules(spot)
    return spot.finding("unknown-key", message, first.span, (hint,))


def _dash(spot: Spot) -> int:
    """The column (from 1) of the dash of the rule around it."""
    around = spot.nodes[0].span
    dashes = read_line(spot.line(around.line)).dashes
    return dashes[0] + 1 if dashes else around.column


def _way_to_rules(spot: Spot) -> str:
    root = spot.nodes[0]
    rules = root.get("rules") if isinstance(root, Mapping) else None
    if rules is None or rules.span.line < spot.nodes[1].span.line:
        return "move it above the line tests:"
    return "move it below the line rules:"
