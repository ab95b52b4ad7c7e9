"""What is wrong with the shape of schedules, stages and lists from CSV files."""

from router.language.diagnostics import Diagnostic
from router.language.lines import KEYS_OF
from router.language.quoting import listed, quoted
from router.language.shape.spot import Spot, replaced, written
from router.language.suggest import nearest
from router.language.tree.nodes import Mapping, Scalar

STAGES = ("live", "shadow")
_STAGE_WORDS = {
    **dict.fromkeys(("test", "testing", "dry-run", "draft", "silent", "hidden"), ("shadow",)),
    **dict.fromkeys(("on", "active", "production", "prod", "yes", "true"), ("live",)),
    **dict.fromkeys(("off", "no", "false"), ("shadow",)),
}


def is_no_csv_list(spot: Spot) -> bool:
    """Whether keys stand where a list belongs, none of them like those of a CSV file's list."""
    if spot.place != "csv-list" or not isinstance(spot.node, Mapping) or not spot.node.entries:
        return False
    return not any(nearest(entry.key.text, KEYS_OF["csv-list"]) for entry in spot.node.entries)


def hours_with_colon(spot: Spot, keys: Mapping) -> Diagnostic | None:
    """`open: {mon-fri: 09:00-17:00}`: days with their hours behind a colon."""
    if not spot.key or spot.key.text != "open":
        return None
    windows = [
        f"{entry.key.text} {entry.value.text}"
        for entry in keys.entries
        if isinstance(entry.value, Scalar) and entry.value.text
    ]
    if len(windows) < len(keys.entries) or not windows:
        return None
    fix = replaced(spot.source, keys.span, ", ".join(windows) if spot.is_item else _list(windows))
    span = keys.span if keys.span.line == keys.span.end_line else keys.entries[0].key.span
    if not spot.is_item and not spot.is_flow():
        indent = " " * (keys.span.column - 1)
        fix = "\n".join(f"{indent}- {window}" for window in windows)
    message = f"{quoted(keys.entries[0].key.text)} has a colon behind the days"
    hints = ("write days and hours side by side, such as mon-fri 09:00-17:00",)
    return spot.finding("wrong-kind", message, span, hints, fix)


def hours_alone(spot: Spot) -> Diagnostic | None:
    """`office: mon-fri 09:00-17:00`: a schedule without the key of its hours."""
    span = spot.node.span
    if spot.place != "schedule" or isinstance(spot.node, Mapping) or not spot.key:
        return None
    if isinstance(spot.node, Scalar) and not spot.node.text:
        return None
    said = "a text" if isinstance(spot.node, Scalar) else "a list"
    message = f"{spot.what} takes {spot.takes.words}, not {said}"
    flow = isinstance(spot.node, Scalar) or spot.is_flow()
    fix = replaced(spot.source, span, f"{{open: {written(spot.source, span)}}}") if flow else ""
    hints = ("its hours belong under the key open",)
    return spot.finding("wrong-kind", message, span, hints, fix)


def _list(windows: list[str]) -> str:
    return f"[{', '.join(windows)}]"


def no_stage(spot: Spot, value: Scalar) -> Diagnostic:
    """A word that is no stage."""
    meant = nearest(value.text, STAGES, _STAGE_WORDS)
    hints = (f"a stage is {listed((*STAGES, '{only: [ann, bob]}'))}",)
    if meant:
        hints = (f'did you mean "{meant}"? {hints[0]}',)
    return spot.finding(
        "unknown-word",
        f"{quoted(value.text)} is not a stage",
        value.span,
        hints,
        replaced(spot.source, value.span, meant) if meant else "",
    )
