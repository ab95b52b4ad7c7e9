"""What a rule's texts cost, in words."""

import pytest

from router.core.actions import Action, Forward, MultiForward, NumberTarget, Reply, RotaTarget
from router.core.address import Address
from router.core.position import Span
from router.engine.matchers import Everything
from router.engine.ruleset import Rule
from router.render.describe_cost import cost
from tests.unit.render.test_describe import text

ANN = NumberTarget(Address("+15550001111"), "ann")
BOB = NumberTarget(Address("+15550002222"), "bob")


def costs(*actions: Action) -> str:
    return cost(Rule("r", Span("r.yaml", 1, 1, 1, 2), Everything(), actions))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("We are open 9-17.", "1 segment"),
        ("x" * 161, "2 segments"),
        ("é" * 160, "1 segment"),
        ("—" + "x" * 70, "2 segments"),
        ("x" * 1601, "12 segments"),
        ("Order {1} from {sender} at {time}", "1 segment and what {1}, {sender} and {time} add"),
        ("Hello {sender|there}", "1 segment and what {sender} adds"),
        ("{rest}, {rest}", "1 segment and what {rest} adds"),
        ("{text}", "as many segments as {text} takes"),
        ("{from} {text}", "as many segments as {from} and {text} take"),
    ],
)
def test_a_text_costs_what_it_holds_and_what_is_filled_in(written: str, words: str) -> None:
    assert costs(Reply(text(written))) == words


def test_a_forwarded_text_costs_what_it_cost_before() -> None:
    assert costs(Forward(RotaTarget("on-call"))) == "as many segments as {text} takes"


def test_a_text_to_many_is_paid_for_each_of_them() -> None:
    assert costs(MultiForward((ANN, BOB), text("Hi"))) == "1 segment, for each number"
    assert costs(MultiForward((ANN,), text("Hi"), list_name="staff")) == (
        "1 segment, for each number"
    )
    assert costs(MultiForward((ANN,), text("Hi"))) == "1 segment"


def test_several_texts_are_told_in_their_order() -> None:
    actions = (MultiForward((ANN, BOB), text("{sender}: {rest}")), Reply(text("Sent.")))
    assert costs(*actions) == (
        "1 segment and what {sender} and {rest} add, for each number; then 1 segment"
    )


def test_a_rule_that_sends_nothing_costs_nothing() -> None:
    assert costs() == ""
