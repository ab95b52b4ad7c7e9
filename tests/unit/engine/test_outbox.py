"""Actions: who gets which text from which number, and what is not sent."""

from datetime import timedelta

import pytest

from router.core.actions import (
    Action,
    Forward,
    MultiForward,
    NoReports,
    NumberTarget,
    Reply,
    ReportsTo,
    RotaTarget,
)
from router.core.address import Address
from router.core.message import OutboundMessage
from router.engine.facts import Facts
from router.engine.matchers import Everything, HasKeyword
from router.engine.outbox import Outbox, fill_outbox
from tests.unit.engine.samples import (
    AMAZON,
    ANN,
    BOB,
    CAT,
    DESK,
    NOON,
    ON_CALL,
    STRANGER,
    facts,
    phrases,
    rule,
    rule_set,
    template,
)


def to(*addresses: Address) -> tuple[NumberTarget, ...]:
    return tuple(map(NumberTarget, addresses))


def outbox(about: Facts, *actions: Action) -> Outbox:
    made = rule("r", Everything(), *actions)
    return fill_outbox(made, rule_set(made), about)


def sent(about: Facts, *actions: Action) -> list[tuple[Address, tuple[Address, ...], str]]:
    return [(one.src, one.dst, one.text) for one in outbox(about, *actions).messages]


def test_a_reply_goes_back_to_the_sender() -> None:
    assert sent(facts("hi"), Reply(template("Hello"))) == [(DESK, (STRANGER,), "Hello")]


def test_a_forward_sends_the_text_on() -> None:
    assert sent(facts("hi {x}"), Forward(NumberTarget(ANN))) == [(DESK, (ANN,), "hi {x}")]
    assert sent(facts("hi", ANN), Forward(NumberTarget(ANN))) == [(DESK, (ANN,), "hi")]


def test_a_multi_forward_is_one_message_to_all() -> None:
    assert sent(facts("hi"), MultiForward(to(BOB, ANN))) == [(DESK, (BOB, ANN), "hi")]


def test_actions_are_done_in_order() -> None:
    actions = (Reply(template("one")), Forward(NumberTarget(ANN)), Reply(template("three")))
    assert [one.text for one in outbox(facts("two"), *actions).messages] == ["one", "two", "three"]
    assert outbox(facts("two")) == Outbox()


def test_another_source_and_reports_go_with_the_message() -> None:
    action = Reply(template("Hello"), source=CAT, reports=NoReports())
    elsewhere = Forward(NumberTarget(ANN), reports=ReportsTo("https://example.com/r"))
    assert outbox(facts("hi"), action, elsewhere).messages == (
        OutboundMessage(CAT, (STRANGER,), "Hello", "r", NoReports()),
        OutboundMessage(DESK, (ANN,), "hi", "r", ReportsTo("https://example.com/r")),
    )


def test_a_broadcast_leaves_out_repeats_the_sender_and_the_texted_number() -> None:
    everyone = to(ANN, BOB, DESK, ANN, CAT)
    assert sent(facts("hi", BOB), MultiForward(everyone)) == [(DESK, (ANN, CAT), "hi")]


def test_a_broadcast_includes_the_sender_when_told() -> None:
    everyone = MultiForward(to(ANN, BOB, DESK), include_sender=True)
    assert sent(facts("hi", BOB), everyone) == [(DESK, (ANN, BOB), "hi")]
    assert sent(facts("hi", STRANGER), everyone) == [(DESK, (ANN, BOB), "hi")]


def test_a_broadcast_that_leaves_nobody_sends_nothing_and_says_so() -> None:
    made = outbox(facts("hi", ANN), MultiForward(to(ANN, DESK)))
    assert made.messages == ()
    assert made.notes == (
        "no multi-forward to anyone: nobody is left but the sender and the number that was texted",
    )


def test_a_forward_to_the_texted_number_is_dropped_and_says_so() -> None:
    made = outbox(facts("hi"), Forward(NumberTarget(DESK)), Reply(template("ok")))
    assert [one.text for one in made.messages] == ["ok"]
    assert made.notes == ("no forward to +15557654321: it is the number that was texted",)


def test_a_rota_is_whoever_is_on_duty_when_the_message_comes() -> None:
    forward = Forward(RotaTarget(ON_CALL.name))
    assert sent(facts("hi", at=NOON), forward) == [(DESK, (ANN,), "hi")]
    assert sent(facts("hi", at=NOON + timedelta(days=1)), forward) == [(DESK, (BOB,), "hi")]
    assert sent(facts("hi", ANN, at=NOON), forward) == [(DESK, (ANN,), "hi")]


def test_a_rota_in_a_broadcast_is_no_exception() -> None:
    everyone = MultiForward((*to(BOB, CAT), RotaTarget(ON_CALL.name)))
    assert sent(facts("hi", at=NOON), everyone) == [(DESK, (BOB, CAT, ANN), "hi")]
    assert sent(facts("hi", at=NOON + timedelta(days=1)), everyone) == [(DESK, (BOB, CAT), "hi")]
    assert sent(facts("hi", ANN, at=NOON), everyone) == [(DESK, (BOB, CAT), "hi")]
    assert sent(facts("hi", to=ANN, at=NOON), everyone) == [(ANN, (BOB, CAT), "hi")]


def test_duty_on_the_texted_number_is_not_forwarded_and_says_so() -> None:
    made = outbox(facts("hi", to=ANN), Forward(RotaTarget(ON_CALL.name)))
    assert made == Outbox((), (f"no forward to {ANN}: it is the number that was texted",))


@pytest.mark.parametrize(
    ("action", "note"),
    [
        (Reply(template("ok")), "no reply to “AMAZON”: a sender id takes no texts"),
        (Forward(NumberTarget(AMAZON)), "no forward to “AMAZON”: a sender id takes no texts"),
        (
            MultiForward(to(AMAZON), include_sender=True),
            "no multi-forward to “AMAZON”: a sender id takes no texts",
        ),
    ],
)
def test_a_sender_id_gets_no_texts(action: Action, note: str) -> None:
    assert outbox(facts("hi", AMAZON), action) == Outbox((), (note,))


def test_a_broadcast_goes_to_those_it_can_reach() -> None:
    made = outbox(facts("hi"), MultiForward(to(ANN, AMAZON, BOB)))
    assert [one.dst for one in made.messages] == [(ANN, BOB)]
    assert len(made.notes) == 1


def test_a_short_code_can_be_texted() -> None:
    code = Address("72975")
    assert sent(facts("hi", code), Reply(template("ok"))) == [(DESK, (code,), "ok")]


@pytest.mark.parametrize("text", ["", "{1}", "{1} \n{2|  }"])
def test_a_text_that_comes_out_blank_is_not_sent_and_says_so(text: str) -> None:
    made = outbox(facts("hi"), Reply(template(text)), MultiForward(to(ANN), template(text)))
    assert made.messages == ()
    assert made.notes == ("no reply: its text is empty", "no multi-forward: its text is empty")


def test_placeholders_are_filled_from_message_and_match() -> None:
    made = rule("r", HasKeyword(phrases("all")), Reply(template("{sender}: {rest} / {keyword}")))
    filled = fill_outbox(made, rule_set(made), facts("ALL: {text}", ANN))
    assert [one.text for one in filled.messages] == ["Ann: {text} / all"]


def test_some_of_a_rule_s_actions_send_what_they_send_among_all() -> None:
    first, second = Reply(template("Hi {sender}")), Forward(NumberTarget(BOB))
    made = rule("r", Everything(), first, second)
    every = fill_outbox(made, rule_set(made), facts("hi", ANN))
    alone = [fill_outbox(made, rule_set(made), facts("hi", ANN), [one]) for one in made.actions]
    assert tuple(one.messages[0] for one in alone) == every.messages
    assert fill_outbox(made, rule_set(made), facts("hi", ANN), []) == Outbox()


def test_a_text_too_long_for_one_message_goes_out_in_pieces() -> None:
    text = "word " * 400 + "end"
    pieces = [one.text for one in outbox(facts(text), Forward(NumberTarget(ANN))).messages]
    assert len(pieces) == 2
    assert "".join(pieces) == text


def test_a_thousand_destinations_fit_one_message_and_each_lot_gets_every_piece() -> None:
    crowd = [Address(f"+1555{number:07}") for number in range(1001)]
    exactly = outbox(facts("hi"), MultiForward(to(*crowd[:1000]))).messages
    assert [len(one.dst) for one in exactly] == [1000]
    more = outbox(facts("x" * 2000), MultiForward(to(*crowd))).messages
    assert [(len(one.dst), len(one.text)) for one in more] == [
        (1000, 1600),
        (1000, 400),
        (1, 1600),
        (1, 400),
    ]
