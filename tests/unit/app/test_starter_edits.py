"""Whoever does what the remarks of a starter ask for gets rules that pass, without a finding.

Each edit is made by itself, and then all those of a starter together.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest

from router.app.starters import STARTERS
from tests.unit.app.begun import HERE, NEW_YORK, Files, edited, findings, passed, planned

Edit = Callable[[Files], Files]
PEOPLE = "00-people.yaml"


def an_edit(name: str, pattern: str, put: str) -> Edit:
    """What somebody writes into one file in place of what stands there."""
    return lambda files: edited(files, name, pattern, put)


def open_at(hours: str) -> Edit:
    """Hours of one's own."""
    return an_edit(PEOPLE, "open: .*", f"open: {hours}")


def closed_on(days: str) -> Edit:
    """Closed days of one's own."""
    return an_edit(PEOPLE, "closed: .*", f"closed: {days}")


def starts_later(files: Files) -> Files:
    """Turns that begin next year, and a swap of that year."""
    files = edited(files, PEOPLE, "starts: .*", "starts: 2027-01-04 07:00")
    return edited(files, PEOPLE, r"swaps: \{2026-", "swaps: {2027-")


def a_number_for_each(files: Files) -> Files:
    """Each of the people gets the number that is theirs."""
    numbers = count(1000)

    def own(line: re.Match[str]) -> str:
        return f"{line[1]}+1 555 888 {next(numbers)}"

    return edited(files, PEOPLE, r"^(  [\w-]+: )\+1 555 222 3333", own)


def somebody_more(who: str, into: str) -> Edit:
    """A line for somebody who joins, and their name on the list and in the turns."""

    def edit(files: Files) -> Files:
        files = edited(files, PEOPLE, r"^(people:\n)", r"\1  jo: +1 555 888 2000\n")
        return edited(files, PEOPLE, rf"({into}: \[.*{who})\]", r"\1, jo]")

    return edit


def other_answers(files: Files) -> Files:
    """Each answer in other words, "and in the examples and tests below" it: in the same file."""
    for file in files[1:]:
        text = file.content.decode()
        replies = {one.strip('"') for one in re.findall(r"^      - reply: (.*)$", text, re.M)}
        for at, reply in enumerate(sorted(replies, key=len, reverse=True)):
            words = reply.partition("{")[0].rstrip()  # placeholders stay as they are
            files = edited(
                files, file.name.partition("/")[2], re.escape(words), f"Other words {at}"
            )
    return files


HOURS = {
    "weekend": open_at("[sat 11:00-12:30, sun 11:00-12:30]"),
    "every day": open_at("mon-sun 06:30-23:00"),
    "into the night": open_at("[tue-sat 16:00-24:00]"),
    "not on Wednesdays": open_at("[mon-tue 09:00-17:00, thu-fri 09:00-17:00]"),
    "next year's closed days": closed_on("[2027-12-25, 2027-12-26, 2028-01-01]"),
    "closed for weeks": closed_on("[2026-11-20..2026-12-10, 2027-07-01..2027-08-15]"),
    "closed on no day": an_edit(PEOPLE, "^ *closed: .*\n", ""),
}
STAFF = ("+31 20 123 4567", "+44 7700 900123")
EDITS: dict[str, dict[str, Edit]] = {
    "shop": {
        **HOURS,
        "somebody more": somebody_more("sam", "staff"),
        "gift cards for all": an_edit("40-trial.yaml", "^    stage: .*\n", ""),
    },
    "clinic": {
        **HOURS,
        "turns": an_edit(PEOPLE, r"turns: .*", "turns: [reception, dr-shah, dr-lee]"),
        "a later start": starts_later,
        "no swap": an_edit(PEOPLE, "^    swaps: .*\n", ""),
        "somebody more": somebody_more("dr-shah", "staff"),
        "parking for all": an_edit("25-trial.yaml", "^    stage: .*\n", ""),
        "parking for the staff": an_edit("25-trial.yaml", "stage: shadow$", "stage: {only: staff}"),
    },
    "school": {
        **HOURS,
        "somebody more": somebody_more("headteacher", "teachers"),
        "snow": an_edit("10-closed-today.yaml", "2026-01-12", "2027-02-08"),
        "snow for days": an_edit("10-closed-today.yaml", "until: .*", "until: 2026-01-16"),
        "parents": an_edit(
            "parents.csv", r"^Your own.*", f"Ann,1a,{STAFF[0]}\nBob,1a,{STAFF[1]}\nCy,2b,{STAFF[0]}"
        ),
        "parents from a spreadsheet": an_edit(
            "parents.csv", r"\A(?s:.+)", f"\ufeffName;Class;Mobile\r\nAnn;1a;{STAFF[0]}\r\n"
        ),
    },
    "on-call": {
        "weekend": HOURS["weekend"],
        "every day": HOURS["every day"],
        "not on Wednesdays": HOURS["not on Wednesdays"],
        "turns": an_edit(PEOPLE, r"turns: .*", "turns: [kim, alex]"),
        "a later start": starts_later,
        "turns by the day": an_edit(PEOPLE, "every: .*", "every: 2 days"),
        "another swap": an_edit(PEOPLE, "swaps: .*", "swaps: {2026-11-28: bo, 2026-12-26: alex}"),
        "no swap": an_edit(PEOPLE, "^    swaps: .*\n", ""),
        "somebody more": somebody_more("kim", "team"),
        "another program": an_edit(
            "10-alarms.yaml", r"from: \[\{sender-id: .*", "from: {sender-id: NAGIOS}"
        ),
        "another short number": an_edit("10-alarms.yaml", r"from: \[\{.*", "from: 31555"),
        "lunch for all": an_edit("20-team.yaml", "^    stage: .*\n", ""),
    },
    "helpdesk": {
        **HOURS,
        "turns": an_edit(PEOPLE, r"turns: .*", "turns: [second, first, manager]"),
        "a later start": an_edit(PEOPLE, "starts: .*", "starts: 2027-01-04"),
        "turns by the week": an_edit(PEOPLE, "every: .*", "every: 1 week"),
        "somebody more": somebody_more("second", "agents"),
        "customers": an_edit(
            "key-customers.csv", r"^An example.*", f"Mill Ltd,{STAFF[0]}\nFox Ltd,{STAFF[1]}"
        ),
        "invoices for all": an_edit("40-trial.yaml", "^    stage: .*\n", ""),
    },
}  # fmt: skip
for edits in EDITS.values():
    edits |= {"a number for each": a_number_for_each, "other answers": other_answers}


@pytest.mark.parametrize(
    ("starter", "edit"), [(name, edit) for name, edits in EDITS.items() for edit in edits]
)
def test_what_the_remarks_ask_for_leaves_nothing_to_find(starter: str, edit: str) -> None:
    files = planned(replace(HERE, starter=starter))
    after = EDITS[starter][edit](files)
    assert after != files
    compiled = passed(after)
    assert findings(compiled) == ""
    assert compiled.rule_set is not None


ALONE = {
    "closed on no day",
    "no swap",
    "another swap",
    "parking for the staff",
    "snow for days",
    "another short number",
}
"""They leave nothing for another edit of the same line."""


@pytest.mark.parametrize("starter", list(STARTERS))
def test_nor_do_all_of_them_after_each_other(starter: str) -> None:
    files = planned(replace(HERE, starter=starter))
    for name, edit in EDITS[starter].items():
        if name not in ALONE:
            files = edit(files)
    assert findings(passed(files)) == ""


@pytest.mark.parametrize(
    ("starter", "rota", "turns"),
    [
        (
            "clinic",
            "on-duty",
            {"11-02 08:00": "dr-lee", "11-09 08:00": "dr-shah", "12-25 20:00": "dr-lee"},
        ),
        (
            "on-call",
            "on-call",
            {"11-09 08:59": "alex", "11-09 09:00": "bo", "11-16 09:00": "kim",
             "11-23 09:00": "alex", "12-25 23:59": "kim", "12-26 00:00": "bo"},
        ),
        ("helpdesk", "desk", {"11-02 23:59": "first", "11-03 00:00": "second"}),
    ],
)  # fmt: skip
def test_whose_turn_it_is_as_the_remarks_say(
    starter: str, rota: str, turns: dict[str, str]
) -> None:
    """The starters' own tests do not name them, since the turns are there to be changed."""
    rules = passed(planned(replace(HERE, starter=starter))).rule_set
    assert rules is not None
    for at, name in turns.items():
        then = datetime.fromisoformat(f"2026-{at}").replace(tzinfo=NEW_YORK)
        assert rules.rotas[rota].on_duty(then).name == name, at
