"""Words that Plivo acts on by itself, before and besides any rule.

Source: Plivo's opt-out handling for long codes and toll-free numbers of the US and Canada.
"""

from collections.abc import Iterator, Sequence
from typing import assert_never

from router.core.actions import NumberTarget, Target
from router.core.address import Address
from router.core.folding import fold, strip_punctuation
from router.language.diagnostics import Diagnostic, Severity
from router.language.quoting import quoted
from router.language.syntax import (
    ForwardAction,
    MultiForwardAction,
    PhraseCondition,
    ReplyAction,
    TextTest,
    WrittenAction,
)
from router.language.tree.nodes import Scalar
from router.language.whole import RuleInSet, WholeSet

OPT_OUT = frozenset({"stop", "end", "quit", "cancel", "unsubscribe", "unsub", "stop all"})
OPT_IN = frozenset({"start", "yes", "resume", "unstop", "go"})
HELP = frozenset({"help", "info"})
_LONGEST_WORD = 20

_SAYS = {
    OPT_OUT: (
        "Plivo acts on {word} itself: it stops all texts to the sender, and confirms",
        "one message within 5 minutes still reaches them; what is sent after it fails (error 200)",
    ),
    OPT_IN: (
        "Plivo acts on {word} itself: a sender who had stopped texts gets them again",
        "the sender gets what this rule sends besides what Plivo itself may answer",
    ),
    HELP: (
        "Plivo answers {word} itself",
        "the sender gets Plivo's answer and what this rule sends",
    ),
}


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each such word as a whole text or keyword of a rule that sends the sender something.

    A rule that hands the text on to others works as it is written: nothing is said about it.
    """
    seen: set[Scalar] = set()
    for rule in whole.rules:
        says = [(word, told) for word in _words(rule) if (told := _what_plivo_does(word.text))]
        if not says or not rule.rule.enabled:
            continue
        if not _in_north_america(rule, whole) or not _answers(rule, whole):
            continue
        for written, told in says:
            # A file's own match belongs to each of its rules; its words are told once.
            if written not in seen:
                seen.add(written)
                yield _finding(written, *told)


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


def _answers(rule: RuleInSet, whole: WholeSet) -> bool:
    """Whether something that the rule sends can go back to the sender."""
    senders = whole.possible(rule, "from")
    return any(_goes_back(action, senders, rule, whole) for action in rule.rule.actions)


def _goes_back(
    action: WrittenAction, senders: frozenset[Address] | None, rule: RuleInSet, whole: WholeSet
) -> bool:
    """`senders` are all who can send the text, None when that is anybody."""
    match action:
        case ReplyAction():
            return True
        case ForwardAction():
            # Where anybody may write, it is for somebody else that a text is handed on.
            return senders is not None and _reaches(senders, (action.to,), rule, whole)
        case MultiForwardAction():
            return action.include_sender and (
                senders is None or _reaches(senders, action.to, rule, whole)
            )
        case _:
            assert_never(action)


def _reaches(
    senders: frozenset[Address], to: Sequence[Scalar], rule: RuleInSet, whole: WholeSet
) -> bool:
    targets = whole.book.targets(to, rule.country)
    return any(one in senders for target in targets for one in _addresses(target, whole))


def _addresses(target: Target, whole: WholeSet) -> Iterator[Address]:
    """Everybody a target can be: of a rota all who take turns."""
    if isinstance(target, NumberTarget):
        yield target.address
    elif rota := whole.book.rotas.get(target.name):
        for person in rota.people:
            yield person.address


def _finding(written: Scalar, words: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="plivo-word",
        message=words.replace("{word}", quoted(written.text, _LONGEST_WORD)),
        span=written.span,
        severity=Severity.WARNING,
        hints=(hint, "this is so for numbers of the US and Canada"),
    )
