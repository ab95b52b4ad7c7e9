"""What the placeholders of a rule's texts stand for, for one message."""

from collections.abc import Collection

from router.core.message import Captures
from router.engine.captures import capture
from router.engine.facts import Facts
from router.engine.placeholders import KEYWORD_PLACEHOLDERS, MESSAGE_PLACEHOLDERS
from router.engine.ruleset import Rule, RuleSet


def values_for(
    wanted: Collection[str], rule: Rule, rule_set: RuleSet, facts: Facts
) -> dict[str, str]:
    """A value for each wanted name that there is one for; works out nothing that is not wanted.

    `{date}` is `2026-11-22` and `{time}` `17:05`, both in the zone of the rule's
    first schedule, else in the rule set's.
    """
    if not wanted:
        return {}
    values = {
        name: _value(name, rule, rule_set, facts) for name in wanted if name in MESSAGE_PLACEHOLDERS
    }
    if len(values) < len(wanted):
        captures = capture(rule.match, facts)
        for name in wanted:
            if name not in values:
                values[name] = _captured(name, captures)
    return values


def _value(name: str, rule: Rule, rule_set: RuleSet, facts: Facts) -> str:
    message = facts.message
    match name:
        case "text":
            return message.text
        case "from":
            return message.sender.value
        case "to":
            return message.recipient.value
        case "sender":
            return rule_set.names.get(message.sender, message.sender.value)
    moment = message.received_at.astimezone(rule.schedule_zone or rule_set.zone)
    return moment.strftime("%Y-%m-%d" if name == "date" else "%H:%M")


def _captured(name: str, captures: Captures) -> str:
    # Without a keyword, a regex may have a group of that name.
    if captures.keyword and name in KEYWORD_PLACEHOLDERS:
        return captures.keyword if name == "keyword" else captures.rest
    return captures.groups.get(name, "")
