"""A decision as a page for people and as the object of `try --format json`."""

import json
from datetime import UTC, datetime

from router.core.address import Address
from router.core.decision import Decision, Note, TraceEntry
from router.core.message import InboundMessage, OutboundMessage
from router.render.trace import WIDTH, decision_as_json, decision_as_text

DESK = Address("+15557654321")
ANN = Address("+15550001111")
STRANGER = Address("+15551230000")
XML = '<Response><Message src="15557654321" dst="15551230000">We are open</Message></Response>'


def message(text: str, sender: Address = STRANGER) -> InboundMessage:
    return InboundMessage("u-1", sender, DESK, text, datetime(2026, 11, 22, 12, 5, tzinfo=UTC))


def entry(name: str, fired: bool, why: str) -> TraceEntry:
    return TraceEntry(name, "rules/a.yaml", 3, fired, why)


DECISION = Decision(
    "0123456789ab",
    ("Opening hours", "Tell everyone"),
    (
        OutboundMessage(DESK, (STRANGER,), "We are open", "Opening hours"),
        OutboundMessage(DESK, (ANN, Address("72975")), "Olá, çà va?\n\nyes", "Tell everyone"),
    ),
    (Note("Tell everyone", "no reply: its text is empty"),),
    (
        entry("Stop", False, "text “hours” is not “stop”"),
        entry("Opening hours", True, "the text starts with the word “hours”"),
        entry("Tell everyone", True, "it matches everything; no reply: its text is empty"),
    ),
)


def test_the_object_has_what_other_programs_rely_on() -> None:
    assert decision_as_json(DECISION, XML) == {
        "fired": ["Opening hours", "Tell everyone"],
        "shadowed": [],
        "messages": [
            {"src": "15557654321", "dst": ["15551230000"], "text": "We are open", "segments": 1},
            {
                "src": "15557654321",
                "dst": ["15550001111", "72975"],
                "text": "Olá, çà va?\n\nyes",
                "segments": 1,
            },
        ],
        "notes": [{"rule": "Tell everyone", "text": "no reply: its text is empty"}],
        "trace": [
            {
                "rule": "Stop",
                "file": "rules/a.yaml",
                "line": 3,
                "fired": False,
                "why": "text “hours” is not “stop”",
            },
            {
                "rule": "Opening hours",
                "file": "rules/a.yaml",
                "line": 3,
                "fired": True,
                "why": "the text starts with the word “hours”",
            },
            {
                "rule": "Tell everyone",
                "file": "rules/a.yaml",
                "line": 3,
                "fired": True,
                "why": "it matches everything; no reply: its text is empty",
            },
        ],
        "xml": XML,
        "rule_set": "0123456789ab",
    }


def test_the_object_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(decision_as_json(DECISION, XML)))["xml"] == XML


def test_the_page_shows_the_message_each_rule_and_what_goes_out() -> None:
    assert (
        decision_as_text(message("hours"), DECISION)
        == """\
from +15551230000 to +15557654321
  │ hours

rules: 2 of 3 fired
  · Stop           text “hours” is not “stop”
  ✓ Opening hours  the text starts with the word “hours”
  ✓ Tell everyone  it matches everything; no reply: its text is empty

messages: 2 (3 segments in all)
  1. to +15551230000
     from +15557654321 · 1 segment, GSM-7 · Opening hours
     │ We are open
  2. to +15550001111, 72975
     from +15557654321 · 1 segment, UCS-2 · Tell everyone
     │ Olá, çà va?
     │
     │ yes
"""
    )


def test_without_a_trace_the_notes_stand_by_themselves() -> None:
    bare = Decision("0123456789ab", ("Greet",), (), (Note("Greet", "no reply: its text is empty"),))
    assert (
        decision_as_text(message(""), bare)
        == """\
from +15551230000 to +15557654321
  │

messages: none

notes
  Greet: no reply: its text is empty
"""
    )


def test_a_decision_that_does_nothing_is_short() -> None:
    assert (
        decision_as_text(message("hi"), Decision("0123456789ab", (), ()))
        == """\
from +15551230000 to +15557654321
  │ hi

messages: none
"""
    )


SHADOWED = Decision(
    "0123456789ab",
    ("Greet",),
    (),
    (),
    (
        entry("Trial", False, "would have fired (stage: shadow): it matches everything"),
        entry("Greet", True, "it matches everything"),
        entry("Stop", False, "text “hi” is not “stop”"),
    ),
    ("Trial",),
    (OutboundMessage(DESK, (STRANGER,), "Hello", "Trial"),),
)


def test_the_object_names_the_rules_in_shadow_and_keeps_their_messages_out() -> None:
    made = decision_as_json(SHADOWED, XML)
    assert made["shadowed"] == ["Trial"]
    assert made["messages"] == []
    assert [set(one) for one in made["trace"]] == [{"rule", "file", "line", "fired", "why"}] * 3


def test_the_page_marks_the_rules_in_shadow_and_shows_what_they_would_have_sent() -> None:
    assert (
        decision_as_text(message("hi"), SHADOWED)
        == """\
from +15551230000 to +15557654321
  │ hi

rules: 1 of 3 fired, 1 in shadow
  ○ Trial  would have fired (stage: shadow): it matches everything
  ✓ Greet  it matches everything
  · Stop   text “hi” is not “stop”

messages: none

in shadow, not sent: 1 (1 segment in all)
  1. to +15551230000
     from +15557654321 · 1 segment, GSM-7 · Trial
     │ Hello
"""
    )


def test_a_rule_in_shadow_that_would_send_nothing_is_shown_too() -> None:
    made = Decision("0123456789ab", (), (), shadowed=("Trial",))
    page = decision_as_text(message("hi"), made)
    assert page.endswith("messages: none\n\nin shadow, not sent: none\n")


def test_of_many_destinations_the_first_are_shown() -> None:
    crowd = tuple(Address(f"+155500000{number:02}") for number in range(10))
    made = Decision("x", (), (OutboundMessage(DESK, crowd, "hi", "r"),))
    assert "+15550000003, and 6 more\n" in decision_as_text(message("hi"), made)
    five = Decision("x", (), (OutboundMessage(DESK, crowd[:5], "hi", "r"),))
    assert "+15550000003, +15550000004\n" in decision_as_text(message("hi"), five)


def test_a_long_name_stands_on_a_line_of_its_own() -> None:
    name = "A name that goes on and on and on"
    trace = (entry(name, True, "it matches everything"), entry("b", False, "“x” fired before it"))
    page = decision_as_text(message("hi"), Decision("x", (name,), (), (), trace))
    assert f"  ✓ {name}\n{' ' * 34}it matches everything\n" in page
    assert f"  · b{' ' * 29}“x” fired before it\n" in page


def test_no_line_is_too_wide_for_a_terminal() -> None:
    long = "word " * 60
    trace = (entry("A" * 20, True, f"text “{long}” is not “stop”"), entry("b", False, "x" * 300))
    sent = OutboundMessage(DESK, (ANN,), long + "y" * 300, long)
    page = decision_as_text(message(long), Decision("x", (), (sent,), (), trace))
    assert max(map(len, page.splitlines())) <= WIDTH


def test_a_text_cannot_steer_the_terminal() -> None:
    sender = Address("\x1b[2J")
    sent = OutboundMessage(DESK, (ANN,), "a\x1b[31mb\ud800\u202e", "ru\x07le")
    trace = (entry("ru\x07le", True, "why\x9b"),)
    page = decision_as_text(message("\x1b]0;x\x07", sender), Decision("x", (), (sent,), (), trace))
    assert page.replace("\n", "").isprintable()
    assert "from ·[2J to" in page
    assert "│ a·[31mb··\n" in page


def test_a_near_miss_is_marked_and_says_so() -> None:
    near = TraceEntry("Hours", "rules/a.yaml", 3, False, "it is Sunday", near_miss=True)
    far = entry("Stop", False, "text “hi” is not “stop”")
    page = decision_as_text(message("hi"), Decision("0", (), (), trace=(near, far)))
    assert "  ≈ Hours  near miss: it is Sunday\n" in page
    assert "  · Stop   text “hi” is not “stop”\n" in page
