from datetime import UTC, date

from router.core.journal import DaySums, JournalStats, TextGroup, UnmatchedTexts
from router.render.journal_sums import (
    stats_as_fields,
    stats_as_page,
    unmatched_as_fields,
    unmatched_as_page,
)
from tests.fakes.recorded import NOON

STATS = JournalStats(
    messages=1412, unmatched=12, sent=1, segments=1500, first=NOON, last=NOON,
    rules={"Hours": 1400, "All": 2}, statuses={"delivered": 5, "Undelivered": 2, "rejected": 1},
)  # fmt: skip
DAYS = (DaySums(date(2026, 11, 22), 1412, 12, 1500),)
GROUPS = (
    TextGroup("call 15551234567", "Call 15551234567?", 11, 1, NOON),
    TextGroup("fees", "Fees", 1, 3, NOON, taken_by="Prices"),
)
RULE = "  - name: Call\n    match: everything\n"


def test_sums_are_told_by_rule_by_status_and_by_day() -> None:
    assert stats_as_page(STATS, DAYS, UTC) == (
        "messages: 1,412, from 2026-11-22 12:00:00 to 2026-11-22 12:00:00 (UTC)\n"
        "no rule took: 12\n"
        "sent: 1 message, 1,500 segments\n"
        "failed: 3\n"
        "\n"
        "rules\n"
        "  1,400  Hours\n"
        "      2  All\n"
        "\n"
        "delivery reports\n"
        "  5  delivered\n"
        "  2  Undelivered\n"
        "  1  rejected\n"
        "\n"
        "days (UTC)\n"
        "  2026-11-22  1,412 messages, 12 without a rule, 1,500 segments\n"
    )


def test_an_empty_journal_has_sums_too() -> None:
    page = stats_as_page(JournalStats(), (), UTC)
    assert page == "messages: 0\nno rule took: 0\nsent: 0 messages, 0 segments\nfailed: 0\n"
    assert stats_as_fields(JournalStats(), ())["first"] is None


def test_sums_for_programs() -> None:
    fields = stats_as_fields(STATS, DAYS)
    assert (fields["messages"], fields["failed"], fields["rules"]["All"]) == (1412, 3, 2)
    assert fields["last"] == "2026-11-22T12:00:00.000000Z"
    assert fields["days"] == [
        {"day": "2026-11-22", "messages": 1412, "unmatched": 12, "segments": 1500}
    ]


def test_texts_that_no_rule_took_come_with_a_rule_to_paste() -> None:
    page = unmatched_as_page(UnmatchedTexts(GROUPS, 12, 2, RULE), UTC, reveal=False)
    assert page == (
        "12 texts that no rule took, 2 different\n"
        "  11  “Call ***67?” from 1 sender, last 2026-11-22 12:00:00\n"
        "   1  “Fees” from 3 senders, last 2026-11-22 12:00:00, taken by now: Prices\n"
        "\n"
        "a rule for the commonest, to paste below rules: in a rule file:\n"
        "\n"
        "  - name: Call\n"
        "    match: everything\n"
    )
    shown = unmatched_as_page(UnmatchedTexts(GROUPS, 12, 2), UTC, reveal=True)
    assert "“Call 15551234567?”" in shown
    assert "paste" not in shown


def test_a_rule_with_a_number_in_it_is_shown_when_numbers_are() -> None:
    rule = "  - name: Call\n    match: {text: call 15551234567}\n"
    found = UnmatchedTexts(GROUPS, 12, 2, rule)
    page = unmatched_as_page(found, UTC, reveal=False)
    assert "15551234567" not in page
    assert page.endswith(
        "\na rule for the commonest would show a number: --reveal prints it, to paste\n"
    )
    assert unmatched_as_page(found, UTC, reveal=True).endswith(f"\n{rule}")
    assert unmatched_as_fields(found, reveal=False)["rule"] == ""
    assert unmatched_as_fields(found, reveal=True)["rule"] == rule


def test_when_each_text_was_taken_it_says_so() -> None:
    assert unmatched_as_page(UnmatchedTexts((), 0, 0), UTC, False) == (
        "every text was taken by a rule\n"
    )


def test_the_same_for_programs() -> None:
    fields = unmatched_as_fields(UnmatchedTexts(GROUPS, 12, 2, RULE), reveal=False)
    assert fields["texts"][0] == {
        "text": "Call ***67?",
        "count": 11,
        "senders": 1,
        "last": "2026-11-22T12:00:00.000000Z",
        "taken_by": "",
    }
    assert (fields["messages"], fields["kinds"], fields["rule"]) == (12, 2, RULE)
