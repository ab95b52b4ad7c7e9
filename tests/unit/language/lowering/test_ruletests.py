from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from router.core.actions import NumberTarget, RotaTarget
from router.core.address import Address
from router.language.compile import CompileOptions, compile_rules
from router.language.lowering.ruletests import lower_tests
from router.language.ruletests import (
    ExpectFires,
    ExpectSends,
    ExpectSilent,
    RuleTests,
)
from router.language.source import SourceFile
from router.language.written.ruletests import Sends
from tests.unit.language.rulefiles import whole

ANN = NumberTarget(Address("+15550001111"), "ann")
BOB = NumberTarget(Address("+15550002222"), "bob")
RULES = """\
country: US
people: {ann: +1 555 000 1111, bob: 555 000 2222}
lists: {staff: [ann, bob, on-call]}
rotas: {on-call: {starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}}
rules:
  - name: "Opening  hours"
    match: everything
    actions: [{reply: x}]
    examples:
      - {text: a}
      - {text: b, fires: yes, reply: x}
      - {text: c, fires: no}
      - text: |
          d
        from: ann
        to: 555 765 4321
        at: 2026-11-22 10:00
        reply: |
          x
      - {text: e, from: {sender-id: " BANK "}, to: on-call}
tests:
  - name: "all  of it"
    messages: [{text: a, from: bob}, {text: b}]
    sends:
      - {to: staff, text: x, from: ann}
      - {to: [ann, 555 000 9999], text: x}
"""


def compiled_tests(text: str, *numbers: Address) -> RuleTests:
    options = CompileOptions(zone=ZoneInfo("America/New_York"), numbers=numbers)
    compiled = compile_rules([SourceFile("a.yaml", text.encode())], options)
    assert compiled.findings == ()
    return compiled.tests


def test_examples_expect_what_they_say() -> None:
    tests = compiled_tests(RULES)
    assert {example.rule for example in tests.examples} == {"Opening hours"}
    fires, sends, silent, block, _ = [example.expects for example in tests.examples]
    assert fires == ExpectFires()
    assert silent == ExpectSilent()
    assert isinstance(sends, ExpectSends)
    (texts,) = sends.by
    assert texts.action is Sends.REPLY
    assert [text.text for text in texts.texts] == ["x"]
    assert str(texts.span) == "a.yaml:11:31"
    assert isinstance(block, ExpectSends)
    assert block.by[0].texts[0].text == "x"


def test_who_where_and_when_are_looked_up_or_left_open() -> None:
    bare, *_, full, company = [example.message for example in compiled_tests(RULES).examples]
    assert (bare.sender, bare.recipient, bare.at) == (None, None, None)
    assert (full.text, full.sender) == ("d", ANN)
    assert full.recipient == NumberTarget(Address("+15557654321"))
    assert full.at == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert company.sender == NumberTarget(Address("BANK"))
    assert company.recipient == RotaTarget("on-call")


def test_a_test_knows_its_messages_and_what_goes_out() -> None:
    (test,) = compiled_tests(RULES).tests
    assert test.name == "all of it"
    assert [message.sender for message in test.messages] == [BOB, None]
    first, second = test.sends
    assert first.to == (ANN, BOB, RotaTarget("on-call"))
    assert first.source == ANN
    assert second.to == (ANN, NumberTarget(Address("+15550009999")))
    assert second.source is None


def test_texts_come_to_the_first_of_our_numbers() -> None:
    ours = Address("+15550007777")
    assert compiled_tests(RULES).recipient is None
    assert compiled_tests(RULES, ours, Address("+15550008888")).recipient == ours


@pytest.mark.parametrize("broken", ["at: 2026-11-22 10:00", "from: ann"])
def test_a_set_with_an_error_has_no_tests(broken: str) -> None:
    text = RULES.replace(broken, "at: never").encode()
    compiled = compile_rules([SourceFile("a.yaml", text)], CompileOptions())
    assert compiled.rule_set is None
    assert compiled.tests == RuleTests()


def test_a_time_with_a_finding_is_never_lowered() -> None:
    text = "rules: [{name: A, match: everything, actions: nothing, examples: [{text: a, at: x}]}]\n"
    with pytest.raises(AssertionError, match="never lowered"):
        lower_tests(whole(text))
