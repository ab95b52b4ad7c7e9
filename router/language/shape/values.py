"""Values of the wrong kind, empty ones, and words that are not among those allowed."""

from collections.abc import Callable
from typing import Final, cast

from router.language.diagnostics import Diagnostic
from router.language.key_places import LISTS
from router.language.lines import KEYS_OF, as_flow_value, as_value, in_quotes
from router.language.quoting import quoted
from router.language.shape.dashes import as_keys, dash_missing
from router.language.shape.denied import denied_matches, denied_values
from router.language.shape.forms import no_count, no_country, no_flag, no_page
from router.language.shape.places import COUNTS, FLAGS, place_of
from router.language.shape.spot import Spot, has_colon, replaced, written
from router.language.shape.times import hours_alone, hours_with_colon, no_stage
from router.language.spoils.colons import COLON_HINT, with_colon, with_number
from router.language.suggest import nearest
from router.language.tree.nodes import Mapping, Scalar, Sequence

_QUOTES_HINT = ("between quotes every character is read as it stands",)


def wrong_kind(spot: Spot) -> Diagnostic:
    """A list where a text belongs, keys where a list belongs, or nothing at all."""
    if hours := hours_alone(spot):
        return hours
    node = spot.node
    if isinstance(node, Scalar):
        return _text(spot, node) if node.text or not node.plain else empty(spot)
    return _list(spot, node) if isinstance(node, Sequence) else _keys(spot, node)


def empty(spot: Spot) -> Diagnostic:
    """A key or a dash with nothing behind it, empty quotes, brackets or braces."""
    if spot.key is not None and (braces := _only_words_in_braces(spot)):
        return braces
    span = spot.node.span
    if isinstance(spot.node, Scalar) and not spot.node.text and spot.key and not spot.is_item:
        span = spot.key.span
    hints = (f"it takes {spot.takes.words}; for example: {spot.takes.example}",)
    if spot.key is not None and spot.key.text == "sends" and not spot.is_item:
        message = 'this test asserts nothing: "sends" is empty'
        return spot.finding(code="asserts-nothing", message=message, span=span, hints=hints)
    code = "empty-list" if isinstance(spot.node, Sequence) else "empty-value"
    return spot.finding(code, f"{spot.what} is empty", span, hints)


def _only_words_in_braces(spot: Spot) -> Diagnostic | None:
    """`reply: {text}`: a known key without a colon is a placeholder that lacks its quotes."""
    around = spot.nodes[-2] if len(spot.nodes) > 1 else None
    if not isinstance(around, Mapping) or any(has_colon(e, spot.source) for e in around.entries):
        return None
    if place_of(spot.start, spot.path[:-1]) == "match":  # which takes no text
        return None
    whole = written(spot.source, around.span)
    fix = replaced(spot.source, around.span, in_quotes(whole))
    message = f'{quoted(whole)} starts with "{{": it needs quotes'
    return spot.finding("needs-quotes", message, around.span, _QUOTES_HINT, fix)


def _colon_missing(spot: Spot, value: Scalar) -> tuple[str, str, str] | None:
    """What an item that should be a key lacks, or a person below `people`."""
    if spot.key is not None and spot.key.text == "people":
        return with_colon(value.text, ()) or with_number(value.text)
    if not spot.is_item:
        return None
    place = LISTS.get(spot.key.text if spot.key else "rules")
    return with_colon(value.text, KEYS_OF[place or "match"])


def _text(spot: Spot, value: Scalar) -> Diagnostic:
    if value.plain and (fixed := _colon_missing(spot, value)):
        code, lack, text = fixed
        message = f"{quoted(value.text)} has no {lack}"
        fix = replaced(spot.source, value.span, text)
        return spot.finding(code, message, value.span, (COLON_HINT,), fix)
    if denied := denied_values(spot, [value]):
        return denied
    if spot.is_item and spot.place == "action" and nearest(value.text, ("nothing",)):
        return _nothing_listed(spot, value)
    fix = ""
    if "lists" in spot.path and value.text.casefold().endswith(".csv"):
        fix = replaced(
            spot.source, value.span, f"{{csv: {as_flow_value(value.text)}, column: phone}}"
        )
        return _generic(spot, "a text", fix, "for a CSV file, name the column with the numbers too")
    if spot.takes.words == "a list of numbers and names":
        quotes_many = not value.plain and "," in value.text
        inner = value.text if quotes_many else written(spot.source, value.span)
        fix = replaced(spot.source, value.span, f"[{inner}]")
    if spot.place in ("example", "message"):
        item = f"{{text: {as_flow_value(value.text)}}}"
        is_list = not spot.is_item and spot.key is not None and spot.key.text in LISTS
        fix = replaced(spot.source, value.span, f"[{item}]" if is_list else item)
    return _generic(spot, "a text", fix)


def _generic(spot: Spot, kind: str, fix: str = "", hint: str = "") -> Diagnostic:
    message = f"{spot.what} takes {spot.takes.words}, not {kind}"
    hints = (hint or f"for example: {spot.takes.example}",)
    span = spot.node.span
    return spot.finding("wrong-kind", message, span, hints, fix)


def _for_many(spot: Spot) -> Diagnostic | None:
    """`forward: [ann, bob]`: what takes a list is the action with another name."""
    key = spot.key.span if spot.key and not spot.is_item and spot.key.text == "forward" else None
    if spot.path[-2:] == ("forward", "to"):
        action = cast("Mapping", spot.nodes[-3])
        key = next(one.key.span for one in action.entries if one.key.text == "forward")
    if key is None:
        return None
    span = spot.node.span
    if spot.path[-1] == "to" and key.line < span.line:
        return _generic(spot, "a list", hint=f"for many, write multi-forward in line {key.line}")
    fix = replaced(spot.source, key, "multi-forward") if span.line == span.end_line else ""
    return _generic(spot, "a list", fix, 'did you mean "multi-forward"? it sends to many')


def _list(spot: Spot, items: Sequence) -> Diagnostic:
    key = spot.key.text if spot.key else ""
    one_line = items.span.line == items.span.end_line
    if (
        spot.takes.words.startswith(("a text", "one text", "a pattern"))
        and spot.is_flow()
        and one_line
    ):
        whole = written(spot.source, items.span)
        fix = replaced(spot.source, items.span, in_quotes(whole))
        message = f'{quoted(whole)} starts with "[": it needs quotes'
        hints = ("it is read as a list, and one text belongs here",)
        return spot.finding("needs-quotes", message, items.span, hints, fix)
    known = denied_values(spot, items.items) or denied_matches(spot, items) or _for_many(spot)
    if known:
        return known
    if key in ("match", "people", "lists", "schedules", "rotas", "not") and not spot.is_flow():
        return _generic(spot, "a list", *as_keys(spot, items, key))
    if key == "reply" and spot.key and all(isinstance(item, Scalar) for item in items.items):
        indent = " " * (spot.key.span.column - 3)
        texts = [written(spot.source, item.span) for item in items.items]
        fix = "\n".join(f"{indent}- reply: {text}" for text in texts)
        return _generic(spot, "a list", fix, "to send several texts, write one reply for each")
    return _generic(spot, "a list")


def _keys(spot: Spot, keys: Mapping) -> Diagnostic:
    if hours := hours_with_colon(spot, keys):
        return hours
    if spot.is_flow():
        return _braces(spot, keys)
    first = keys.entries[0] if keys.entries else None
    if first and spot.key and spot.key.text in (*LISTS, "all", "any"):
        return dash_missing(spot, keys)
    if first and spot.takes.words in ("one text", "a text", "a text or a list of texts"):
        whole = written(spot.source, keys.span)
        fix = replaced(spot.source, keys.span, in_quotes(whole))
        message = f"{quoted(whole)} holds a colon and a blank: it needs quotes"
        return spot.finding("needs-quotes", message, keys.span, _QUOTES_HINT, fix)
    return _generic(spot, "keys")


def _braces(spot: Spot, keys: Mapping) -> Diagnostic:
    whole = written(spot.source, keys.span)
    bare = keys.entries and not any(has_colon(entry, spot.source) for entry in keys.entries)
    if bare and "list" in spot.takes.words:
        fix = replaced(spot.source, keys.span, f"[{whole[1:-1]}]")
        return _generic(spot, "keys in braces", fix, "a list is written in brackets: [ ]")
    if bare and "text" in spot.takes.words:
        fix = replaced(spot.source, keys.span, in_quotes(whole))
        message = f'{quoted(whole)} starts with "{{": it needs quotes'
        return spot.finding("needs-quotes", message, keys.span, _QUOTES_HINT, fix)
    fix = ""
    if spot.key and spot.key.text in (*LISTS, "all", "any") and not spot.is_item:
        fix = replaced(spot.source, keys.span, f"[{whole}]")
    return _generic(spot, "keys in braces", fix)


def wrong_word(spot: Spot, value: Scalar) -> Diagnostic:
    """A text that is not one of the few that are allowed there."""
    if not value.text.strip():
        return empty(spot)
    key = spot.key.text if spot.key else ""
    if say := _OF_A_KEY.get(key):
        return say(spot, value)
    if key in FLAGS:
        return no_flag(spot, key, value)
    if key in COUNTS:
        return no_count(spot, key, value)
    return no_country(spot, value) if key == "country" else no_page(spot, value)


def no_match(spot: Spot, value: Scalar) -> Diagnostic:
    """Words alone where a match belongs."""
    said = quoted(value.text)
    if nearest(value.text, ("everything",)) and "everything" in spot.takes.words:
        fix = replaced(spot.source, value.span, "everything")
        message = f"{said} is not a match"
        hints = ('did you mean "everything"?',)
        return spot.finding("unknown-word", message, value.span, hints, fix)
    texts = [text.strip() for text in value.text.split(",")]
    meant = as_flow_value(value.text)
    if len(texts) > 1 and all(texts):
        meant = f"[{', '.join(map(as_flow_value, texts))}]"
    fix = replaced(spot.source, value.span, f"{{text: {meant}}}")
    message = f"{said} is not a match: it lacks a key such as text or from"
    hints = ('to match every text, write "everything"',)
    return spot.finding("unknown-word", message, value.span, hints, fix)


def _no_messages(spot: Spot, value: Scalar) -> Diagnostic:
    meant = nearest(value.text, ("nothing",))
    fix = replaced(spot.source, value.span, "nothing") if meant else ""
    message = f"{quoted(value.text)} is not a list of messages"
    hint = 'did you mean "nothing"?' if meant else f"for example: {spot.takes.example}"
    return spot.finding("unknown-word", message, value.span, (hint,), fix)


def _no_actions(spot: Spot, value: Scalar) -> Diagnostic:
    said = quoted(value.text)
    if nearest(value.text, ("nothing",)):
        fix = replaced(spot.source, value.span, "nothing")
        message = f"{said} is not a list of actions"
        hints = ('did you mean "nothing"?',)
        return spot.finding("unknown-word", message, value.span, hints, fix)
    fixed = with_colon(value.text, KEYS_OF["action"])
    action = fixed[2] if fixed else f"reply: {as_value(value.text)}"
    column = spot.key.span.column if spot.key else 1
    fix = f"{' ' * (column - 1)}actions:\n{' ' * (column + 1)}- {action}"
    message = f"{said} is not a list of actions"
    hints = ('an action stands on a line of its own; the word "nothing" means none',)
    return spot.finding("unknown-word", message, value.span, hints, fix)


def _nothing_listed(spot: Spot, value: Scalar) -> Diagnostic:
    """`- nothing`: the word that stands in place of a list, as its item."""
    around, fix = spot.nodes[-2], ""
    message = f"{quoted(value.text)} stands in place of the list of actions, not in it"
    if isinstance(around, Sequence) and len(around.items) > 1:
        hints = ("take it out: the other actions are done",)
        return spot.finding("unknown-word", message, value.span, hints)
    line = spot.line(value.span.line)
    if written(spot.source, around.span).startswith("["):
        fix = replaced(spot.source, around.span, "nothing")
    elif spot.key and around.span.line == value.span.line:
        # On a line of its own it may stand below its key.
        fix = f"{' ' * (spot.key.span.column + 1)}nothing{line[value.span.end_column - 1 :]}"
    hints = (
        ("take the dash out",) if fix and line.lstrip()[0] == "-" else ("write actions: nothing",)
    )
    return spot.finding("unknown-word", message, value.span, hints, fix)


_OF_A_KEY: Final[dict[str, Callable[[Spot, Scalar], Diagnostic]]] = {
    "match": no_match,
    "actions": _no_actions,
    "sends": _no_messages,
    "stage": no_stage,
}
