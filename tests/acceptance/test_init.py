"""`sms-router init`: a folder that works, from three answers."""

import os
import re
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from router.app.starters import STARTERS
from tests.acceptance.running import (
    DEADLINE,
    ROOT,
    Server,
    command,
    environment,
    run,
    run_here,
    texts,
)
from tests.acceptance.terminal import END_OF_INPUT, INTERRUPT, Terminal

PHONE = ("--phone", "+1 555 222 3333")
ZONE = ("--timezone", "America/Chicago")
CLINIC = ("--starter", "clinic", *ZONE, *PHONE)
NEVER_ASKED = {"TZ": "UTC"}  # so that no machine has a zone to offer
WHICH, WHERE, WHO = "nearest to what you do", "time zone", "telephone"

each_starter = pytest.mark.parametrize("name", list(STARTERS))


def shown_commands(printed: str) -> list[str]:
    """The lines that are there to be pasted."""
    return [line.strip() for line in printed.splitlines() if line.startswith("     ")]


@each_starter
def test_what_it_writes_passes_the_strict_check_as_it_is(tmp_path: Path, name: str) -> None:
    ended = run_here(tmp_path, "init", "new", "--starter", name, *ZONE, *PHONE)
    assert (ended.code, ended.err) == (0, "")
    checked = run_here(tmp_path / "new", "check", "--strict")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.endswith("no findings.\n")
    settings = (tmp_path / "new" / "settings.yaml").read_text()
    assert "timezone: America/Chicago\n" in settings
    assert "country: US\n" in settings
    tested = run_here(tmp_path / "new", "test")
    assert re.fullmatch(r"\d+ examples and \d+ tests? passed\.\n", tested.out)


def without_the_checkout(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A pasted line: a terminal knows the program only if the line itself says where it is."""
    env = environment(
        {"SMS_ROUTER_LISTEN": "127.0.0.1:0", "SMS_ROUTER_ADMIN_LISTEN": "127.0.0.1:0"}
    )
    del env["PYTHONPATH"]
    return subprocess.run(
        ["sh", "-ec", line], cwd=cwd, env=env, capture_output=True, text=True,
        timeout=DEADLINE, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("folder", ["new", "a new/one", "-n", "."])
def test_the_commands_it_prints_work_as_they_stand(tmp_path: Path, folder: str) -> None:
    made = run(tmp_path, "init", *CLINIC, "--", folder)
    assert made.code == 0, made.err
    *before, check, attempt, dev, live = shown_commands(made.out)
    assert len(before) == (0 if folder == "." else 1)
    for line, words in ((check, "no findings."), (attempt, "We are open")):
        ended = without_the_checkout("\n".join([*before, line]), tmp_path)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert words in ended.stdout
    for line in (dev, live):
        with Pasted(tmp_path, "\n".join([*before, f"exec {line}"])) as server:
            assert server.event("listening")["rules"] == 11
    assert (tmp_path / folder / "data").is_dir()


class Pasted(Server):
    """A pasted line that serves, on free ports."""

    def __init__(self, cwd: Path, line: str) -> None:
        free = {"SMS_ROUTER_LISTEN": "127.0.0.1:0", "SMS_ROUTER_ADMIN_LISTEN": "127.0.0.1:0"}
        # `exec VAR=value program` is no command: the variable goes in front.
        line = re.sub(r"exec (\w+=\S+) ", r"\1 exec ", line)
        super().__init__(cwd, env=free, ports=False, program=["sh", "-ec", line])


@each_starter
def test_the_first_text_gets_its_answer(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "new"
    run_here(tmp_path, "init", "new", "--starter", name, *ZONE, *PHONE, "--number", "+15557654322")
    with Server(folder, "--dev") as server:
        words = ("--text", STARTERS[name].text, "--url", server.public)
        ended = run(folder, "send", *words)
        assert ended.code == 0, ended.err
        assert 'src="15557654322" dst="15551230000"' in ended.out
        own = run(folder, "send", *words[:1], "Nothing in particular", *words[2:])
        assert texts(own.out)
        assert server.end(signal.SIGTERM) == 0


def test_numbers_are_brought_into_one_form(tmp_path: Path) -> None:
    ended = run_here(
        tmp_path, "init", "new", "--starter", "shop", "--timezone", "london",
        "--phone", "07700 900123", "--number", "020 7946 0000", "--number", "+1 (555) 765-4321",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert "go to +44 7700 900123.\nHours go by the clock of Europe/London." in ended.out
    assert "owner: +44 7700 900123 " in (tmp_path / "new" / "rules" / "00-people.yaml").read_text()
    settings = (tmp_path / "new" / "settings.yaml").read_text()
    assert "numbers: [+44 20 7946 0000, +1 555 765 4321]\n" in settings


# At a terminal.


def test_three_answers_are_all_it_asks(tmp_path: Path) -> None:
    with Terminal(tmp_path, "init", "new", env=NEVER_ASKED) as terminal:
        terminal.answer(WHICH, "3")
        terminal.answer(WHERE, "Chicago")
        terminal.answer(WHO, "(555) 222-3333")
        code, shown = terminal.end()
    assert code == 0
    assert "  5 helpdesk  quick answers" in shown
    assert '"new" holds the starter "school" now' in shown
    assert run_here(tmp_path / "new", "check", "--strict").code == 0
    assert "Mobile\nYour own telephone (to try it),3b,+1 555 222 3333\n" in (
        tmp_path / "new" / "rules" / "parents.csv"
    ).read_text().replace("Name,Class,", "")


def test_a_wrong_answer_is_said_in_words_and_asked_for_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, "init", "new", env=NEVER_ASKED) as terminal:
        terminal.answer(WHICH, "clinik")
        terminal.answer(f"{WHICH}", "")  # Enter takes what is offered
        terminal.answer(WHERE, "EST")
        terminal.answer(WHERE, "")
        terminal.answer(WHO, "call me")
        terminal.answer(WHO, "555 22")
        terminal.answer(WHO, "0044 7700 900123")
        terminal.answer(WHO, "")
        code, shown = terminal.end()
    assert code == 0
    assert 'No starter is called "clinik": did you mean "clinic"?' in shown
    assert (
        '"EST" has no summer time: its clocks never change: did you mean "America/New_York"?'
        in shown
    )
    assert '"call me" is no number: write the whole number with + and the country code' in shown
    assert '"555 22" is too short' in shown
    assert "write +44 7700 900123" in shown
    assert "Hours go by the clock of America/New_York" in shown
    assert "go to +44 7700 900123" in shown


def test_the_machines_own_zone_is_offered_and_flags_are_not_asked_for(tmp_path: Path) -> None:
    with Terminal(tmp_path, "init", "new", *PHONE, env={"TZ": "Europe/Paris"}) as terminal:
        terminal.answer(WHICH, "on-call")
        terminal.answer("[Europe/Paris]", "")
        code, shown = terminal.end()
    assert code == 0
    assert "country: FR\n" in (tmp_path / "new" / "settings.yaml").read_text()
    assert WHO not in shown


@pytest.mark.parametrize("key", [INTERRUPT, END_OF_INPUT], ids=["ctrl-c", "ctrl-d"])
def test_who_leaves_leaves_nothing_behind(tmp_path: Path, key: str) -> None:
    with Terminal(tmp_path, "init", "new", env=NEVER_ASKED) as terminal:
        terminal.answer(WHICH, "1")
        terminal.answer(WHERE, key)
        code, shown = terminal.end()
    assert code == 130
    assert shown.rstrip().endswith("Nothing was written.")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_is_taken_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with Terminal(tmp_path, "init", ".") as terminal:
        code, shown = terminal.end()
    assert code == 1
    assert "is not empty" in shown
    assert WHICH not in shown


# Without one.


def test_without_a_terminal_what_nobody_said_is_assumed_and_told(tmp_path: Path) -> None:
    ended = run(tmp_path, "init", "new", "--timezone", "Europe/London")
    assert ended.code == 0
    assert 'holds the starter "shop"' in ended.out
    assert "+1 555 000 1111, which is nobody's" in ended.out
    assert "Europe/London" in ended.out
    assert run(tmp_path / "new", "check", "--strict").code == 0


@pytest.mark.parametrize("starter", STARTERS)
def test_a_starters_name_is_enough(tmp_path: Path, starter: str) -> None:
    assert run(tmp_path, "init", "new", "--starter", starter).code == 0
    assert run(tmp_path, "check", "new", "--strict").code == 0


def test_answers_in_a_pipe_are_no_terminal(tmp_path: Path) -> None:
    ended = subprocess.run(
        command("init", "new"), cwd=tmp_path, env=environment(), input="2\nLondon\n+15552223333\n",
        capture_output=True, text=True, timeout=DEADLINE, check=False,
    )  # fmt: skip
    assert ended.returncode == 0
    assert 'holds the starter "shop"' in ended.stdout


def test_a_closed_input_is_no_terminal(tmp_path: Path) -> None:
    shell = ["sh", "-c", 'exec "$@" <&-', "sh", *command("init", "new")]
    ended = subprocess.run(
        shell, cwd=tmp_path, env=environment(), capture_output=True, timeout=DEADLINE, check=False
    )
    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--starter", "clinc", *ZONE, *PHONE), 'did you mean "clinic"?'),
        (("--starter", "2", *ZONE, *PHONE), 'write its name: "clinic"'),
        (("--starter", "clinic", "--timezone", "Londonn", *PHONE), "Europe/London"),
        (
            ("--starter", "clinic", *ZONE, "--phone", "12"),
            '--phone: "12" is too short for a number',
        ),
        ((*CLINIC, "--number", "mine"), '--number: "mine" is no number'),
        ((*CLINIC, "--number", "+15552223333"), "cannot be passed on to itself"),
    ],
)
def test_a_wrong_flag_is_a_wrong_command_line(
    tmp_path: Path, flags: tuple[str, ...], words: str
) -> None:
    ended = run_here(tmp_path, "init", "new", *flags)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("folder", [(), ("",)], ids=["none", "empty"])
def test_a_folder_must_be_named(tmp_path: Path, folder: tuple[str, ...]) -> None:
    ended = run_here(tmp_path, "init", *folder, *CLINIC)
    assert (ended.code, ended.err) == (2, "Error: name the new folder: sms-router init DIR\n")


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    assert run_here(tmp_path, "init", "new", *CLINIC).code == 0
    (tmp_path / "new" / "rules" / "10-front-desk.yaml").write_text("mine")
    ended = run_here(tmp_path, "init", "new", *CLINIC)
    assert (ended.code, ended.out) == (1, "")
    assert '"new" is not empty, and nothing in it is overwritten: name a new folder' in ended.err
    assert (tmp_path / "new" / "rules" / "10-front-desk.yaml").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    ended = run_here(tmp_path, "init", "/proc/new", *CLINIC)
    assert ended.code == 1
    assert ended.err.startswith('Error: "/proc/new" cannot be written: ')


def test_the_list_has_a_line_for_each(tmp_path: Path) -> None:
    ended = run_here(tmp_path, "init", "--list")
    assert (ended.code, ended.err) == (0, "")
    assert [line.split()[0] for line in ended.out.splitlines()] == list(STARTERS)


@pytest.mark.parametrize("verb", [("check", "--strict"), ("test",), ("describe",)])
def test_the_new_folder_may_be_named_where_a_rules_folder_is(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    run_here(tmp_path, "init", "new", *CLINIC)
    inside = run_here(tmp_path / "new", *verb)
    named = run_here(tmp_path, *verb, "new")
    assert named == inside
    assert named.code == 0
    # Its settings count as well.
    (tmp_path / "new" / "settings.yaml").write_text("timezone: Nowhere\n")
    assert "new/settings.yaml:1:11" in run_here(tmp_path, *verb, "new").err
    other = tmp_path / "other.yaml"
    other.write_text("timezone: UTC\n")
    assert run_here(tmp_path, *verb, "new", "--settings", "other.yaml").code == 0


def test_the_new_folder_may_be_what_the_past_is_tried_on(tmp_path: Path) -> None:
    run_here(tmp_path, "init", "new", *CLINIC)
    ended = run_here(tmp_path, "backtest", "new", "--data", "new/data")
    assert "settings.yaml" not in ended.out + ended.err


def test_the_files_are_for_everybody_to_read_and_their_owner_to_write(tmp_path: Path) -> None:
    run_here(tmp_path, "init", "new", *CLINIC)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("*.yaml")}
    assert modes == {0o644}


def test_a_starters_file_is_the_packages_but_for_the_number(tmp_path: Path) -> None:
    run_here(tmp_path, "init", "new", *CLINIC)
    ours = ROOT / "router" / "starters" / "clinic" / "00-people.yaml"
    written = (tmp_path / "new" / "rules" / "00-people.yaml").read_text()
    assert written == ours.read_text().replace("+1 555 000 1111", "+1 555 222 3333")
