"""Did you mean…: the nearest word that is allowed at a place."""

from collections.abc import Iterable, Mapping

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("body", "message", "msg", "sms", "content", "say"), ("text",)),
    **dict.fromkeys(("sender", "caller", "source"), ("from", "sender-id")),
    **dict.fromkeys(("number", "phone"), ("from", "to")),
    **dict.fromkeys(("recipient", "destination", "target"), ("to",)),
    **dict.fromkeys(("respond", "answer", "send", "response", "autoreply"), ("reply",)),
    **dict.fromkeys(("redirect", "relay", "transfer"), ("forward",)),
    **dict.fromkeys(
        ("broadcast", "group", "forward-all", "forward-to-all", "multicast"), ("multi-forward",)
    ),
    **dict.fromkeys(("if", "when", "condition", "conditions", "filter", "where"), ("match",)),
    **dict.fromkeys(("then", "do", "action"), ("actions",)),
    **dict.fromkeys(("startswith", "begins-with", "beginswith", "begins"), ("starts-with",)),
    **dict.fromkeys(("endswith", "ends", "finishes-with"), ("ends-with",)),
    **dict.fromkeys(("includes", "include", "has"), ("contains", "has-word")),
    **dict.fromkeys(("word", "words"), ("has-word", "keyword")),
    **dict.fromkeys(("regexp", "expression"), ("regex", "pattern")),
    **dict.fromkeys(("else", "default", "fallback"), ("otherwise",)),
    **dict.fromkeys(("or", "either"), ("any",)),
    **dict.fromkeys(("and", "both"), ("all",)),
    **dict.fromkeys(("title", "id", "label"), ("name",)),
    **dict.fromkeys(("final", "last", "break"), ("stop",)),
    "end": ("stop", "until"),
    **dict.fromkeys(("active", "disabled", "on", "off"), ("enabled",)),
    **dict.fromkeys(
        ("expect", "expects", "expected", "wants", "output", "outputs", "result", "results"),
        ("sends", "reply"),
    ),
    "should": ("sends", "fires"),
    **dict.fromkeys(("input", "inbound", "incoming", "receives"), ("message",)),
    **dict.fromkeys(("fired", "matches", "hits"), ("fires",)),
    **dict.fromkeys(("time", "date", "moment", "datetime"), ("at",)),
    **dict.fromkeys(("test", "tests", "cases", "checks", "spec"), ("examples", "tests")),
    **dict.fromkeys(("contacts", "staff"), ("people",)),
    **dict.fromkeys(("groups",), ("lists",)),
    **dict.fromkeys(("calendars", "opening-hours", "times"), ("schedules", "open")),
    **dict.fromkeys(("shifts", "rosters", "rotations", "on-call"), ("rotas", "turns")),
    **dict.fromkeys(("zone", "tz"), ("timezone",)),
    **dict.fromkeys(("hours", "windows", "days", "opens"), ("open",)),
    **dict.fromkeys(("holidays", "except", "exceptions", "closures"), ("closed",)),
    **dict.fromkeys(("start", "begin", "beginning"), ("starts", "since")),
    **dict.fromkeys(("each", "interval", "period", "length", "rotate"), ("every",)),
    "persons": ("people", "turns"),
    **dict.fromkeys(("members", "order", "who"), ("turns",)),
    **dict.fromkeys(("swap", "overrides", "override", "replacements"), ("swaps",)),
    **dict.fromkeys(("within", "inside", "while", "schedule"), ("during",)),
    **dict.fromkeys(("not-during",), ("outside",)),
    **dict.fromkeys(("mode", "phase"), ("stage",)),
    **dict.fromkeys(("for", "senders", "live-for"), ("only",)),
    **dict.fromkeys(("valid-from", "after"), ("since",)),
    **dict.fromkeys(("valid-until", "before", "till", "expires", "expiry"), ("until",)),
    **dict.fromkeys(("file", "filename", "path"), ("csv",)),
    **dict.fromkeys(("col", "field", "header"), ("column",)),
    **dict.fromkeys(("comment", "note", "notes"), ("description",)),
    **dict.fromkeys(("min", "minimum", "at-least"), ("min-length",)),
    **dict.fromkeys(("max", "maximum", "at-most"), ("max-length",)),
    **dict.fromkeys(("always", "all", "any", "anything", "true", "*"), ("everything",)),
    **dict.fromkeys(("none", "ignore", "no", "false"), ("nothing",)),
}
"""What people write instead of a key, and the keys they may mean by it."""

LONGEST_WORD = 40


def nearest(
    word: str, candidates: Iterable[str], synonyms: Mapping[str, tuple[str, ...]] = SYNONYMS
) -> str | None:
    """The candidate the author most likely meant, or None when none is near.

    Capitals, blanks and underscores do not count; synonyms come before likeness. Of equally near
    candidates the first wins.
    """
    allowed = tuple(candidates)
    plain = _plain(word)
    for candidate in allowed:
        if _plain(candidate) == plain:
            return candidate
    meant = synonyms.get(plain, ())
    for candidate in allowed:
        if candidate in meant:
            return candidate
    if not plain or len(plain) > LONGEST_WORD:
        return None
    # A slip for every three letters, and one in a short word, is still the same word.
    most = max(1, len(plain) // 3)
    likely = [(distance(plain, _plain(candidate)), candidate) for candidate in allowed]
    near = [pair for pair in likely if pair[0] <= min(most, len(pair[1]) - 1)]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _plain(word: str) -> str:
    return "-".join(word.casefold().replace("_", " ").replace("-", " ").split())


def distance(left: str, right: str) -> int:
    """How many slips lie between two words: a letter too many, too few, wrong, or two swapped."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, char in enumerate(left, start=1):
        older, before, row = before, row, [at]
        for other, against in enumerate(right, start=1):
            cost = min(before[other] + 1, row[-1] + 1, before[other - 1] + (char != against))
            swapped = at > 1 and other > 1 and char == right[other - 2] and left[at - 2] == against
            row.append(min(cost, older[other - 2] + 1) if swapped else cost)
    return row[-1]
