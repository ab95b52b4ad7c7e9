"""Placeholders: braces that do not close, names that are none, and those never filled."""

from collections.abc import Iterator

from router.core.position import Span
from router.engine.captures import fillable
from router.engine.placeholders import (
    KEYWORD_PLACEHOLDERS,
    MESSAGE_PLACEHOLDERS,
    PlacedName,
    TemplateProblem,
    names,
    placed_names,
    template_problems,
)
from router.engine.regexes.patterns import PatternProblem, compile_pattern
from router.language.braces_of_texts import meant
from router.language.checks.patterns import patterns_in
from router.language.diagnostics import Diagnostic
from router.language.lowering.match import all_of, lower_match
from router.language.quoting import listed, quoted, straight
from router.language.suggest import nearest
from router.language.syntax import PhraseCondition, TextTest
from router.language.texts import read_template, texts_of
from router.language.tree.nodes import Scalar
from router.language.whole import RuleInSet, WholeSet, whole_match

_ALWAYS = frozenset(MESSAGE_PLACEHOLDERS)
_MEANT = {
    **dict.fromkeys(("message", "body", "sms", "content", "msg"), ("text",)),
    **dict.fromkeys(("number", "phone", "caller", "sender-number"), ("from",)),
    **dict.fromkeys(("recipient", "destination"), ("to",)),
    **dict.fromkeys(("name", "person", "who"), ("sender",)),
    **dict.fromkeys(("word",), ("keyword",)),
    **dict.fromkeys(("args", "arguments", "remainder"), ("rest",)),
    **dict.fromkeys(("day", "today"), ("date",)),
    **dict.fromkeys(("now", "hour"), ("time",)),
}
"""What people write for the placeholders there are."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each text of each rule whose placeholders cannot all be filled."""
    for rule in whole.rules:
        for written in texts_of(rule.rule):
            if "{" in written.text or "}" in written.text:
                yield from _in_text(written, rule, whole)


def _in_text(written: Scalar, rule: RuleInSet, whole: WholeSet) -> Iterator[Diagnostic]:
    template = read_template(written)
    problems: tuple[TemplateProblem, ...] = ()
    if isinstance(template, TemplateProblem):
        problems = template_problems(written.text.rstrip("\n"))
    elif _ALWAYS.issuperset(names(template)):
        return
    asked = [place for place in placed_names(written.text) if place.name not in _ALWAYS]
    filled = frozenset[str]()
    if rule.file.match_sound and (problems or asked):
        parts = [lower_match(match, whole.book, rule.country) for match in whole_match(rule)]
        filled = fillable(all_of(parts))
    for problem in problems:
        yield _of_braces(problem, written, _ALWAYS | filled, whole)
    if not rule.file.match_sound:
        return
    for place in asked:
        if place.name not in filled and (finding := _finding(place, written, rule, filled, whole)):
            yield finding


def _of_braces(
    problem: TemplateProblem, written: Scalar, known: frozenset[str], whole: WholeSet
) -> Diagnostic:
    piece, fix = meant(written.text, problem, known), ""
    if piece:
        place = whole.place_in(written, piece.offset, len(piece.old))
        # Where the piece is not found as such, that is the place of the whole text.
        if place.end_column - place.column == len(piece.old):
            fix = whole.mended(place, piece.old, piece.new)
    return Diagnostic(
        code="bad-placeholder",
        message=straight(problem.words),
        span=whole.place_in(written, problem.offset, problem.length),
        hints=(straight(problem.hint),),
        fix=fix,
    )


def _finding(
    place: PlacedName,
    written: Scalar,
    rule: RuleInSet,
    filled: frozenset[str],
    whole: WholeSet,
) -> Diagnostic | None:
    shown = f"{{{place.name}}}"
    closes = written.text[place.offset + place.length : place.offset + place.length + 1] == "}"
    span = whole.place_in(written, place.offset - 1, place.length + 1 + closes)
    if place.name in KEYWORD_PLACEHOLDERS:
        return Diagnostic(
            code="unfilled-placeholder",
            message=f"{shown} is never filled: {_why_no_keyword(rule)}",
            span=span,
            hints=("add text: {keyword: …} to the match, or use {text}, the whole text",),
        )
    if _has_broken_regex(rule):
        return None
    meant = place.name.lstrip("0")
    if place.name.isdecimal() and meant != place.name and meant in filled:
        return _padded(place.name, meant, span, whole)
    if place.name.isdecimal():
        why, hint = _why_no_group(rule, place.name)
        return Diagnostic(
            code="unfilled-placeholder",
            message=f"{shown} is never filled: {why}",
            span=span,
            hints=(hint,),
        )
    return _unknown(place.name, span, filled, whole)


def _padded(name: str, meant: str, span: Span, whole: WholeSet) -> Diagnostic:
    """`{01}` for `{1}`."""
    return Diagnostic(
        code="unknown-placeholder",
        message=f"there is no placeholder {quoted(f'{{{name}}}')} here",
        span=span,
        hints=(f"did you mean {{{meant}}}?",),
        fix=whole.mended(span, "{" + name, "{" + meant),
    )


def _unknown(name: str, span: Span, filled: frozenset[str], whole: WholeSet) -> Diagnostic:
    known = sorted(_ALWAYS | {other for other in filled if not other.isdecimal()})
    likely = nearest(name, known, _MEANT)
    can = [f"{{{other}}}" for other in known]
    return Diagnostic(
        code="unknown-placeholder",
        message=f"there is no placeholder {quoted(f'{{{name}}}')} here",
        span=span,
        hints=(
            f"did you mean {{{likely}}}?" if likely else f"this rule can fill {listed(can)}",
            "to send braces as they are, write them twice: {{ and }}",
        )[: 1 if likely else 2],
        fix=whole.mended(span, "{" + name, "{" + likely) if likely else "",
    )


def _why_no_keyword(rule: RuleInSet) -> str:
    leaves = [placed.leaf for placed in rule.conditions]
    tests = {leaf.test for leaf in leaves if isinstance(leaf, PhraseCondition)}
    negated = TextTest.KEYWORD in tests
    return 'the keyword is under "not"' if negated else 'the match has no "keyword"'


def _why_no_group(rule: RuleInSet, number: str) -> tuple[str, str]:
    if not number.strip("0"):
        return (
            "the round brackets of a regex are counted from 1",
            "write {1} for what the first ones hold, or {text} for the whole text",
        )
    hint = f"write a regex with round brackets around what {{{number}}} is to hold"
    regexes = [placed for placed in rule.conditions if patterns_in(placed.leaf)]
    if not regexes:
        return 'the match has no "regex"', hint
    if all(placed.negated for placed in regexes):
        return 'the regex is under "not"', hint
    return "the regex has too few round brackets", hint


def _has_broken_regex(rule: RuleInSet) -> bool:
    """Whether a regex has a finding, so that nobody knows what it would have filled."""
    return any(
        isinstance(compile_pattern(source.pattern.text), PatternProblem)
        for placed in rule.conditions
        for source in patterns_in(placed.leaf)
    )
