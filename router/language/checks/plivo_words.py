"""Words that Plivo acts on by itself, before and besides any rule.

Source: Plivo's opt-out handling for long codes and toll-free numbers of the US and Canada.
"""

from collections.abc import Iterator

from router.core.folding import fold, strip_punctuation
from router.language.diagnostics import Diagnostic, Severity
from router.language.quoting import quoted
from router.language.syntax import PhraseCondition, TextTest
from router.language.whole import RuleInSet, WholeSet
from router.language.yamlnodes import Scalar

OPT_OUT = frozenset({"stop", "end", "quit", "cancel", "unsubscribe", "unsub", "stop all"})
OPT_IN = frozenset({"start", "yes", "resume", "unstop", "go"})
HELP = frozenset({"help", "info"})

_SAYS = {
    OPT_OUT: (
        "Plivo acts on {word} itself: it stops all texts to the sender, and confirms",
        "what is sent to them later fails (error 200); one confirmation within 5 minutes does not",
    ),
    OPT_IN: (
        "Plivo acts on {word} itself: it lets texts reach the sender again",
        "what this rule sends comes on top of that",
    ),
    HELP: (
        "Plivo answers {word} itself",
        "the sender gets Plivo's answer and what this rule sends",
    ),
}


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each such word as a whole text or keyword of a rule that sends something."""
    seen: set[Scalar] = set()
    for rule in whole.rules:
        if not rule.rule.actions or not rule.rule.enabled or not _in_north_america(rule, whole):
            continue
        for written in _words(rule):
            says = _what_plivo_does(written.text)
            # A file's own match belongs to each of its rules; its words are told once.
            if says and written not in seen:
                seen.add(written)
                yield _finding(written, *says)


def _words(rule: RuleInSet) -> Iterator[Scalar]:
    for placed in rule.conditions:
        leaf = placed.leaf
        if (
            not placed.negated
            and isinstance(leaf, PhraseCondition)
            and leaf.test in {TextTest.WHOLE, TextTest.KEYWORD}
        ):
            yield from leaf.phrases


def _what_plivo_does(written: str) -> tuple[str, str] | None:
    word = strip_punctuation(fold(written))
    return next((says for words, says in _SAYS.items() if word in words), None)


def _in_north_america(rule: RuleInSet, whole: WholeSet) -> bool:
    """Whether a text can come to a number of the US or Canada, as far as can be told."""
    texted = whole.texted_numbers(rule)
    return texted is None or any(address.value.startswith("+1") for address in texted)


def _finding(written: Scalar, words: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="plivo-word",
        message=words.replace("{word}", quoted(written.text)),
        span=written.span,
        severity=Severity.WARNING,
        hints=(hint, "this is so for numbers of the US and Canada"),
    )
