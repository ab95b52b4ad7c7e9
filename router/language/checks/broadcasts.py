"""Multi-forwards that reach nobody, or name somebody they leave out."""

from collections.abc import Iterator

from router.core.actions import NumberTarget
from router.core.address import Address
from router.language.diagnostics import Diagnostic, Severity
from router.language.names.addressbook import Duty, Many, One
from router.language.numbers import grouped
from router.language.syntax import AddressCondition, MultiForwardAction
from router.language.tree.nodes import Scalar
from router.language.whole import RuleInSet, WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each broadcast whose targets all drop out, and each target that does so by itself."""
    unsure = whole.twins
    for rule in whole.rules:
        for action in rule.rule.actions:
            if not isinstance(action, MultiForwardAction) or not _is_clear(action, rule, whole):
                continue
            if not unsure or unsure.isdisjoint(_names(action, rule, whole)):
                yield from _findings(action, rule, whole)


def _is_clear(action: MultiForwardAction, rule: RuleInSet, whole: WholeSet) -> bool:
    """Whether everybody it names can be read; if not, there is a finding about that."""
    for value in action.to:
        match whole.book.find(value.text, rule.country):
            case One() | Duty():
                pass
            case Many(name) if whole.book.members(name).clear:
                pass
            case _:
                return False
    return True


def _names(action: MultiForwardAction, rule: RuleInSet, whole: WholeSet) -> set[str]:
    """What the rule says about whom it sends to, who sends, and which number is texted."""
    waiting = [value.text for value in action.to]
    for placed in rule.conditions:
        if isinstance(placed.leaf, AddressCondition):
            waiting += [value.text for value in placed.leaf.values if isinstance(value, Scalar)]
    met: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in met and (known := whole.book.lists.get(name)):
            waiting += [member.text for member in known.written.members]
        met.add(name)
    return met


def _findings(action: MultiForwardAction, rule: RuleInSet, whole: WholeSet) -> Iterator[Diagnostic]:
    targets = whole.book.targets(action.to, rule.country)
    if not targets:  # lists that hold nothing but themselves: there is a finding about that
        return
    texted = _only(whole.texted_numbers(rule))
    sender = None if action.include_sender else _only(whole.possible(rule, "from"))
    addresses = [target.address for target in targets if isinstance(target, NumberTarget)]
    if len(addresses) == len(targets) and all(one in (texted, sender) for one in addresses):
        yield Diagnostic(
            code="empty-broadcast",
            message="this is sent to nobody: the sender and the texted number are left out",
            span=action.to[0].span if len(action.to) == 1 else action.key,
            hints=("name somebody else",)
            if sender is None
            else ("name somebody else, or to send to the sender too, write include-sender: yes",),
        )
    elif texted:
        yield from _left_out(action, texted, rule, whole)


def _only(known: frozenset[Address] | None) -> Address | None:
    """The address, when there is just one that it can be."""
    return next(iter(known)) if known is not None and len(known) == 1 else None


def _left_out(
    action: MultiForwardAction, texted: Address, rule: RuleInSet, whole: WholeSet
) -> Iterator[Diagnostic]:
    for value in action.to:
        found = whole.book.find(value.text, rule.country)
        if isinstance(found, One) and found.target.address == texted:
            yield Diagnostic(
                code="left-out",
                message=f"{grouped(texted)} is the number that was texted, so it is left out here",
                span=value.span,
                severity=Severity.WARNING,
                hints=("take it out here",),
            )
