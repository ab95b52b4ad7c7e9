"""One file per check of meaning; each takes the whole set and yields findings."""

from collections.abc import Callable, Iterator

from router.language.checks import (
    broadcasts,
    clock_changes,
    closed_days,
    contradictory_examples,
    costly_texts,
    countries,
    csv_lists,
    forward_loops,
    known_names,
    lengths,
    lifetimes,
    list_loops,
    long_texts,
    lost_blanks,
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
    repeated_actions,
    rota_people,
    rotas,
    rule_names,
    ruletest_names,
    schedule_names,
    sender_ids,
    tested_moments,
    unnamed_hours,
    windows,
    word_lists,
    zones,
)
from router.language.diagnostics import Diagnostic
from router.language.whole import WholeSet

Check = Callable[[WholeSet], Iterator[Diagnostic]]

OF_A_FILE: tuple[Check, ...] = (
    broadcasts.check,
    clock_changes.check,
    closed_days.check,
    contradictory_examples.check,
    costly_texts.check,
    countries.check,
    forward_loops.check,
    lengths.check,
    lifetimes.check,
    long_texts.check,
    lost_blanks.check,
    number_problems.check,
    one_number.check,
    own_numbers.check,
    patterns.check,
    phrases.check,
    placeholders.check,
    plivo_words.check,
    prefixes.check,
    repeated_actions.check,
    rota_people.check,
    rotas.check,
    schedule_names.check,
    sender_ids.check,
    tested_moments.check,
    unnamed_hours.check,
    windows.check,
    word_lists.check,
    zones.check,
)
"""Checks that look at one file after the other, and besides it at the names of all files."""

OF_THE_SET: tuple[Check, ...] = (
    csv_lists.check,
    known_names.check,
    list_loops.check,
    name_twins.check,
    otherwise.check,
    rule_names.check,
    ruletest_names.check,
)
"""Checks that hold the files of a set against each other."""
