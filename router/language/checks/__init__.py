"""One file per check of meaning; each takes the whole set and yields findings."""

from collections.abc import Callable, Iterator

from router.language.checks import (
    broadcasts,
    costly_texts,
    countries,
    forward_loops,
    hidden_rules,
    known_names,
    lengths,
    list_loops,
    long_texts,
    name_twins,
    number_problems,
    one_number,
    otherwise,
    own_numbers,
    patterns,
    phrases,
    placeholders,
    plivo_words,
    prefixes,
    rule_names,
    sender_ids,
)
from router.language.diagnostics import Diagnostic
from router.language.whole import WholeSet

Check = Callable[[WholeSet], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    broadcasts.check,
    costly_texts.check,
    countries.check,
    forward_loops.check,
    hidden_rules.check,
    known_names.check,
    lengths.check,
    list_loops.check,
    long_texts.check,
    name_twins.check,
    number_problems.check,
    one_number.check,
    otherwise.check,
    own_numbers.check,
    patterns.check,
    phrases.check,
    placeholders.check,
    plivo_words.check,
    prefixes.check,
    rule_names.check,
    sender_ids.check,
)
"""Every check, each free of the others' findings."""
