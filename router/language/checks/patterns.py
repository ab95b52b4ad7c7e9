"""Regexes that are refused, are found in every text, or are written for another program."""

from collections.abc import Iterator

from router.engine.regexes.lookalikes import lookalike
from router.engine.regexes.patterns import PatternProblem, compile_pattern
from router.language.diagnostics import Diagnostic, Severity
from router.language.quoting import quoted, straight
from router.language.syntax import AddressCondition, Leaf, PatternSource, RegexCondition
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each regex of the set that has something wrong with it."""
    for leaf in whole.every_leaf:
        for source in patterns_in(leaf):
            yield from _findings(source, whole, "text" if isinstance(leaf, RegexCondition) else "")


def patterns_in(leaf: Leaf) -> tuple[PatternSource, ...]:
    """The regexes of one condition."""
    match leaf:
        case RegexCondition(patterns):
            return patterns
        case AddressCondition(_, values):
            return tuple(value for value in values if isinstance(value, PatternSource))
        case _:
            return ()


def _findings(source: PatternSource, whole: WholeSet, looks_at: str) -> Iterator[Diagnostic]:
    written = source.pattern
    made = compile_pattern(written.text, source.case_sensitive)
    if isinstance(made, PatternProblem):
        at = max(written.text.find(made.part), 0)
        yield Diagnostic(
            code="bad-pattern",
            message=straight(made.words),
            span=whole.place_in(written, at, len(made.part)),
            hints=(straight(made.hint),),
        )
    elif made.matches_empty():
        what = looks_at or "number"
        yield Diagnostic(
            code="always-matches",
            message=f"the regex {quoted(written.text)} is found in every {what}",
            span=written.span,
            severity=Severity.WARNING,
            hints=(
                "all of it may be missing, so it always holds: use + or tie it with ^ and $",
                "if every text is meant, write match: everything",
            ),
        )
    elif alike := lookalike(written.text):
        yield Diagnostic(
            code="taken-literally",
            message=straight(alike.words),
            span=whole.place_in(written, alike.offset, len(alike.part)),
            severity=Severity.WARNING,
            hints=(alike.hint,),
            fix=whole.mended(written.span, written.text, alike.meant) if alike.meant else "",
        )
