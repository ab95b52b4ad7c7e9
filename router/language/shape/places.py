"""The places of a rule file and what each takes, in words: what findings about its shape say."""

from collections.abc import Mapping as Map
from dataclasses import dataclass

from router.language.key_places import NEXT
from router.language.lines import KEYS_OF

Step = str | int

NAMED: Map[str, str] = {
    "people": "",
    "lists": "csv-list",
    "schedules": "schedule",
    "rotas": "rota",
    "swaps": "",
}
"""The places where the author's own names (or dates) are the keys, and what each leads to."""

REQUIRED: Map[str, tuple[str, ...]] = {
    "rule": ("name", "match", "actions"),
    "regex": ("pattern",),
    "reply": ("text",),
    "forward": ("to",),
    "multi-forward": ("to",),
    "schedule": ("open",),
    "rota": ("starts", "every", "turns"),
    "csv-list": ("csv", "column"),
    "stage": ("only",),
    "example": ("text",),
    "test": ("name", "sends"),
    "message": ("text",),
    "sent": ("to", "text"),
    "sender": ("sender-id",),
}

FLAGS = frozenset(("stop", "enabled", "otherwise", "case-sensitive", "include-sender", "fires"))
COUNTS = frozenset(("min-length", "max-length"))


@dataclass(frozen=True, slots=True)
class Takes:
    """What a key takes, as the end of a sentence, and one line that shows it."""

    words: str
    example: str


_FLAG = "yes or no"
_TEXTS = "a text or a list of texts"
_NUMBER = "one number or name"
_COUNT = "a number of characters"
_MATCH = "keys such as text or from"
_ONE_TEXT = "one text"
_OF_MESSAGE = ("example", "message")
_ZONE = Takes("a time zone's name", "timezone: America/New_York")
_DATE = "a date"

TAKES: Map[tuple[str, str], Takes] = {
    ("file", "description"): Takes("a text", "description: Front desk"),
    ("file", "country"): Takes("a country's two letters", "country: US"),
    ("file", "match"): Takes(_MATCH, "match: {to: +1 555 765 4321}"),
    ("file", "people"): Takes("names with their numbers", "people: {ann: +1 555 000 1111}"),
    ("file", "lists"): Takes("names with their lists", "lists: {staff: [ann, bob]}"),
    ("file", "schedules"): Takes(
        "names with their hours", "schedules: {office: {open: [mon-fri 09:00-17:00]}}"
    ),
    ("file", "rotas"): Takes(
        "names with keys such as turns",
        "rotas: {on-call: {starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}}",
    ),
    ("file", "rules"): Takes("a list of rules", "- name: Opening hours"),
    ("file", "tests"): Takes("a list of tests", "- name: An order is confirmed"),
    ("people", ""): Takes("one number", "ann: +1 555 000 1111"),
    ("lists", ""): Takes("a list of numbers and names", "staff: [ann, bob]"),
    ("schedules", ""): Takes("keys such as open", "office: {open: [mon-fri 09:00-17:00]}"),
    ("rotas", ""): Takes(
        "keys such as starts and turns",
        "on-call: {starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}",
    ),
    ("swaps", ""): Takes("one number or name", "2026-12-25: bob"),
    ("rule", "name"): Takes("a text", "name: Opening hours"),
    ("rule", "match"): Takes(f"{_MATCH}, or the word everything", "match: {text: hours}"),
    ("rule", "actions"): Takes(
        "a list of actions, or the word nothing", "actions: [{reply: We are open 9-17.}]"
    ),
    ("rule", "stop"): Takes(_FLAG, "stop: yes"),
    ("rule", "enabled"): Takes(_FLAG, "enabled: no"),
    ("rule", "stage"): Takes("the word shadow or live, or the key only", "stage: shadow"),
    ("rule", "since"): Takes(_DATE, "since: 2026-12-01"),
    ("rule", "until"): Takes(_DATE, "until: 2026-12-24"),
    ("stage", "only"): Takes("numbers, names of people or lists", "only: [ann, bob]"),
    ("rule", "examples"): Takes(
        "a list of examples", "examples: [{text: Hours?, reply: We are open 9-17.}]"
    ),
    ("match", "from"): Takes("numbers, names of people or lists", "from: [ann, +1555*]"),
    ("match", "to"): Takes("numbers, names of people or lists", "to: +1 555 765 4321"),
    ("match", "text"): Takes(f"{_TEXTS}, or keys such as keyword", "text: {keyword: hours}"),
    ("match", "regex"): Takes("a pattern or a list of patterns", "regex: 'order (\\d+)'"),
    ("match", "during"): Takes("names of schedules", "during: office-hours"),
    ("match", "outside"): Takes("names of schedules", "outside: office-hours"),
    ("match", "otherwise"): Takes(_FLAG, "otherwise: yes"),
    ("match", "all"): Takes("a list of matches", "all: [{text: hours}, {from: ann}]"),
    ("match", "any"): Takes("a list of matches", "any: [{text: hours}, {from: ann}]"),
    ("match", "not"): Takes(_MATCH, "not: {from: ann}"),
    ("text", "keyword"): Takes(_TEXTS, "keyword: [hours, open]"),
    ("text", "starts-with"): Takes(_TEXTS, "starts-with: order"),
    ("text", "ends-with"): Takes(_TEXTS, "ends-with: please"),
    ("text", "contains"): Takes(_TEXTS, "contains: refund"),
    ("text", "has-word"): Takes(_TEXTS, "has-word: [doctor, nurse]"),
    ("text", "min-length"): Takes(_COUNT, "min-length: 1"),
    ("text", "max-length"): Takes(_COUNT, "max-length: 160"),
    ("regex", "pattern"): Takes("a pattern", "pattern: 'order (\\d+)'"),
    ("regex", "case-sensitive"): Takes(_FLAG, "case-sensitive: yes"),
    ("address", "sender-id"): Takes("a sender's name or a list of names", "sender-id: AMAZON"),
    ("address", "regex"): Takes("a pattern or a list of patterns", "regex: '^\\+1555'"),
    ("action", "reply"): Takes("one text, or keys such as text", "reply: We are open 9-17."),
    ("action", "forward"): Takes("one number or name, or keys such as to", "forward: ann"),
    ("action", "multi-forward"): Takes(
        "a list of numbers and names, or keys such as to", "multi-forward: [ann, bob]"
    ),
    ("schedule", "timezone"): _ZONE,
    ("schedule", "open"): Takes("days with hours", "open: [mon-fri 09:00-17:00, sat 10:00-12:00]"),
    ("schedule", "closed"): Takes(
        "dates or ranges of dates", "closed: [2026-12-25, 2026-12-31..2027-01-01]"
    ),
    ("rota", "timezone"): _ZONE,
    ("rota", "starts"): Takes("a date and a time", "starts: 2026-11-02 09:00"),
    ("rota", "every"): Takes("a number of days or weeks", "every: 1 week"),
    ("rota", "turns"): Takes("a list of numbers and names", "turns: [ann, bob]"),
    ("rota", "swaps"): Takes("dates with a number or name", "swaps: {2026-12-25: bob}"),
    ("csv-list", "csv"): Takes("the name of a CSV file", "csv: parents.csv"),
    ("csv-list", "column"): Takes("the name of a column", "column: phone"),
    ("reply", "text"): Takes("one text", "text: We are open 9-17."),
    ("forward", "to"): Takes(_NUMBER, "to: ann"),
    ("multi-forward", "to"): Takes("a list of numbers and names", "to: [ann, bob]"),
    ("multi-forward", "include-sender"): Takes(_FLAG, "include-sender: yes"),
    **{(place, "text"): Takes("one text", "text: '{text}'") for place in KEYS_OF["action"][1:]},
    **{
        (place, "from"): Takes("one of your numbers", "from: +1 555 765 4321")
        for place in KEYS_OF["action"]
    },
    **{
        (place, "delivery-reports"): Takes(
            "no, or the address (URL) that gets them", "delivery-reports: no"
        )
        for place in KEYS_OF["action"]
    },
    **{(place, "text"): Takes(_ONE_TEXT, "text: Hours?") for place in _OF_MESSAGE},
    **{(place, "from"): Takes(_NUMBER, "from: ann") for place in _OF_MESSAGE},
    **{(place, "to"): Takes(_NUMBER, "to: +1 555 765 4321") for place in _OF_MESSAGE},
    **{
        (place, "at"): Takes("a date and a time", "at: 2026-11-22 10:00")
        for place in (*_OF_MESSAGE, "test")
    },
    ("example", "fires"): Takes(_FLAG, "fires: no"),
    **{("example", key): Takes(_TEXTS, f"{key}: Thanks!") for key in KEYS_OF["action"]},
    ("sender", "sender-id"): Takes("a sender's name", "sender-id: AMAZON"),
    ("test", "name"): Takes("a text", "name: An order is confirmed"),
    ("test", "message"): Takes("keys such as text and from", "message: {text: order 1234}"),
    ("test", "messages"): Takes("a list of messages", "messages: [{text: order 1234}]"),
    ("test", "sends"): Takes("a list of messages, or the word nothing", "sends: nothing"),
    ("sent", "to"): Takes("numbers and names", "to: ann"),
    ("sent", "text"): Takes(_ONE_TEXT, "text: Thanks!"),
    ("sent", "from"): Takes("one of your numbers", "from: +1 555 765 4321"),
}

ITEMS: Map[str, Takes] = {
    "rules": Takes("keys such as name and match", "- name: Opening hours"),
    "actions": Takes("one action with its value", "- reply: We are open 9-17."),
    "all": Takes(_MATCH, "- text: hours"),
    "any": Takes(_MATCH, "- text: hours"),
    "from": Takes(_NUMBER, "- ann"),
    "to": Takes(_NUMBER, "- ann"),
    "multi-forward": Takes(_NUMBER, "- ann"),
    "regex": Takes("one pattern", "- 'order (\\d+)'"),
    "turns": Takes(_NUMBER, "- ann"),
    "only": Takes(_NUMBER, "- ann"),
    "during": Takes("the name of a schedule", "- office-hours"),
    "outside": Takes("the name of a schedule", "- office-hours"),
    "open": Takes("days with hours", "- mon-fri 09:00-17:00"),
    "closed": Takes("a date or a range of dates", "- 2026-12-25"),
    "examples": Takes("keys such as text", "- text: Hours?"),
    "tests": Takes("keys such as name and message", "- name: An order is confirmed"),
    "messages": Takes("keys such as text", "- text: order 1234"),
    "sends": Takes("the keys to and text", "- {to: ann, text: order 1234}"),
}
"""What an item of the list under a key takes; any other list holds texts."""

_TEXT_ITEM = Takes("one text", "- hours")
_NAME_ITEM = Takes(_NUMBER, "- ann")

OF_A_NAME: Map[str, str] = {"schedule": "schedule", "rota": "rota", "csv-list": "list"}
"""Places whose key is a name the author gave, and what it names."""

NAMES: Map[str, str] = {
    "file": "a rule file",
    "rule": "a rule",
    "match": "match",
    "text": "text",
    "regex": "regex",
    "address": "from or to",
    "action": "an action",
    "schedule": "a schedule",
    "rota": "a rota",
    "csv-list": "a list from a CSV file",
    "stage": "stage",
    "example": "an example",
    "test": "a test",
    "message": "a message",
    "sent": "a message of sends",
    "sender": "from",
    **{key: key for key in KEYS_OF["action"]},
}


def place_of(start: str, path: tuple[Step, ...]) -> str:
    """The name of the place a path leads to, from "file" or "rule"; "" for a plain value."""
    place = start
    for step in path:
        if isinstance(step, str):
            place = NAMED[place] if place in NAMED else NEXT.get((place, step), "")
    return place


def takes(start: str, path: tuple[Step, ...]) -> Takes:
    """What the value at the end of a path takes; for a list item, what an item takes."""
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return ITEMS["rules"]
    parent = place_of(start, path[: _last_key(path)])
    if isinstance(path[-1], int):
        if parent == "example":
            return _TEXT_ITEM
        return _NAME_ITEM if parent == "lists" else ITEMS.get(keys[-1], _TEXT_ITEM)
    return TAKES[parent, "" if parent in NAMED else keys[-1]]


def _last_key(path: tuple[Step, ...]) -> int:
    return max(at for at, step in enumerate(path) if isinstance(step, str))


def way_down(place: str, key: str) -> tuple[str, ...]:
    """The keys that lead from a place to another where this key may stand; empty if none do."""
    ways: list[tuple[str, tuple[str, ...]]] = [(place, ())]
    seen = {place}
    for here, way in ways:
        for step in KEYS_OF.get(here, ()):
            inner = NEXT.get((here, step), "")
            if inner in seen or inner not in KEYS_OF:
                continue
            if key in KEYS_OF[inner]:
                return (*way, step)
            seen.add(inner)
            ways.append((inner, (*way, step)))
    return ()
