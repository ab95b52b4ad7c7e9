"""What is wrong when an example fails: a finding, what was wanted and what came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from router.core.actions import Action, Forward, MultiForward, Reply
from router.core.decision import Decision
from router.core.message import InboundMessage, OutboundMessage
from router.core.position import Span
from router.engine.evaluate import explain
from router.engine.facts import Facts
from router.engine.outbox import fill_outbox
from router.engine.ruleset import Rule, RuleSet
from router.engine.wording import counted
from router.language.diagnostics import Diagnostic, Related
from router.language.lines import as_flow_value
from router.language.quoting import quoted, straight
from router.language.ruletests import Example, ExpectedTexts
from router.language.shape.spot import replaced
from router.language.source import SourceText
from router.language.written.ruletests import Sends
from router.render.differences import difference

_KINDS: dict[Sends, type[Action]] = {
    Sends.REPLY: Reply,
    Sends.FORWARD: Forward,
    Sends.MULTI_FORWARD: MultiForward,
}

_IF_RIGHT = "if what it sends now is right, this line has to say so"


@dataclass(frozen=True, slots=True)
class Failure:
    """An example or a test that failed.

    `rule` is the example's rule, "" for a test; `test` is the test's name, "" for an example.
    `want` and `got` are texts, or words when no text was asked for. `messages` are those that
    came in. `instead` is the text that came for the one at the finding's place, "" when it is not
    one text for another.
    """

    finding: Diagnostic
    rule: str
    test: str
    want: tuple[str, ...]
    got: tuple[str, ...]
    messages: tuple[InboundMessage, ...]
    instead: str = ""


def fires(rule_set: RuleSet, example: Example, rule: Rule, message: InboundMessage) -> Failure:
    """The rule fires and should not."""
    finding = _finding(
        example.message.span,
        f"{quoted(rule.name)} fires for this text, and should not",
        straight(rule.match.why(Facts(message))),
        who_and_when(rule_set, message),
        "if it is right to, take fires: no out",
    )
    return Failure(finding, rule.name, "", ("does not fire",), ("fires",), (message,))


def is_silent(
    rule_set: RuleSet, example: Example, rule: Rule, message: InboundMessage, decision: Decision
) -> Failure:
    """The rule does not fire and should."""
    earlier = tuple(takewhile(lambda one: one is not rule, rule_set.rules))
    earlier = tuple(one for one in earlier if one.name in decision.fired)
    # The last one stops if any does. Without it, what does the rule say to this text?
    taker = earlier[-1] if earlier and earlier[-1].stop else None
    alone = replace(rule_set, rules=(*(one for one in earlier if one is not taker), rule))
    untaken = explain(alone, message)
    related: tuple[Related, ...] = ()
    if taker is not None and rule.name in (*untaken.fired, *untaken.shadowed):
        words = f"{quoted(taker.name)} stops before {quoted(rule.name)} gets this text"
        why = taker.match.why(Facts(message))
        hint = "put this rule before that one, or remove stop: true there"
        related = (Related("the rule that stops", taker.span),)
    else:
        words = f"{quoted(rule.name)} does not fire for this text"
        why = untaken.trace[-1].why
        hint = "if it is right not to, add fires: no"
    finding = _finding(
        example.message.span, words, straight(why), who_and_when(rule_set, message), hint
    )
    finding = replace(finding, related=related)
    return Failure(finding, rule.name, "", ("fires",), ("does not fire",), (message,))


def sends_other_texts(
    rule_set: RuleSet,
    rule: Rule,
    message: InboundMessage,
    expected: ExpectedTexts,
    decision: Decision,
) -> Iterator[Failure]:
    """The rule's actions of one kind send other texts than they should; or nothing is wrong.

    `decision` is what the whole set decided about the message.
    """
    kind = _KINDS[expected.action]
    want = tuple(text.text for text in expected.texts)
    if _sent_by_one(rule, kind, decision) == want:
        return
    got, notes = _texts(rule_set, rule, message, kind)
    if got == want:
        return
    hints: tuple[str, ...]
    word, name, span, instead = expected.action.value, quoted(rule.name), expected.span, ""
    if len(got) == len(want):
        first, came = next(
            pair for pair in zip(expected.texts, got, strict=True) if pair[0].text != pair[1]
        )
        span, words, instead = first.span, f"{name} sends a different {word}", came
        hints = difference(first.text, came)
    else:
        texts = counted(len(got), f"{word} text") if got else f"no {word}"
        wanted = f"{len(want)} {'is' if len(want) == 1 else 'are'} wanted"
        words = f"{name} sends {texts}, and {wanted}"
        hints = (*(f"got {quoted(text)}" for text in got), *map(straight, notes))
    finding = _finding(span, words, *hints, who_and_when(rule_set, message))
    yield Failure(finding, rule.name, "", want, got, (message,), instead)


def with_what_came(failure: Failure, sources: Mapping[str, SourceText]) -> Diagnostic:
    """The finding, with its line as it has to be if what came is right: texts are edited most."""
    finding = failure.finding
    source = sources.get(finding.span.file)
    if not failure.instead or "\n" in failure.instead or source is None:
        return finding
    fix = replaced(source, finding.span, as_flow_value(failure.instead))
    if not fix:
        return finding
    return replace(finding, hints=(*finding.hints, _IF_RIGHT), fix=fix)


def who_and_when(rule_set: RuleSet, message: InboundMessage) -> str:
    """Who sends the message to whom, and when: what an example may leave open."""
    at = message.received_at.astimezone(rule_set.zone)
    when = f"at {at:%Y-%m-%d %H:%M} in {rule_set.zone}"
    return f"it came from {message.sender} to {message.recipient} {when}"


def _sent_by_one(rule: Rule, kind: type[Action], decision: Decision) -> tuple[str, ...]:
    """What a rule sent that has one action, of this kind, and fired first; () of any other.

    Most rules are such, and what they send need not be worked out again.
    """
    if decision.fired[:1] != (rule.name,) or len(rule.actions) != 1:
        return ()
    if not isinstance(rule.actions[0], kind):
        return ()
    return _joined([sent for sent in decision.messages if sent.rule == rule.name])


def _joined(messages: Sequence[OutboundMessage]) -> tuple[str, ...]:
    """The text that one action's messages are pieces of; () when it sends none.

    Everybody gets every piece of a long text, so those of one lot of numbers tell it.
    """
    if not messages:
        return ()
    return ("".join([sent.text for sent in messages if sent.dst == messages[0].dst]),)


def _texts(
    rule_set: RuleSet, rule: Rule, message: InboundMessage, kind: type[Action]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the rule's actions of a kind send, each as one text; and words on what they do not."""
    texts: list[str] = []
    notes: list[str] = []
    facts = Facts(message)
    for action in rule.actions:
        if isinstance(action, kind):
            outbox = fill_outbox(rule, rule_set, facts, [action])
            notes.extend(outbox.notes)
            texts.extend(_joined(outbox.messages))
    return tuple(texts), tuple(notes)


def _finding(span: Span, message: str, *hints: str) -> Diagnostic:
    return Diagnostic(code="failed-example", message=message, span=span, hints=hints)
