"""Findings that need the compiled rules: rules that never fire, and words that never count."""

from collections.abc import Iterator, Sequence

from router.core.position import Span
from router.engine.matchers import AddressIs, Matcher, single_tests
from router.engine.reach.memory import ReachMemory
from router.engine.reach.rules import HiddenPhrase, Unreachable, out_of_reach
from router.engine.ruleset import RuleSet
from router.engine.witness.taken import taken
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.quoting import quoted, straight
from router.language.reach.circumstances import circumstances
from router.language.reach.survey import STANDS_IN, rules_that_can_be_told
from router.language.syntax import PhraseCondition
from router.language.whole import RuleInSet, WholeSet

LONGEST_MESSAGE = 100
LONGEST_EXAMPLE = 60
"""Characters of a text that is still shown as an example."""
MAX_EXAMPLES = 100
"""Findings that come with an example; making one takes a millisecond or more."""
_LONGEST_NAME = 28
_SHOWN = 3
"""How many earlier rules a finding leads to."""


def reachability(
    whole: WholeSet,
    rule_set: RuleSet | None,
    findings: Sequence[Diagnostic],
    memory: ReachMemory | None = None,
) -> Iterator[Diagnostic]:
    """Each rule that never fires, and each word of a rule that an earlier rule takes.

    Without a rule set, because some of the `findings` are errors, of the rules that are sound.
    The `memory` has what was found of rules in sets before this one.
    """
    surveyed = rule_set or rules_that_can_be_told(whole, findings)
    examples = MAX_EXAMPLES if rule_set else 0
    all_found = out_of_reach(surveyed, memory if rule_set else None)
    written = {rule.rule.name.span: rule for rule in whole.rules} if all_found else {}
    for found in all_found:
        if found.rule.stage == STANDS_IN:
            continue
        match found:
            case HiddenPhrase():
                yield _hidden(found, written[found.rule.span])
            case Unreachable(because=None):
                yield _at_odds(found, written[found.rule.span])
            case _:
                yield _behind(found, surveyed if examples else None)
                examples -= bool(examples)


def _behind(found: Unreachable, rule_set: RuleSet | None) -> Diagnostic:
    """That earlier rules take everything; with an example if there is a whole set to try it on."""
    because = [] if found.because is None else [found.because, *found.others]
    stops = all(taker.stop for taker in because)
    words = straight(found.words)
    if len(f"this rule never fires: {words}") > LONGEST_MESSAGE:
        words = f"{len(because)} earlier rules take all its texts"
    shown = _example(rule_set, found) if rule_set else ""
    where = "that one" if len(because) == 1 else "those"
    advice = (
        f"put this rule before {where}, or remove stop: true there"
        if stops
        else (f"put this rule before {where}, or leave otherwise out")
    )
    return Diagnostic(
        code="never-fires",
        message=f"this rule never fires: {words}",
        span=found.rule.span,
        severity=Severity.WARNING,
        hints=(shown, advice) if shown else (advice,),
        related=tuple(Related("taken here", taker.span) for taker in because[:_SHOWN]),
    )


def _example(rule_set: RuleSet, found: Unreachable) -> str:
    """`for example, "hours" goes to "Opening hours", which stops`, as the evaluator says."""
    example = taken(rule_set, found)
    if example is None:
        return ""
    text, by = example.message.text, example.by
    if len(text) > LONGEST_EXAMPLE or not text.isprintable():
        return ""
    does = "goes to {}, which stops" if by.stop else 'makes {} fire, so "otherwise" does not hold'
    said = quoted(text, LONGEST_EXAMPLE) if text.strip() else "a text without words"
    where = circumstances(example.message, (found.rule, by), rule_set.zone)
    return f"for example, {said}{where} {does.format(quoted(by.name))}"


def _at_odds(found: Unreachable, rule: RuleInSet) -> Diagnostic:
    """That the rule's own conditions never hold together, or never do in its place."""
    words = straight(found.words)
    fits = len(f"this rule never fires: {words}") <= LONGEST_MESSAGE
    hints = [] if fits else [words]
    hints.append("every condition of a match must hold: take one of them out, or use any: […]")
    if rule.file.match is not None:
        hints.append("the match of the file must hold for each of its rules, too")
    if found.by_place:
        hints = ["put this rule behind those whose texts it is for"]
    sure = not found.by_place and not _names_a_list(found.rule.match)
    return Diagnostic(
        code="never-fires" if found.by_place else "contradiction",
        message=f"this rule never fires: {words if fits else 'its conditions exclude each other'}",
        span=found.rule.span,
        # Who is on a list may change by itself: that must not keep a set from being taken.
        severity=Severity.ERROR if sure else Severity.WARNING,
        hints=tuple(hints),
    )


def _names_a_list(match: Matcher) -> bool:
    return any(
        isinstance(one, AddressIs) and one.words.startswith("the list ")
        for one in single_tests(match)
    )


def _hidden(found: HiddenPhrase, rule: RuleInSet) -> Diagnostic:
    """That one of the words a rule looks for belongs to an earlier rule."""
    word, name = (quoted(one, _LONGEST_NAME) for one in (found.phrase.written, found.because.name))
    return Diagnostic(
        code="hidden-word",
        message=f"{word} never counts here: {name} takes it and stops",
        span=_place(found, rule),
        severity=Severity.WARNING,
        hints=("take the word out here, or put this rule before that one",),
        related=(Related("taken here", found.because.span),),
    )


def _place(found: HiddenPhrase, rule: RuleInSet) -> Span:
    leaves = (placed.leaf for placed in rule.conditions)
    written = (one for leaf in leaves if isinstance(leaf, PhraseCondition) for one in leaf.phrases)
    return next(one.span for one in written if one.text == found.phrase.written)
