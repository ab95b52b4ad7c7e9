"""The only evaluator: which rules fire for a message, and what they send.

The server, `try`, rule tests and explain all come here. There are two ways to walk the rules:
`decide` tries what it must, `explain` goes on to say of every rule why it fired or not. Both hand
each rule to the same `_Evaluation`, so they cannot decide differently.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from router.core.decision import Decision, Note, TraceEntry
from router.core.message import InboundMessage, OutboundMessage
from router.engine.facts import Facts
from router.engine.index.rule_index import RuleIndex
from router.engine.matchers import All, Everything, Matcher
from router.engine.outbox import fill_outbox
from router.engine.ruleset import Rule, RuleSet
from router.engine.stage import is_live, shadow_words
from router.engine.wording import quoted


def decide(rules: RuleSet | RuleIndex, message: InboundMessage) -> Decision:
    """What the rules answer to a message; without a trace. Of an index, few rules are tried."""
    if isinstance(rules, RuleIndex):
        evaluation = _Evaluation(rules.rule_set, message)
        tried: Iterable[Rule] = rules.rules_for(evaluation.facts)
    else:
        evaluation, tried = _Evaluation(rules, message), rules.rules
    for rule in tried:
        if evaluation.attempt(rule) is _Outcome.FIRED and rule.stop:
            break
    return evaluation.decision()


def explain(rule_set: RuleSet, message: InboundMessage) -> Decision:
    """The same decision, with a trace that says of every rule why it fired or did not."""
    evaluation = _Evaluation(rule_set, message)
    trace: list[TraceEntry] = []
    stopped_by: Rule | None = None
    for rule in rule_set.rules:
        if stopped_by is not None:
            why = f"not reached: {quoted(stopped_by.name)} stopped before it"
            trace.append(_entry(rule, False, why))
            continue
        # Asked before the rule is tried: afterwards, it would itself be an earlier rule.
        why = evaluation.why(rule)
        seen = len(evaluation.notes)
        outcome = evaluation.attempt(rule)
        fired = outcome is _Outcome.FIRED
        if fired and rule.stop:
            stopped_by = rule
        if outcome is _Outcome.SHADOWED:
            why = f"{shadow_words(rule.stage)}: {why}"
        notes = [note.text for note in evaluation.notes[seen:]]
        near = outcome is _Outcome.SILENT and evaluation.nearly(rule)
        trace.append(_entry(rule, fired, "; ".join([why, *notes]), near))
    return evaluation.decision(tuple(trace))


def _entry(rule: Rule, fired: bool, why: str, near_miss: bool = False) -> TraceEntry:
    return TraceEntry(rule.name, rule.span.file, rule.span.line, fired, why, near_miss)


def _conditions(match: Matcher) -> Iterator[Matcher]:
    """What must hold together, each on its own."""
    if isinstance(match, All):
        for part in match.parts:
            yield from _conditions(part)
    elif not isinstance(match, Everything):
        yield match


class _Outcome(Enum):
    """What came of trying a rule. One in shadow neither stops the pipeline nor has fired."""

    SILENT = "silent"
    SHADOWED = "shadowed"
    FIRED = "fired"


class _Evaluation:
    """One message on its way through the rules, and what has come of it so far."""

    __slots__ = ("facts", "fired", "messages", "notes", "rule_set", "shadow_messages", "shadowed")

    def __init__(self, rule_set: RuleSet, message: InboundMessage) -> None:
        self.rule_set = rule_set
        self.facts = Facts(message)
        self.fired: list[str] = []
        self.messages: list[OutboundMessage] = []
        self.notes: list[Note] = []
        self.shadowed: list[str] = []
        self.shadow_messages: list[OutboundMessage] = []

    def attempt(self, rule: Rule) -> _Outcome:
        """Try a rule and, if it fires, carry out its actions; in shadow, record them only."""
        if not rule.enabled or self._not_now(rule) or not rule.match.test(self.facts):
            return _Outcome.SILENT
        outbox = fill_outbox(rule, self.rule_set, self.facts)
        if not is_live(rule.stage, self.facts.message):
            self.shadowed.append(rule.name)
            self.shadow_messages.extend(outbox.messages)
            self.notes.extend(Note(rule.name, f"in shadow: {words}") for words in outbox.notes)
            return _Outcome.SHADOWED
        self.fired.append(rule.name)
        self.messages.extend(outbox.messages)
        self.notes.extend(Note(rule.name, words) for words in outbox.notes)
        if self.facts.fired is None:
            self.facts.fired = rule.name
        return _Outcome.FIRED

    def why(self, rule: Rule) -> str:
        """Why a rule that has not been tried yet is about to fire, or is not."""
        if not rule.enabled:
            return "is switched off (enabled: no)"
        return self._not_now(rule) or rule.match.why(self.facts)

    def nearly(self, rule: Rule) -> bool:
        """Whether a single condition, of several, kept a rule that was tried from firing.

        Its days count as one only where they are what is wrong: they hold for every message else.
        """
        if not rule.enabled:
            return False
        held = [part.test(self.facts) for part in _conditions(rule.match)]
        if self._not_now(rule):
            return all(held)
        return len(held) > 1 and held.count(False) == 1

    def _not_now(self, rule: Rule) -> str:
        """Why a rule's days are over or still to come; "" when today is one of them."""
        if rule.since is None and rule.until is None:
            return ""
        zone = self.rule_set.zone
        today = self.facts.message.received_at.astimezone(zone).date()
        if rule.since is not None and today < rule.since:
            return f"not before {rule.since}: it is {today} in {zone}"
        if rule.until is not None and today > rule.until:
            return f"ended on {rule.until}: it is {today} in {zone}"
        return ""

    def decision(self, trace: tuple[TraceEntry, ...] = ()) -> Decision:
        """What has been decided."""
        return Decision(
            self.rule_set.id,
            tuple(self.fired),
            tuple(self.messages),
            tuple(self.notes),
            trace,
            tuple(self.shadowed),
            tuple(self.shadow_messages),
        )
