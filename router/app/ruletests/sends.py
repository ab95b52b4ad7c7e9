"""What is wrong when a test fails: the first message that is another one, missing or too much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.app.ruletests.failures import Failure
from router.core.actions import NumberTarget, Target
from router.core.message import InboundMessage, OutboundMessage
from router.core.position import Span
from router.engine.ruleset import RuleSet
from router.engine.wording import counted, listed
from router.language.diagnostics import Diagnostic, Related
from router.language.quoting import quoted
from router.language.ruletests import ExpectedMessage, PipelineTest
from router.render.differences import difference


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that goes out, and the one that it goes out for."""

    message: OutboundMessage
    answers: InboundMessage


@dataclass(frozen=True, slots=True)
class _Other:
    """The first difference: its place, what is wrong, and hints.

    `got` is what goes out instead; `instead` is its text when only that is another one.
    """

    span: Span
    words: str
    hints: tuple[str, ...]
    got: Sent | None = None
    instead: str = ""


def sends_other_messages(
    rule_set: RuleSet,
    test: PipelineTest,
    messages: Sequence[InboundMessage],
    sent: Sequence[Sent],
) -> Iterator[Failure]:
    """A test for which other messages go out than should; or nothing is wrong."""
    pairs = zip(test.sends, sent, strict=False)
    same = [_is(rule_set, expected, got) for expected, got in pairs]
    if all(same) and len(sent) == len(test.sends):
        return
    at = same.index(False) if False in same else len(same)
    other = _other(rule_set, test, sent, at)
    related: tuple[Related, ...] = ()
    if other.got is not None:
        name = other.got.message.rule
        rule = next(rule for rule in rule_set.rules if rule.name == name)
        related = (Related(f"sent by {quoted(name)}", rule.span),)
    finding = Diagnostic(
        code="failed-test", message=other.words, span=other.span, hints=other.hints, related=related
    )
    want = tuple(map(_expected, test.sends))
    got = tuple(_shown(rule_set, one.message) for one in sent)
    yield Failure(finding, "", test.name, want, got, tuple(messages), other.instead)


def _other(rule_set: RuleSet, test: PipelineTest, sent: Sequence[Sent], at: int) -> _Other:
    name = quoted(test.name)
    if at == len(test.sends):
        wanted = f"{len(test.sends) or 'none'} {'is' if len(test.sends) == 1 else 'are'} wanted"
        words = f"{name} sends {counted(len(sent), 'message')}, and {wanted}"
        return _Other(
            test.span, words, (f"too much: {_shown(rule_set, sent[at].message)}",), sent[at]
        )
    expected = test.sends[at]
    span, want = expected.span, f"want {_expected(expected)}"
    if at == len(sent):
        words = f"{name} does not send this message"
        return _Other(span, words, (want, "got  nothing more" if sent else "got  nothing"))
    got = sent[at]
    shown = (want, f"got  {_shown(rule_set, got.message)}")
    if any(_is(rule_set, expected, later) for later in sent[at + 1 :]):
        return _Other(span, f"{name} sends another message before this one", shown, got)
    if not _goes_to(rule_set, expected, got):
        words = f"{name} sends message {at + 1} to other numbers"
        return _Other(expected.to_span, words, shown, got)
    if expected.text != got.message.text:
        return _Other(
            span,
            f"{name} sends a different text",
            difference(expected.text, got.message.text),
            got,
            got.message.text,
        )
    source = expected.source and _name(expected.source)
    hints = (f"want from {source}", f"got  from {got.message.src}")
    words = f"{name} sends message {at + 1} from a different number"
    return _Other(expected.source_span or span, words, hints, got)


def _is(rule_set: RuleSet, expected: ExpectedMessage, sent: Sent) -> bool:
    if expected.text != sent.message.text or not _goes_to(rule_set, expected, sent):
        return False
    if expected.source is None:
        return True
    return sent.message.src == rule_set.address_of(expected.source, sent.answers.received_at)


def _goes_to(rule_set: RuleSet, expected: ExpectedMessage, sent: Sent) -> bool:
    at = sent.answers.received_at
    return {rule_set.address_of(target, at) for target in expected.to} == set(sent.message.dst)


def _expected(expected: ExpectedMessage) -> str:
    return f"to {listed([_name(target) for target in expected.to], 'and')}: {quoted(expected.text)}"


def _shown(rule_set: RuleSet, sent: OutboundMessage) -> str:
    names = [_name(NumberTarget(one, rule_set.names.get(one, ""))) for one in sent.dst]
    return f"to {listed(names, 'and')}: {quoted(sent.text)}"


def _name(target: Target) -> str:
    match target:
        case NumberTarget(address, name):
            return f"{name} ({address})" if name else str(address)
        case _:
            return f"whoever is on duty in {target.name}"
