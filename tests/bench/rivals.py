"""What else could find the rule for a text, given the same rules: the first that matches counts.

They are given less to do than our evaluator: they look at the text alone, not at who sent it, to
whom and when, and they write no answer. What all rules need of a text is made once for each.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import rule_engine
import zen

from tests.bench.rules import KINDS

Finder = Callable[[str], int | None]
"""From a text to the number of the first rule that matches it, None without one."""

_FIRST_WORD = re.compile(r"\w+")
_REGEXES = (
    r"^\W*(?:hours{n}|open{n})\b",
    r"order{n} #?(\d+)",
    r"^\W*all{n}\b",
    r"\b(?:emergency{n}|urgent{n})\b|help at once {n}",
    r"^\W*(?:thanks {n}|thank you {n}|thx {n})\W*$",
)
_EXPRESSIONS = (
    'word == "hours{n}" or word == "open{n}"',
    r'text =~~ "order{n} #?(\\d+)"',
    'word == "all{n}"',
    r'text =~~ "\\b(?:emergency{n}|urgent{n})\\b|help at once {n}"',
    'bare == "thanks {n}" or bare == "thank you {n}" or bare == "thx {n}"',
)
"""Without lists (`word in [...]`), which take rule-engine three times as long."""
_ROWS = (
    'word in ["hours{n}", "open{n}"]',
    'contains(text, "order{n} ")',
    'word == "all{n}"',
    'contains(spaced, " emergency{n} ") or contains(spaced, " urgent{n} ") or '
    'contains(text, "help at once {n}")',
    'bare in ["thanks {n}", "thank you {n}", "thx {n}"]',
)
"""Without regexes, which zen-engine compiles anew for every row of every text."""
_ROWS_WITH_REGEXES = (_ROWS[0], r'matches(text, "order{n} #?(\d+)")', *_ROWS[2:])


def _filled(forms: tuple[str, ...], rules: int) -> list[tuple[int, str]]:
    """Each rule's form; the first rule stands in the file of names, and has none."""
    return [
        (number, forms[number % len(KINDS)].replace("{n}", str(number)))
        for number in range(1, rules)
    ]


def _derived(text: str) -> dict[str, str]:
    """The forms of a text that literal conditions look at."""
    lower = text.lower()
    first = _FIRST_WORD.search(lower)
    return {
        "text": lower,
        "word": first[0] if first else "",
        "bare": lower.strip(" ?!.,"),
        "spaced": f" {lower} ",
    }


def regex_loop(rules: int) -> Finder:
    """One compiled regex of Python's for each rule, one after the other."""
    compiled = [(n, re.compile(one, re.IGNORECASE)) for n, one in _filled(_REGEXES, rules)]

    def find(text: str) -> int | None:
        for number, regex in compiled:
            if regex.search(text):
                return number
        return None

    return find


def rule_engine_loop(rules: int) -> Finder:
    """One rule of the package rule-engine for each rule, one after the other."""
    context = rule_engine.Context(regex_flags=re.IGNORECASE)
    made = [(n, rule_engine.Rule(one, context=context)) for n, one in _filled(_EXPRESSIONS, rules)]

    def find(text: str) -> int | None:
        derived = _derived(text)
        for number, rule in made:
            if rule.matches(derived):
                return number
        return None

    return find


def zen_table(rules: int, regexes: bool = False) -> Finder:
    """One decision table of zen-engine, compiled once, whose first hit counts."""
    rows = _filled(_ROWS_WITH_REGEXES if regexes else _ROWS, rules)
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "condition", "name": "condition"}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [{"_id": str(n), "condition": row, "rule": str(n)} for n, row in rows],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "to-table", "sourceId": "in", "targetId": "table"},
        {"id": "to-out", "sourceId": "table", "targetId": "out"},
    ]
    content = zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    decision: Any = zen.ZenEngine().create_decision(content)

    def find(text: str) -> int | None:
        found = decision.evaluate(_derived(text))["result"].get("rule")
        return None if found is None else int(found)

    return find
