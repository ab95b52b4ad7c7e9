import io
import json
import logging
import threading
from datetime import datetime
from typing import Any

import pytest

from router.adapters.logs import (
    JsonEventLog,
    JsonHandler,
    send_other_logs_to,
    send_thread_bugs_to,
)


class Written:
    """A log on a stream in memory, and what came out of it."""

    def __init__(self, log_text: bool = False) -> None:
        self.stream = io.StringIO()
        self.handler = JsonHandler(self.stream)
        self.log = JsonEventLog(self.handler, log_text)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json() -> None:
    written = Written()
    written.log.info("rules_taken", rules=14, rule_set="0123456789ab")
    (line,) = written.lines
    assert list(line) == ["time", "level", "event", "rules", "rule_set"]
    assert (line["level"], line["event"], line["rules"]) == ("info", "rules_taken", 14)
    assert line["time"].endswith("Z")
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert written.stream.getvalue().endswith("}\n")


def test_the_level_is_a_word() -> None:
    written = Written()
    written.log.warning("refused")
    written.log.error("rules_refused")
    assert [line["level"] for line in written.lines] == ["warning", "error"]


def test_line_ends_and_other_scripts_stay_within_the_line() -> None:
    written = Written()
    written.log.info("rules_refused", findings=["line 1\nline 2", "“öffnen” \udc80 \u2028"])
    assert written.stream.getvalue().count("\n") == 1
    assert written.stream.getvalue().isascii()
    assert written.lines[0]["findings"][1] == "“öffnen” \udc80 \u2028"


def test_numbers_keep_their_last_two_digits_only() -> None:
    written = Written()
    written.log.info(
        "message",
        from_number="+15551230042",
        to_number="72975",
        numbers=("+15551230017", "PROMO"),
    )
    (line,) = written.lines
    assert (line["from_number"], line["to_number"]) == ("***42", "***75")
    assert line["numbers"] == ["***17", "***"]


def test_a_text_becomes_its_length() -> None:
    written = Written()
    written.log.info("message", text="my secret")
    assert written.lines[0]["text_length"] == 9
    assert "secret" not in written.stream.getvalue()


def test_numbers_in_names_of_rules_and_in_findings_are_covered_but_not_where_a_finding_is() -> None:
    written, full = Written(), Written(log_text=True)
    finding = 'rules/20261126-a.yaml:3:34: error: "15551234567x" has letters in it [bad-number]'
    fields = {
        "rules": ["Call 15551234567", "Closed 2026-12-24"],
        "unsent": ["Call +1 555 123 4567"],
        "changes": 'changed "Call 15551234567"',
        "findings": [finding, "and 7 more"],
    }
    written.log.info("message", **fields)
    full.log.info("message", **fields)
    (line,) = written.lines
    assert line["rules"] == ["Call ***67", "Closed 2026-12-24"]
    assert line["unsent"] == ["Call ***67"]
    assert line["changes"] == 'changed "Call ***67"'
    assert line["findings"] == [
        'rules/20261126-a.yaml:3:34: error: "***67x" has letters in it [bad-number]', "and 7 more",
    ]  # fmt: skip
    assert {name: full.lines[0][name] for name in fields} == fields


def test_log_text_shows_numbers_and_texts() -> None:
    written = Written(log_text=True)
    written.log.info("message", from_number="+15551230042", text="hours?")
    (line,) = written.lines
    assert (line["from_number"], line["text"]) == ("+15551230042", "hours?")


def log_a_bug(written: Written) -> str:
    """The traceback of a bug that tells of a number, and of its cause that does, too."""
    try:
        try:
            raise KeyError("+1 (555) 123-4567")
        except KeyError as cause:
            raise ValueError("no rule for 15551230042") from cause
    except ValueError as error:
        error.add_note("sent to 72975123")
        written.log.bug("bug", route="/receive_sms/")
    return str(written.lines[-1]["traceback"])


def test_a_bug_brings_its_traceback_with_the_numbers_in_it_covered() -> None:
    trace = log_a_bug(Written())
    assert trace.startswith("Traceback")
    assert "KeyError: '***67'\n" in trace
    assert trace.endswith("ValueError: no rule for ***42\nsent to ***23")
    assert "in log_a_bug" in trace


def test_log_text_shows_the_numbers_of_a_bug() -> None:
    assert "no rule for 15551230042" in log_a_bug(Written(log_text=True))


def test_an_error_that_was_foreseen_has_no_traceback() -> None:
    written = Written()
    try:
        raise OSError("damaged")
    except OSError:
        written.log.error("journal_moved_aside")
        written.log.warning("refused")
    assert not any("traceback" in line for line in written.lines)


def test_a_value_that_json_does_not_know_is_written_as_its_repr() -> None:
    written = Written()
    written.log.info("odd", what=frozenset({1}))
    assert written.lines[0]["what"] == "frozenset({1})"


def test_other_libraries_write_the_same_lines() -> None:
    written = Written()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        send_other_logs_to(written.handler)
        logging.getLogger("waitress").warning("port %d is odd", 1)
        logging.getLogger("waitress").info("not worth a line")
        try:
            raise OSError("gone: +15551230042")
        except OSError:
            logging.getLogger("waitress").exception("serving")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    first, second = written.lines
    assert first["event"] == "message"
    assert (first["logger"], first["message"]) == ("waitress", "port 1 is odd")
    assert second["traceback"].endswith("OSError: gone: ***42")


def test_what_ends_a_thread_is_a_bug_with_its_traceback_and_numbers_covered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise KeyError("+15551230042")

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    written = Written()
    send_thread_bugs_to(written.log)
    thread = threading.Thread(target=fail, name="journal")
    thread.start()
    thread.join()
    (line,) = written.lines
    assert (line["event"], line["level"], line["thread"]) == ("bug", "error", "journal")
    assert "in fail\n" in line["traceback"]
    assert line["traceback"].endswith("KeyError: '***42'")


def test_a_stream_that_is_gone_does_not_fail_the_caller() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    JsonEventLog(JsonHandler(Gone())).info("message")
