"""The verbs that read the journal, on one that a real server has written and goes on writing.

Each is tried on SQLite and on PostgreSQL.
"""

import csv
import json
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.plivo_side import DESK, STRANGER, Plivo, message
from tests.acceptance.running import (
    DEADLINE,
    PUBLIC_URL,
    TOKEN,
    Ended,
    Server,
    command,
    environment,
    run,
    run_here,
)
from tests.postgres import PostgresServer

RULES = """\
people: {ann: +1 555 000 1111}
rules:
  - name: Opening hours
    match: {text: {keyword: hours}}
    actions: [{reply: We are open 9-17.}]
    stop: true
  - name: Orders of Ann
    match: {from: ann, text: {keyword: order}}
    actions: [{reply: "Thanks {sender}, {rest}."}]
  - name: New
    match: {text: {keyword: fees}}
    stage: shadow
    actions: [{reply: Free.}]
"""
REST = "  - {name: Rest, match: {otherwise: true}, actions: [{reply: What?}]}"
ANN = "15550001111"
TEXTS = (
    ("11111111-0000", "Hours?", STRANGER),
    ("22222222-0000", "order 12", STRANGER),
    ("33333333-0000", "Parking?", STRANGER),
    ("33333333-1111", "parking", ANN),
    ("44444444-0000", "=2+3", STRANGER),
    ("55555555-0000", "fees", STRANGER),
    ("66666666-0000", "order 34", ANN),
)


@dataclass(frozen=True)
class Place:
    """The folder that a server runs in."""

    folder: Path
    sms: Plivo
    env: dict[str, str]

    def run(self, *arguments: str) -> Ended:
        env = {"SMS_ROUTER_TIMEZONE": "America/New_York", **self.env}
        return run_here(self.folder, *arguments, env=env)

    def json(self, *arguments: str) -> Any:
        ended = self.run(*arguments, "--format", "json")
        assert (ended.code, ended.err) == (0, "")
        return json.loads(ended.out)

    def listed(self, *arguments: str) -> list[str]:
        return [one["message_uuid"] for one in self.json("journal", "list", *arguments)]


def start(folder: Path, env: dict[str, str]) -> Server:
    (folder / "rules").mkdir()
    (folder / "rules" / "10.yaml").write_text(RULES)
    return Server(folder, "--public-url", PUBLIC_URL, env={"PLIVO_AUTH_TOKEN": TOKEN, **env})


def text(sms: Plivo, uuid: str, words: str, sender: str) -> None:
    assert sms.post(message(words, MessageUUID=uuid, From=sender)).status == 200


def report(sms: Plivo, reference: str, status: str, sequence: int, **more: str) -> None:
    form = {
        "MessageUUID": f"out-{reference}", "From": DESK, "To": STRANGER, "Status": status,
        "Sequence": str(sequence), **more,
    }  # fmt: skip
    assert sms.post(form, f"/sms_status/?ref={reference}", family="V2").status == 200


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_journal(request: pytest.FixtureRequest) -> Callable[[], dict[str, str]]:
    """Makes the settings of a router whose journal is a new one of this kind."""
    if request.param == "sqlite":
        return lambda: {}
    server: PostgresServer = request.getfixturevalue("postgres")
    return lambda: {"SMS_ROUTER_JOURNAL": server.new_database()}


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, new_journal: Callable[[], dict[str, str]]
) -> Iterator[Place]:
    """The server with seven texts and the reports on what it sent; it goes on running."""
    folder, env = tmp_path_factory.mktemp("journal"), new_journal()
    with start(folder, env) as server:
        sms = Plivo(server.public)
        for uuid, words, sender in TEXTS:
            text(sms, uuid, words, sender)
        report(sms, "11111111-0000.0", "delivered", 3)
        report(sms, "11111111-0000.0", "queued", 1)
        report(sms, "11111111-0000.0", "sent", 2)
        report(sms, "66666666-0000.0", "undelivered", 1, ErrorCode="30")
        (folder / "rules" / "10.yaml").write_text(RULES.replace("9-17", "10-18"))
        yield Place(folder, sms, env)


def test_the_list_has_the_newest_first_and_no_number_and_no_text(place: Place) -> None:
    ended = place.run("journal", "list")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert [line.split()[2] for line in lines] == [uuid for uuid, _, _ in reversed(TEXTS)]
    assert lines[-1].endswith("  ***00 → ***21  6 characters  Opening hours: 1 message, 1 segment")
    assert lines[1].endswith("  4 characters  no rule (in shadow: New): nothing sent")
    for secret in (STRANGER, ANN, "Hours?", "arking"):
        assert secret not in ended.out


def test_the_list_shows_them_when_asked(place: Place) -> None:
    shown = place.run("journal", "list", "--reveal").out
    assert "+15550001111 → +15557654321  “order 34”  Orders of Ann" in shown


@pytest.mark.parametrize(
    ("options", "uuids"),
    [
        (["--number", "+1 555 000 1111"], ["66666666-0000", "33333333-1111"]),
        (["--number", "+" + ANN, "--unmatched"], ["33333333-1111"]),
        (["--rule", "Opening hours"], ["11111111-0000"]),
        (["--rule", "New"], ["55555555-0000"]),
        (["--failed"], ["66666666-0000"]),
        (["--since", "1h", "--limit", "7"], [uuid for uuid, _, _ in reversed(TEXTS)]),
        (["--until", "2020-01-01"], []),
        (["--since", "2999-01-01T00:00Z"], []),
    ],
)
def test_filters_take_what_they_say(place: Place, options: list[str], uuids: list[str]) -> None:
    if not uuids:
        ended = place.run("journal", "list", *options)
        assert (ended.code, ended.out) == (0, "")
        assert ended.err == "No message of the journal is meant by that.\n"
        return
    assert place.listed(*options) == uuids


def test_a_national_number_without_a_country_is_said_to_be_read_as_another(place: Place) -> None:
    typed = ANN.removeprefix("1")
    for verb in (["list"], ["export"], ["erase", "--yes"]):
        ended = place.run("journal", *verb, "--number", typed)
        assert (ended.code, ANN in ended.out) == (0, False)
        assert ended.err.startswith(
            f'Note: "{typed}" has no + and no country is set, so it was read as +{typed}: '
        )
    assert place.listed("--number", "+" + ANN) == ["66666666-0000", "33333333-1111"]


def test_a_limit_that_leaves_some_out_says_so(place: Place) -> None:
    ended = place.run("journal", "list", "--limit", "2", "--format", "csv")
    assert [row["message_uuid"] for row in csv.DictReader(ended.out.splitlines())] == [
        "66666666-0000",
        "55555555-0000",
    ]
    assert ended.err == "There are more: these are the newest 2. See --limit.\n"


def test_csv_has_no_formula_in_it_and_keeps_numbers(place: Place) -> None:
    out = place.run("journal", "list", "--reveal", "--format", "csv").out
    rows = {row["message_uuid"]: row for row in csv.DictReader(out.splitlines())}
    assert rows["44444444-0000"]["text"] == "'=2+3"
    assert rows["66666666-0000"]["from"] == "+15550001111"


def test_show_tells_all_of_a_message_with_its_reports_in_order(place: Place) -> None:
    ended = place.run("journal", "show", "1111", "--xml")
    assert (ended.code, ended.err) == (0, "")
    assert "  │ Hours?\n" in ended.out
    assert "     │ We are open 9-17.\n" in ended.out
    statuses = [line.split()[-1] for line in ended.out.splitlines() if "     20" in line]
    assert statuses == ["queued", "sent", "delivered"]
    assert "  From: 15551230000\n" in ended.out
    assert ended.out.endswith("We are open 9-17.</Message></Response>\n")


def test_show_for_programs_joins_reports_to_messages(place: Place) -> None:
    shown = place.json("journal", "show", "66666666-0000")
    assert shown["messages"][0]["text"] == "Thanks ann, 34."
    (one,) = shown["reports"]
    assert (one["message"], one["rule"], one["status"], one["error_code"]) == (
        0,
        "Orders of Ann",
        "undelivered",
        "30",
    )


def test_show_wants_a_uuid_that_one_message_has(place: Place) -> None:
    several = place.run("journal", "show", "3333")
    assert several.code == 1
    assert several.err.endswith('begin with "3333": 33333333-0000, 33333333-1111\n')
    nothing = place.run("journal", "show", "nope")
    assert (nothing.code, nothing.err) == (1, 'Error: no message "nope" is in the journal\n')


def test_stats_count_by_rule_by_status_and_by_day(place: Place) -> None:
    sums = place.json("journal", "stats")
    assert (sums["messages"], sums["unmatched"], sums["sent"], sums["segments"]) == (7, 5, 2, 2)
    assert sums["rules"] == {"Opening hours": 1, "Orders of Ann": 1}
    assert sums["statuses"] == {"delivered": 1, "undelivered": 1}
    assert sums["failed"] == 1
    assert sum(day["messages"] for day in sums["days"]) == 7
    page = place.run("journal", "stats", "--rule", "Opening hours").out
    assert page.startswith("messages: 1, from ")
    assert "(America/New_York)" in page


def test_unmatched_counts_what_no_rule_took_with_a_rule_that_works(
    place: Place, tmp_path: Path
) -> None:
    ended = place.run("journal", "unmatched")
    assert ended.out.startswith("5 texts that no rule took, 4 different\n  2  “parking” from 2")
    rule = ended.out[ended.out.index("  - name:") :]
    assert "keyword: parking" in rule
    shutil.copytree(place.folder / "rules", tmp_path / "rules")
    with (tmp_path / "rules" / "20.yaml").open("w") as file:
        file.write("rules:\n" + rule)
    assert run_here(tmp_path, "test").code == 0
    tried = run_here(tmp_path, "try", "--text", "Parking?", "--format", "json")
    assert json.loads(tried.out)["fired"] == ["Parking"]


def test_unmatched_for_programs_also_without_a_rules_folder(place: Place, tmp_path: Path) -> None:
    found = place.json("journal", "unmatched", "--limit", "1", "--rules", str(tmp_path / "none"))
    assert (found["messages"], found["kinds"]) == (5, 4)
    (texts,) = found["texts"]
    assert (texts["text"], texts["count"], texts["senders"]) == ("parking", 2, 2)
    assert "keyword: parking" in found["rule"]


def test_explain_speaks_of_the_rules_as_they_were(place: Place) -> None:
    ended = place.run("explain", "1111")
    assert (ended.code, ended.err) == (0, "")
    assert "  ✓ Opening hours  the text starts with the word “hours”\n" in ended.out
    assert "  · New            not reached: “Opening hours” stopped before it\n" in ended.out
    assert "     │ We are open 9-17.\n" in ended.out
    assert "  delivered\n" in ended.out
    assert "10-18" not in ended.out
    assert "note:" not in ended.out


def test_explain_gives_the_value_that_failed_and_marks_a_near_miss(place: Place) -> None:
    explained = place.json("explain", "22222222-0000")
    assert [(entry["rule"], entry["near_miss"]) for entry in explained["trace"]] == [
        ("Opening hours", False),
        ("Orders of Ann", True),
        ("New", False),
    ]
    assert explained["trace"][1]["why"] == "from +15551230000 is not ann"
    assert explained["trace"][0]["why"] == "text “order 12” does not start with the word “hours”"
    page = place.run("explain", "22222222-0000").out
    assert "  ≈ Orders of Ann  near miss: from +15551230000 is not ann\n" in page


def test_explain_last_is_the_last_one_and_a_number_gives_as_many(place: Place) -> None:
    assert place.json("explain", "--last")["message_uuid"] == "66666666-0000"
    assert [one["message_uuid"] for one in place.json("explain", "--last", "2")] == [
        "66666666-0000",
        "55555555-0000",
    ]
    in_shadow = place.run("explain", "--last=2").out
    assert "  ○ New " in in_shadow
    assert "in shadow, not sent: 1 (1 segment in all)\n" in in_shadow


@pytest.mark.parametrize(
    "arguments",
    [["explain"], ["explain", "1111", "--last"], ["explain", "--last", "0"], ["backtest"],
     ["journal", "list", "--since", "recently"], ["journal", "list", "--number", "+1555X"],
     ["journal", "list", "--limit", "0"], ["journal", "erase"]],
)  # fmt: skip
def test_a_wrong_command_line_ends_with_2(place: Place, arguments: list[str]) -> None:
    ended = place.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error: " in ended.err


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("recently", '"recently" is not a time: write 7d, 2026-11-01 or 2026-11-01 17:05'),
        ("2026-11-26 25:00", '"25:00" is not a time: there is no hour 25: a day goes from 00:00'),
        ("2026-11-26 5pm", '"5pm" is not written as a time of 24 hours: write 17:00'),
        ("26.11.2026", '"26.11.2026" is not written as a date: write 2026-11-26'),
        ("2026-02-30", "February 2026 has 28 days: write a day from 1 to 28"),
    ],
)
def test_a_time_that_is_none_is_told_what_is_wrong_with_it(
    place: Place, written: str, words: str
) -> None:
    ended = place.run("journal", "list", "--since", written)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err


def test_a_limit_may_be_beyond_all_counting(place: Place) -> None:
    listed = place.run("journal", "list", "--limit", "9" * 30)
    assert (listed.code, listed.err) == (0, "")
    assert len(listed.out.splitlines()) == len(TEXTS)


def candidate(place: Place, tmp_path: Path, old: str, new: str) -> Path:
    """The rules that decided, with one change, in a folder of their own."""
    folder = tmp_path / "candidate"
    folder.mkdir()
    assert old in RULES
    (folder / "10.yaml").write_text(RULES.replace(old, new))
    return folder


def test_backtest_of_the_same_rules_changes_nothing(place: Place, tmp_path: Path) -> None:
    folder = candidate(place, tmp_path, "Free.", "Still free.")
    ended = place.run("backtest", str(folder))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "of 7 messages 0 change\n"
        "segments: 2 before, 2 after (+0)\n"
        "in shadow: New would have fired for 1 message, 1 segment\n"
    )


def test_backtest_shows_each_change_before_and_after(place: Place, tmp_path: Path) -> None:
    folder = candidate(place, tmp_path, "from: ann, ", "")
    ended = place.run("backtest", str(folder), "--since", "7d")
    assert ended.code == 0
    changed = ended.out.split("\n\n")
    assert "22222222-0000  ***00 → ***21\n  │ order 12\n" in changed[0]
    assert "  - rules: none\n  + rules: Orders of Ann\n" in changed[0]
    assert "  - sends nothing\n  + to ***00 from ***21, 1 segment\n" in changed[0]
    assert "  +   │ Thanks +15551230000, 12." not in changed[0]
    assert "  +   │ Thanks ***00, 12." in changed[0]
    assert "of 7 messages 1 changes\nsegments: 2 before, 3 after (+1)\n" in ended.out
    shown = place.run("backtest", str(folder), "--reveal").out
    assert "  +   │ Thanks +15551230000, 12." in shown


def test_backtest_for_programs(place: Place, tmp_path: Path) -> None:
    folder = candidate(place, tmp_path, "9-17", "9-18")
    replayed = place.json("backtest", str(folder))
    assert (replayed["messages"], replayed["changed"]) == (7, 1)
    (change,) = replayed["changes"]
    assert change["message_uuid"] == "11111111-0000"
    assert change["before"]["messages"][0]["text"] == "We are open 9-17."
    assert change["after"]["messages"][0]["text"] == "We are open 9-18."
    none = place.json("backtest", str(folder), "--since", "2999-01-01")
    assert (none["messages"], none["changes"]) == (0, [])


def test_backtest_shows_no_more_changes_than_it_is_asked_for(place: Place, tmp_path: Path) -> None:
    folder = candidate(place, tmp_path, "{reply: Free.}]", "{reply: Free.}]\n" + REST)
    ended = place.run("backtest", str(folder), "--limit", "1")
    assert ended.out.count("→") == 1
    assert "of 7 messages 5 change\n" in ended.out
    assert ended.err == "1 shown, 4 not shown: see --limit\n"


def test_backtest_of_a_folder_with_errors_ends_with_1_and_of_none_with_2(
    place: Place, tmp_path: Path
) -> None:
    folder = candidate(place, tmp_path, "actions: [{reply: Free.}]", "actions: [{replly: Free.}]")
    ended = place.run("backtest", str(folder))
    assert (ended.code, ended.out) == (1, "")
    assert 'did you mean "reply"?' in ended.err
    assert place.run("backtest", str(tmp_path / "nowhere")).code == 2


def test_backtest_of_a_folder_whose_examples_fail_ends_with_1(place: Place, tmp_path: Path) -> None:
    folder = candidate(
        place, tmp_path, "stage: shadow\n", "stage: shadow\n    examples: [{text: other}]\n"
    )
    assert place.run("backtest", str(folder)).code == 1


def test_an_export_is_one_object_a_line_the_oldest_first(place: Place) -> None:
    lines = place.run("journal", "export").out.splitlines()
    exported = [json.loads(line) for line in lines]
    assert [one["message_uuid"] for one in exported] == [uuid for uuid, _, _ in TEXTS]
    assert exported[0]["text"] == "Hours?"
    assert [one["status"] for one in exported[0]["reports"]] == ["queued", "sent", "delivered"]
    assert place.json("journal", "export") == exported


def test_an_export_to_a_file_is_for_its_owner_alone(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    ended = place.run("journal", "export", "--format", "csv", "--output", str(target))
    assert (ended.code, ended.out) == (0, "")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with target.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["message_uuid"] for row in rows] == [uuid for uuid, _, _ in TEXTS]
    assert (rows[0]["from"], rows[0]["sent_to"]) == ("+15551230000", "+15551230000")
    assert rows[4]["text"] == "'=2+3"
    target.write_text("of somebody else, and longer" * 1000)
    target.chmod(0o644)
    assert place.run("journal", "export", "--limit", "1", "--output", str(target)).code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert len(target.read_text().splitlines()) == 1
    refused = place.run("journal", "export", "--output", str(tmp_path / "no" / "out"))
    assert refused.code == 2
    assert "cannot be written" in refused.err


def test_a_reader_that_has_seen_enough_ends_it_without_a_word(place: Place) -> None:
    for verb in (["journal", "list"], ["journal", "export"]):
        process = subprocess.Popen(
            command(*verb), cwd=place.folder, env=environment(place.env),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(DEADLINE) == 1
        assert process.stderr.read() == b""
        process.stderr.close()


def test_without_a_journal_it_says_so(tmp_path: Path) -> None:
    for verb in (["journal", "list"], ["journal", "export"], ["explain", "--last"]):
        ended = run_here(tmp_path, *verb)
        assert (ended.code, ended.out) == (1, "")
        assert "there is no journal" in ended.err


def test_erase_asks_then_forgets_and_says_how_many(
    tmp_path: Path, new_journal: Callable[[], dict[str, str]]
) -> None:
    env = new_journal()
    with start(tmp_path, env) as server:
        sms = Plivo(server.public)
        empty = run(tmp_path, "explain", "--last", env=env)
        assert (empty.code, empty.err) == (1, "Error: no message is in the journal yet\n")
        for uuid, words, sender in TEXTS:
            text(sms, uuid, words, sender)
        report(sms, "11111111-0000.0", "delivered", 1)
        declined = run(tmp_path, "journal", "erase", "--number", "+" + STRANGER, env=env)
        assert declined.code == 1
        assert declined.err.startswith("Erase every message and report with +15551230000? ")
        assert declined.err.endswith("Error: nothing was erased\n")
        agreed = subprocess.run(
            command("journal", "erase", "--number", STRANGER), input=b"y\n", cwd=tmp_path,
            env=environment(env), capture_output=True, timeout=DEADLINE, check=False,
        )  # fmt: skip
        assert agreed.returncode == 0
        assert agreed.stdout == b"Erased 5 messages and 1 report with +15551230000.\n"
        left = json.loads(run(tmp_path, "journal", "list", "--format", "json", env=env).out)
        assert [one["message_uuid"] for one in left] == ["66666666-0000", "33333333-1111"]
        again = run(tmp_path, "journal", "erase", "--yes", "--number", STRANGER, env=env)
        assert (again.code, again.out) == (
            0,
            "Erased 0 messages and 0 reports with +15551230000.\n",
        )
