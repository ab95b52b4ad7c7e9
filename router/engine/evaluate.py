"""The only evaluator: which rules fire for a message, and what they send.

The server, `try`, rule tests and explain all come here. There are two ways to walk the rules:
`decide` tries what it must, `explain` goes on to say of every rule why it fired or not. Both hand
each rule to the same `_Evaluation`, so they cannot decide differently.
"""

from router.core.decision import Decision, Note, TraceEntry
from router.core.message import InboundMessage, OutboundMessage
from router.engine.facts import Facts
from router.engine.outbox import fill_outbox
from router.engine.ruleset import Rule, RuleSet
from router.engine.wording import quoted


def decide(rule_set: RuleSet, message: InboundMessage) -> Decision:
    """What the rules answer to a message; without a trace."""
    evaluation = _Evaluation(rule_set, message)
    for rule in rule_set.rules:
        if evaluation.attempt(rule) and rule.stop:
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
        fired = evaluation.attempt(rule)
        if fired and rule.stop:
            stopped_by = rule
        notes = [note.text for note in evaluation.notes[seen:]]
        trace.append(_entry(rule, fired, "; ".join([why, *notes])))
    return evaluation.decision(tuple(trace))


def _entry(rule: Rule, fired: bool, why: str) -> TraceEntry:
    return TraceEntry(rule.name, rule.span.file, rule.span.line, fired, why)


class _Evaluation:
    """One message on its way through the rules, and what has come of it so far."""

    __slots__ = ("facts", "fired", "messages", "notes", "rule_set")

    def __init__(self, rule_set: RuleSet, message: InboundMessage) -> None:
        self.rule_set = rule_set
        self.facts = Facts(message)
        self.fired: list[str] = []
        self.messages: list[OutboundMessage] = []
        self.notes: list[Note] = []

    def attempt(self, rule: Rule) -> bool:
        """Try a rule and, if it fires, carry out its actions; whether it fired."""
        if not rule.enabled or not rule.match.test(self.facts):
            return False
        outbox = fill_outbox(rule, self.rule_set, self.facts)
        self.messages.extend(outbox.messages)
        self.notes.extend(Note(rule.name, words) for words in outbox.notes)
        self.fired.append(rule.name)
        if self.facts.fired is None:
            self.facts.fired = rule.name
        return True

    def why(self, rule: Rule) -> str:
        """Why a rule that has not been tried yet is about to fire, or is not."""
        if not rule.enabled:
            return "is switched off (enabled: no)"
        return rule.match.why(self.facts)

    def decision(self, trace: tuple[TraceEntry, ...] = ()) -> Decision:
        """What has been decided."""
        return Decision(
            self.rule_set.id, tuple(self.fired), tuple(self.messages), tuple(self.notes), trace
        )
