"""A compiled rule as one English sentence that can be read aloud."""

from collections.abc import Iterator
from typing import assert_never

from router.core.actions import (
    WHOLE_TEXT,
    Action,
    Forward,
    MultiForward,
    NoReports,
    OwnReports,
    Reply,
    Reports,
    ReportsTo,
    RotaTarget,
    Target,
    Template,
)
from router.core.address import Address
from router.engine.ruleset import Rule
from router.engine.stage import Live, OnlyFor, Shadow
from router.engine.wording import quoted_whole
from router.language.numbers import grouped
from router.language.quoting import listed
from router.render.describe_match import SPELLED_OUT, condition, spoken_count


def sentence(rule: Rule) -> str:
    """What the rule does, such as: When a text ends with “now”, reply “Yes.” and stop."""
    when = condition(rule.match)
    steps = [_step(action) for action in rule.actions] or ["do nothing"]
    does = listed([*steps, "stop"] if rule.stop else steps, "and")
    # A quotation that ends with a full stop ends the sentence, too.
    end = "" if does.endswith((".”", "!”", "?”", "…”")) else "."
    # What comes before the condition starts the sentence instead of it.
    opening, *more = *_limits(rule), when
    begins = " ".join([opening, *(f"{part[0].lower()}{part[1:]}" for part in more)])
    return f"{begins}, {does}{end}"


def _limits(rule: Rule) -> Iterator[str]:
    """What keeps a rule from acting on every text its match takes."""
    if not rule.enabled:
        yield "Switched off:"
    match rule.stage:
        case Live():
            pass
        case Shadow():
            yield "In shadow:"
        case OnlyFor(_, words):
            yield f"Live only for {words}, in shadow for the rest:"
        case _:
            assert_never(rule.stage)
    if rule.since is not None and rule.since == rule.until:
        yield f"On {rule.since},"
    elif rule.since is not None:
        yield f"From {rule.since}{f' to {rule.until}' if rule.until else ''},"
    elif rule.until is not None:
        yield f"Until {rule.until},"


def _step(action: Action) -> str:
    match action:
        case Reply(text, source, reports):
            return f"reply {quoted_whole(text.source)}{_options(source, reports)}"
        case Forward(to, text, source, reports):
            return f"{_sends(text)} to {_target(to)}{_options(source, reports)}"
        case MultiForward(to, text, source, include_sender, reports, list_name):
            whom = _list(list_name, len(to)) if list_name else _targets(to)
            included = ", the sender included" if include_sender else ""
            return f"{_sends(text)} to {whom}{included}{_options(source, reports)}"
        case _:
            assert_never(action)


def _sends(text: Template) -> str:
    return "forward it" if text == WHOLE_TEXT else f"send {quoted_whole(text.source)}"


def _list(name: str, size: int) -> str:
    return f"everybody on the list {name} ({spoken_count(size, 'number')})"


def _targets(to: tuple[Target, ...]) -> str:
    if len(to) > SPELLED_OUT:
        return f"{len(to):,} numbers"
    return listed([_target(target) for target in to], "and")


def _target(target: Target) -> str:
    if isinstance(target, RotaTarget):
        return f"whoever is on duty in {target.name}"
    number = grouped(target.address)
    return f"{target.name} ({number})" if target.name else number


def _options(source: Address | None, reports: Reports) -> str:
    return "".join(_each_option(source, reports))


def _each_option(source: Address | None, reports: Reports) -> Iterator[str]:
    if source:
        yield f" from {grouped(source)}"
    match reports:
        case OwnReports():
            pass
        case NoReports():
            yield " without a delivery report"
        case ReportsTo(url):
            yield f" with delivery reports to {url}"
        case _:
            assert_never(reports)
