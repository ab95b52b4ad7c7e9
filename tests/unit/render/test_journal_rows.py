import csv
from zoneinfo import ZoneInfo

from router.render.journal_rows import (
    COLUMNS,
    EXPORT_COLUMNS,
    row_as_csv,
    row_as_export_csv,
    row_as_fields,
    row_as_line,
    row_as_whole,
)
from tests.fakes.recorded import ANN, STRANGER, report, row, sent

NEW_YORK = ZoneInfo("America/New_York")
ROW = row("=my hours", sent(), fired=("Hours",), shadowed=("New",))


def test_a_line_covers_numbers_and_the_text() -> None:
    assert row_as_line(ROW, NEW_YORK, reveal=False) == (
        "2026-11-22 07:00:00  u-1  ***00 → ***21  9 characters"
        "  Hours (in shadow: New): 1 message, 1 segment\n"
    )


def test_a_line_shows_them_when_asked() -> None:
    line = row_as_line(ROW, NEW_YORK, reveal=True)
    assert "  +15551230000 → +15557654321  “=my hours”  Hours " in line


def test_a_line_says_when_nothing_fired_or_was_sent() -> None:
    assert row_as_line(row(), NEW_YORK, reveal=False).endswith("  no rule: nothing sent\n")


def test_a_text_cannot_steer_the_terminal_from_a_list() -> None:
    line = row_as_line(row("a\x1b[2Jb\nc"), NEW_YORK, reveal=True)
    assert "“a·[2Jb c”" in line
    assert line.count("\n") == 1


def test_an_object_of_a_list_has_no_number_and_no_text_unless_asked() -> None:
    fields = row_as_fields(ROW, reveal=False)
    assert fields == {
        "message_uuid": "u-1",
        "received_at": "2026-11-22T12:00:00.000000Z",
        "from": "***00",
        "to": "***21",
        "text": None,
        "text_length": 9,
        "fired": ["Hours"],
        "shadowed": ["New"],
        "sent": 1,
        "segments": 1,
        "rule_set": "0123456789ab",
    }
    shown = row_as_fields(ROW, reveal=True)
    assert (shown["from"], shown["to"], shown["text"]) == (
        "+15551230000",
        "+15557654321",
        "=my hours",
    )


def test_a_csv_line_of_a_list_has_the_same_in_the_order_of_its_header() -> None:
    (covered,) = csv.DictReader([row_as_csv(ROW, reveal=False)], COLUMNS)
    assert (covered["from"], covered["text"], covered["fired"]) == ("***00", "", "Hours")
    (shown,) = csv.DictReader([row_as_csv(ROW, reveal=True)], COLUMNS)
    assert (shown["from"], shown["text"]) == ("+15551230000", "'=my hours")


def test_an_exported_csv_line_says_what_went_to_whom() -> None:
    one = row("hi", sent("a", ANN, STRANGER), sent("-b"), fired=("Hours", "All"))
    (read,) = csv.DictReader(row_as_export_csv(one).splitlines(keepends=True), EXPORT_COLUMNS)
    assert read["sent_to"] == "+15550001111; +15551230000; +15551230000"
    assert read["sent_text"] == "a\n-b"
    assert read["fired"] == "Hours; All"
    assert (read["signature_family"], read["milliseconds"]) == ("V3", "1.25")


def test_the_whole_of_a_row_has_messages_as_try_prints_them_and_reports_joined() -> None:
    one = row("hi", sent("a", ANN, reference="r0"), sent("b", reference="r1"), fired=("Hours",))
    whole = row_as_whole(one, [report("delivered", 2, "r1"), report("failed", 1, "lost")])
    assert whole["message_uuid"] == "u-1"
    assert whole["messages"][0] == {
        "src": "15557654321",
        "dst": ["15550001111"],
        "text": "a",
        "segments": 1,
        "rule": "Hours",
    }
    assert [(r["message"], r["status"], r["sequence"]) for r in whole["reports"]] == [
        (1, "delivered", 2),
        (None, "failed", 1),
    ]
    assert whole["fields"][2] == ["Text", "hi"]
    assert whole["xml"] == "<Response/>"
