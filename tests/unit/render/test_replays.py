from datetime import UTC

from router.core.address import Address
from router.core.decision import Decision
from router.core.journal import Change, ReplaySums, ShadowSums
from router.core.message import OutboundMessage
from router.render.replays import change_as_page, replay_as_fields, sums_as_page
from tests.fakes.recorded import ANN, DESK, STRANGER, row, sent


def after(*messages: OutboundMessage, fired: tuple[str, ...] = ("Hours",)) -> Decision:
    return Decision("ffffffffffff", fired, messages)


def outbound(text: str, *dst: Address) -> OutboundMessage:
    return OutboundMessage(DESK, dst or (STRANGER,), text, "Hours")


HOURS = row("hours 15551234567", sent(), sent("Bye"), fired=("Hours",))
CHANGE = Change(HOURS, after(outbound("We are open 9-18."), outbound("Bye")), sends=True)


def test_a_change_shows_what_goes_and_what_comes_and_covers_numbers() -> None:
    assert change_as_page(CHANGE, UTC, reveal=False) == (
        "2026-11-22 12:00:00  u-1  ***00 → ***21\n"
        "  │ hours ***67\n"
        "    rules: Hours\n"
        "    to ***00 from ***21, 1 segment\n"
        "  -   │ We are open 9-17.\n"
        "  +   │ We are open 9-18.\n"
        "    to ***00 from ***21, 1 segment\n"
        "      │ Bye\n"
        "\n"
    )


def test_a_new_text_stands_at_its_message_and_not_behind_one_that_goes() -> None:
    told = row("hours", sent(), sent("hours", ANN), fired=("Hours",))
    page = change_as_page(Change(told, after(outbound("Closed.")), True), UTC, reveal=False)
    assert page.endswith(
        "    to ***00 from ***21, 1 segment\n"
        "  -   │ We are open 9-17.\n"
        "  +   │ Closed.\n"
        "  - to ***11 from ***21, 1 segment\n"
        "  -   │ hours\n"
        "\n"
    )


def test_numbers_show_when_asked() -> None:
    page = change_as_page(CHANGE, UTC, reveal=True)
    assert "u-1  +15551230000 → +15557654321\n  │ hours 15551234567\n" in page
    assert "to +15551230000 from +15557654321, 1 segment\n" in page


def test_numbers_that_look_alike_when_covered_are_told_apart() -> None:
    other = Address("+15559990000")
    change = Change(row("x", sent(), fired=("Hours",)), after(outbound(sent().text, other)), True)
    page = change_as_page(change, UTC, reveal=False)
    assert "  - to ***00 from" in page
    assert "  + to ***00 from" in page


def test_nothing_sent_is_said_and_so_are_no_rules() -> None:
    page = change_as_page(Change(row("x"), after(outbound("hi")), True), UTC, reveal=False)
    assert "  - rules: none\n  + rules: Hours\n" in page
    assert "  - sends nothing\n  + to ***00 from ***21, 1 segment\n  +   │ hi\n" in page


def test_of_many_destinations_the_first_few_are_named() -> None:
    many = tuple(Address(f"+1555000{n:04}") for n in range(8))
    page = change_as_page(Change(row("x"), after(outbound("hi", *many)), True), UTC, reveal=False)
    assert "to ***00, ***01, ***02, ***03, ***04, and 3 more from ***21, 8 segments" in page


def test_the_sums_say_how_many_of_how_many_change() -> None:
    sums = ReplaySums(1412, 3, 3, 10, 8, (ShadowSums("New", 1, 2),))
    assert sums_as_page(sums) == (
        "of 1,412 messages 3 change\n"
        "segments: 10 before, 8 after (-2)\n"
        "in shadow: New would have fired for 1 message, 2 segments\n"
    )


def test_the_sums_tell_changes_in_the_rules_alone() -> None:
    assert sums_as_page(ReplaySums(1, 1, 0, 1, 1)) == (
        "of 1 message 1 changes: 0 in what is sent, 1 in the rules alone\n"
        "segments: 1 before, 1 after (+0)\n"
    )


def test_a_replay_for_programs_has_the_same() -> None:
    fields = replay_as_fields(ReplaySums(2, 1, 1, 2, 3, (ShadowSums("N", 1, 2),)), [CHANGE], True)
    assert fields["segments"] == {"before": 2, "after": 3, "difference": 1}
    assert fields["shadows"] == [{"rule": "N", "messages": 1, "segments": 2}]
    (change,) = fields["changes"]
    assert change["before"]["messages"][0]["dst"] == ["15551230000"]
    assert change["after"]["messages"][0]["text"] == "We are open 9-18."
    covered = replay_as_fields(ReplaySums(2, 1, 1, 2, 3), [CHANGE], reveal=False)["changes"][0]
    assert covered["from"] == "***00"
    assert covered["before"]["messages"][0]["dst"] == ["***00"]
    assert ANN.value not in str(covered)
