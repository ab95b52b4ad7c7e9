import pytest

from tests.unit.app.rulesets import PEOPLE, failed, results

HOURS = """\
rules:
  - name: Hours
    match: {text: {keyword: hours}}
    actions: [{reply: 9-17.}, {forward: +1 555 000 1111}]
    stop: true
    examples:
"""


def hours(*examples: str) -> str:
    return HOURS + "".join(f"      - {example}\n" for example in examples)


def test_an_example_that_does_as_it_says_passes() -> None:
    found = results(
        hours(
            "{text: Hours?}",
            "{text: Hours?, fires: yes, reply: 9-17., forward: Hours?}",
            "{text: my hours, fires: no}",
        )
    )
    assert found.failures == ()
    assert (found.examples, found.tests, found.skipped) == (3, 0, 0)
    assert (found.failed_examples, found.failed_tests) == (0, 0)
    assert found.by_example == {"Hours"}
    assert found.by_test == frozenset()


@pytest.mark.parametrize(
    ("example", "message"),
    [
        ("{text: my hours}", '7:16: "Hours" does not fire for this text'),
        ("{text: hours, fires: no}", '7:16: "Hours" fires for this text, and should not'),
        ("{text: hours, reply: 9-18.}", '7:30: "Hours" sends a different reply'),
        ("{text: hours, reply: [9-17., x]}", '7:23: "Hours" sends 1 reply text, and 2 are wanted'),
        (
            "{text: hours, multi-forward: x}",
            '7:23: "Hours" sends no multi-forward, and 1 is wanted',
        ),
    ],
)
def test_an_example_that_does_otherwise_fails_at_its_place(example: str, message: str) -> None:
    assert failed(hours(example)) == [message]


def test_what_was_wanted_and_what_came_are_told() -> None:
    (silent, texts) = results(hours("{text: x}", "{text: hours, reply: 9-18.}")).failures
    assert (silent.rule, silent.test, silent.want, silent.got) == (
        "Hours", "", ("fires",), ("does not fire",),
    )  # fmt: skip
    assert (texts.want, texts.got) == (("9-18.",), ("9-17.",))
    assert texts.messages[0].text == "hours"
    (loud,) = results(hours("{text: hours, fires: no}")).failures
    assert (loud.want, loud.got) == (("does not fire",), ("fires",))


def test_an_example_with_two_mistakes_fails_once_and_has_two_findings() -> None:
    found = results(hours("{text: hours, reply: a, forward: b}"))
    assert (found.failed_examples, len(found.failures)) == (1, 2)


def test_an_earlier_stop_that_hides_the_rule_is_named() -> None:
    text = hours("{text: hours}") + (
        "  - {name: Long, match: {text: {contains: hours}}, actions: nothing,\n"
        "     examples: [{text: hours}, {text: my hours}]}\n"
    )
    (failure,) = results(text).failures
    assert failure.finding.message == '"Hours" stops before "Long" gets this text'
    assert failure.finding.hints[0] == 'the text starts with the word "hours"'
    assert str(failure.finding.related[0].span) == "a.yaml:2:11"


def test_a_rule_that_would_not_fire_anyway_is_not_called_hidden() -> None:
    text = hours("{text: hours}") + (
        "  - {name: Other, match: {text: other}, actions: nothing, examples: [{text: hours}]}\n"
    )
    (failure,) = results(text).failures
    assert failure.finding.message == '"Other" does not fire for this text'
    assert failure.finding.hints[0] == 'text "hours" is not "other"'


def test_otherwise_sees_the_earlier_rules_in_an_example() -> None:
    text = """\
        rules:
          - {name: A, match: {text: a}, actions: nothing, examples: [{text: a}]}
          - {name: Rest, match: {otherwise: yes}, actions: nothing, examples: [{text: a}]}
        """
    (failure,) = results(text).failures
    assert failure.finding.hints[0] == '"A" fired before it'


def test_the_days_of_a_rule_count() -> None:
    text = """\
        rules:
          - name: May
            since: 2027-05-01
            match: everything
            actions: nothing
            examples: [{text: a}, {text: a, at: 2027-04-30 12:00}]
        """
    (failure,) = results(text).failures
    assert failure.finding.hints[0] == "not before 2027-05-01: it is 2027-04-30 in UTC"


def test_examples_of_a_rule_that_is_switched_off_are_left_out() -> None:
    found = results(hours("{text: x}").replace("stop: true", "enabled: no"))
    assert (found.examples, found.skipped, found.failures) == (0, 1, ())


def test_a_rule_in_shadow_fires_in_its_examples_and_sends_nothing_in_tests() -> None:
    text = hours("{text: hours, reply: 9-17.}").replace("stop: true", "stage: shadow") + (
        "tests: [{name: t, message: {text: hours}, sends: nothing}]\n"
    )
    found = results(text)
    assert found.failures == ()
    assert found.by_test == {"Hours"}


def test_a_text_in_several_messages_is_one_text_to_an_example() -> None:
    long = "x" * 2000
    text = f"""\
        rules:
          - name: Long
            match: everything
            actions: [{{reply: {long}}}]
            examples: [{{text: hi, reply: {long}}}]
        """
    assert failed(text) == []


def test_what_is_not_sent_is_explained() -> None:
    text = """\
        rules:
          - name: Echo
            match: {text: {keyword: echo}}
            actions: [{reply: "{rest}"}]
            examples: [{text: echo, reply: x}]
        """
    (failure,) = results(text).failures
    assert failure.finding.hints[0] == "no reply: its text is empty"


ORDER = (
    PEOPLE
    + """\
rules:
  - name: Order
    match: {text: {keyword: order}}
    actions: [{reply: "{rest} is in."}, {multi-forward: staff}]
tests:
  - name: an order
    message: {text: order 1}
    sends:
"""
)


def order(*sent: str) -> str:
    return ORDER + "".join(f"      - {{{one}}}\n" for one in sent)


IN, ALL = "to: +15551230000, text: 1 is in.", "to: staff, text: order 1"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ((IN, ALL), ""),
        ((IN, "to: [bob, ann], text: order 1"), ""),
        ((IN + ", from: +15557654321", ALL), ""),
        ((IN,), '8:11: "an order" sends 2 messages, and 1 is wanted'),
        ((IN, ALL, "to: ann, text: x"), '13:25: "an order" does not send this message'),
        ((ALL, IN), '11:27: "an order" sends another message before this one'),
        ((IN, "to: ann, text: order 1"), '12:14: "an order" sends message 2 to other numbers'),
        (("to: +15551230000, text: x", ALL), '11:34: "an order" sends a different text'),
        ((IN + ", from: ann", ALL), '11:50: "an order" sends message 1 from a different number'),
    ],
)
def test_a_test_wants_exactly_these_messages_in_order(sent: tuple[str, ...], message: str) -> None:
    assert failed(order(*sent)) == ([message] if message else [])


def test_a_failed_test_tells_the_rule_that_sent_what_it_did_not_want() -> None:
    (failure,) = results(order(IN)).failures
    assert (failure.rule, failure.test) == ("", "an order")
    assert failure.want == ('to +15551230000: "1 is in."',)
    assert failure.got == (
        'to +15551230000: "1 is in."',
        'to ann (+15550001111) and bob (+15550002222): "order 1"',
    )
    assert [related.words for related in failure.finding.related] == ['sent by "Order"']


def test_sends_nothing_is_exact_too() -> None:
    text = ORDER.replace("sends:\n", "sends: nothing\n")
    assert failed(text) == ['8:11: "an order" sends 2 messages, and none are wanted']
    assert failed(text.replace("text: order 1", "text: hello")) == []


def test_a_test_that_sends_nothing_where_it_should_says_so() -> None:
    (failure,) = results(order(IN).replace("{text: order 1}", "{text: hello}")).failures
    assert failure.finding.hints[1] == "got  nothing"


def test_a_sequence_is_sent_in_order() -> None:
    text = (
        PEOPLE
        + """\
rules:
  - {name: Echo, match: everything, actions: [{reply: "{text}"}]}
tests:
  - name: two
    messages: [{text: a, from: ann}, {text: b}]
    sends: [{to: ann, text: a}, {to: +15551230000, text: b}]
"""
    )
    found = results(text)
    assert found.failures == ()
    assert (found.tests, found.by_test) == (1, {"Echo"})


ROTA = (
    PEOPLE
    + """\
rotas: {on-call: {timezone: UTC, starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}}
rules:
  - name: To duty
    match: {text: help}
    actions: [{forward: on-call}]
tests:
"""
)


def test_a_rota_stands_for_whoever_is_on_duty_when_the_message_comes() -> None:
    text = (
        ROTA
        + """\
  - name: weeks
    messages: [{text: help, at: 2026-11-03 12:00}, {text: help, at: 2026-11-10 12:00}]
    sends: [{to: on-call, text: help}, {to: on-call, text: help}]
  - name: wrong week
    message: {text: help, at: 2026-11-03 12:00}
    sends: [{to: bob, text: help}]
  - name: missing
    message: {text: none}
    sends: [{to: on-call, text: help}]
"""
    )
    wrong, missing = results(text).failures
    assert wrong.got == ('to ann (+15550001111): "help"',)
    assert missing.want == ('to whoever is on duty in on-call: "help"',)


def test_messages_come_to_the_first_of_our_numbers() -> None:
    text = """\
        rules:
          - name: Number
            match: everything
            actions: [{reply: "{to}"}]
            examples: [{text: a, reply: "+15550007777"}]
        tests: [{name: t, message: {text: a}, sends: [{to: +15551230000, text: "+15550007777"}]}]
        """
    assert failed(text, "+15550007777", "+15550008888") == []
    assert len(failed(text)) == 2


@pytest.mark.exhaustive
def test_ten_thousand_examples_are_tried_only_against_rules_that_may_match() -> None:
    text = "rules:\n" + "".join(
        f"  - {{name: r{n}, match: {{text: {{keyword: w{n}}}}}, actions: [{{reply: {n}}}],"
        f" examples: [{{text: w{n}, reply: {n}}}]}}\n"
        for n in range(3000)
    )
    found = results(text)
    assert (found.examples, found.failures) == (3000, ())
