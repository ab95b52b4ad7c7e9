from dataclasses import replace
from datetime import UTC

from router.core.decision import Decision, TraceEntry
from router.core.journal import Explanation
from router.core.message import OutboundMessage
from router.render.journal_page import explanation_as_fields, explanation_as_page, row_as_page
from tests.fakes.recorded import ANN, DESK, STRANGER, report, row, sent

ROW = row("my\nhours", sent(), fired=("Hours",))
NEAR = TraceEntry("Long", "rules/a.yaml", 7, False, "the text has 5 characters", near_miss=True)
DECISION = Decision(
    "0123456789ab", ("Hours",), (),
    trace=(TraceEntry("Hours", "rules/a.yaml", 2, True, "it matches everything"), NEAR),
)  # fmt: skip


def test_a_message_is_shown_with_all_that_is_kept_but_its_xml() -> None:
    assert row_as_page(ROW, [report("sent", 1), report("delivered", 2)], UTC) == (
        "message u-1, 2026-11-22 12:00:00 (UTC)\n"
        "from +15551230000 to +15557654321\n"
        "  │ my\n"
        "  │ hours\n"
        "\n"
        "rules: Hours\n"
        "rule set 0123456789ab, signed V3 with token 0, decided in 1.2 ms\n"
        "\n"
        "messages: 1 (1 segment in all)\n"
        "  1. to +15551230000\n"
        "     from +15557654321 · 1 segment, GSM-7 · Hours\n"
        "     │ We are open 9-17.\n"
        "     2026-11-22 12:00:01  sent\n"
        "     2026-11-22 12:00:02  delivered\n"
        "\n"
        "fields received\n"
        "  From: 15551230000\n"
        "  To: 15557654321\n"
        "  Text: my·hours\n"
    )


def test_its_xml_comes_last_when_asked_for() -> None:
    assert row_as_page(ROW, [], UTC, with_xml=True).endswith("\nxml\n<Response/>\n")


def test_a_message_without_rules_says_so() -> None:
    page = row_as_page(replace(row(shadowed=("New",)), family=""), [], UTC)
    assert "rules: none fired\nin shadow: New\n" in page
    assert "messages: none\n" in page
    assert "signed" not in page


def test_a_report_on_one_of_several_numbers_says_which_and_its_error() -> None:
    one = row("hi", sent("a", ANN, STRANGER), sent("b", reference="r1"), fired=("Hours",))
    page = row_as_page(one, [report("failed", 1, error="30"), report("sent", 2, to="")], UTC)
    assert "     2026-11-22 12:00:01  failed  error 30  to 15551230000\n" in page
    assert "     2026-11-22 12:00:02  sent\n  2. to" in page


def test_an_explanation_tells_of_each_rule_then_what_was_sent() -> None:
    page = explanation_as_page(Explanation(ROW, (report("delivered", 1),), DECISION), UTC)
    assert (
        "rules: 1 of 2 fired\n"
        "  ✓ Hours  it matches everything\n"
        "  ≈ Long   near miss: the text has 5 characters\n"
        "\n"
        "messages: 1 (1 segment in all)\n"
    ) in page
    assert page.endswith("     2026-11-22 12:00:01  delivered\n")


def test_an_explanation_shows_what_stayed_in_the_shadow() -> None:
    shadow = OutboundMessage(DESK, (STRANGER,), "psst", "New")
    decision = replace(DECISION, shadowed=("New",), shadow_messages=(shadow,))
    page = explanation_as_page(Explanation(ROW, (), decision), UTC)
    assert "in shadow, not sent: 1 (1 segment in all)\n" in page
    assert page.endswith("     │ psst\n")


def test_without_its_rules_an_explanation_says_what_fired_and_why_there_is_no_more() -> None:
    page = explanation_as_page(Explanation(ROW, (), None, ("the files are gone",)), UTC)
    assert "rules: Hours fired\n" in page
    assert page.endswith("\nnote: the files are gone\n")
    none = explanation_as_page(Explanation(row(), (), replace(DECISION, trace=())), UTC)
    assert "messages: none\n" in none


def test_an_explanation_for_programs_has_the_trace_with_near_misses() -> None:
    fields = explanation_as_fields(Explanation(ROW, (), DECISION, ("doubt",)))
    assert fields["message_uuid"] == "u-1"
    assert fields["trace"][1] == {
        "rule": "Long",
        "file": "rules/a.yaml",
        "line": 7,
        "fired": False,
        "near_miss": True,
        "why": "the text has 5 characters",
    }
    assert fields["notes"] == ["doubt"]
    assert explanation_as_fields(Explanation(ROW, (), None))["trace"] == []
