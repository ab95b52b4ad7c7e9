"""Every verb as a user types it, with each of its exit codes."""

import json
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.running import (
    DEADLINE,
    PUBLIC_URL,
    ROOT,
    TOKEN,
    Server,
    command,
    environment,
    run,
    run_here,
    texts,
)
from tests.ports import closed_port

HOURS = """\
rules:
  - name: Opening hours
    match:
      text: {keyword: [hours, open]}
    actions:
      - reply: We are open 9-17.
    examples: [{text: Hours?, reply: We are open 9-17.}]
    stop: true
  - name: The rest
    match: everything
    actions:
      - forward: +1 555 000 1111
    examples: [{text: Stop!, forward: Stop!}]
"""
TYPO = HOURS.replace("- reply:", "- replly:")
SECRET = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two good rules in rules/10-hours.yaml."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10-hours.yaml").write_text(HOURS)
    return tmp_path


@pytest.fixture
def broken(place: Path) -> Path:
    """The same with a typo at line 6."""
    (place / "rules" / "10-hours.yaml").write_text(TYPO)
    return place


def test_check_of_good_rules_says_so_and_ends_with_0(place: Path) -> None:
    ended = run(place, "check")
    assert ended.out == "1 file, 2 rules: no findings.\n"
    assert (ended.code, ended.err) == (0, "")


def test_check_of_a_typo_shows_its_line_what_to_write_and_ends_with_1(broken: Path) -> None:
    ended = run(broken, "check", "rules")
    assert ended.code == 1
    assert ended.out.startswith("rules/10-hours.yaml:6:9: error: ")
    assert '"replly"' in ended.out
    assert 'did you mean "reply"?' in ended.out
    assert "      - replly: We are open 9-17." in ended.out
    assert "        ^^^^^^" in ended.out
    assert ended.out.endswith(
        "\n\n1 file: 1 error. Examples and tests are run when it is mended.\n"
    )
    assert ended.err == ""


def test_check_warns_of_a_file_whose_name_keeps_it_from_being_read(place: Path) -> None:
    (place / "rules" / "50-new.yaml.txt").write_text("rules: []")
    ended = run(place, "check")
    assert ended.out == (
        "rules/50-new.yaml.txt:1:1: warning: this file is not read: its name does not end in "
        ".yaml or .yml [not-read]\n"
        "  = if it holds rules, rename it to 50-new.yaml\n"
        '  = if it shall be left out, give it a name that begins with "_"\n'
        "\n1 file, 2 rules: 1 warning.\n"
    )
    assert ended.code == 0
    assert run(place, "check", "--strict").code == 1


def test_check_by_line_prints_one_finding_a_line(broken: Path) -> None:
    ended = run_here(broken, "check", "--format", "line")
    (line,) = ended.out.splitlines()
    assert line.startswith("rules/10-hours.yaml:6:9: error: ")
    assert line.endswith(" [unknown-key]")
    assert run_here(broken, "check", "--format=github").out.startswith(
        "::error file=rules/10-hours.yaml"
    )
    assert json.loads(run_here(broken, "check", "--format=json").out)


def test_check_of_good_rules_by_line_prints_nothing(place: Path) -> None:
    assert run_here(place, "check", "--format", "line").out == ""
    assert run_here(place, "check", "--format", "github").out == ""


def test_a_warning_counts_only_when_strict(place: Path) -> None:
    (place / "rules" / "10-hours.yaml").write_text(
        "rules: [{name: Help, match: {text: help}, actions: [{reply: We call you.}]}]\n"
    )
    ended = run_here(place, "check", "--format", "line")
    assert (ended.code, ": warning: " in ended.out) == (0, True)
    assert run_here(place, "check", "--strict").code == 1


def test_check_takes_the_folder_by_name_by_option_or_from_the_settings(broken: Path) -> None:
    (broken / "rules").rename(broken / "elsewhere")
    assert run_here(broken, "check", "elsewhere").out.startswith("elsewhere/10-hours.yaml:6:9")
    assert run_here(broken, "check", "--rules", "elsewhere").code == 1
    (broken / "settings.yaml").write_text("rules: elsewhere\n")
    assert run_here(broken, "check").out.startswith("elsewhere/10-hours.yaml:6:9")
    env = {"SMS_ROUTER_RULES": "nowhere"}
    ended = run_here(broken, "check", env=env)
    assert (ended.code, ended.err) == (2, 'Error: the rules folder "nowhere" does not exist\n')
    assert run_here(broken, "check", "elsewhere", "--rules", "rules").code == 2


@pytest.mark.parametrize("verb", [["check"], ["test"], ["describe"], ["try", "--text", "hi"]])
def test_a_folder_that_is_not_there_is_a_wrong_command_line(place: Path, verb: list[str]) -> None:
    for name in ("nowhere", "rules/10-hours.yaml"):
        ended = run_here(place, *verb, "--rules", name)
        assert (ended.code, ended.out) == (2, "")
        assert f'"{name}"' in ended.err


def test_an_empty_folder_is_a_finding(place: Path) -> None:
    (place / "rules" / "10-hours.yaml").unlink()
    ended = run_here(place, "check", "--format", "line")
    assert ended.code == 1
    assert ended.out.startswith("rules:1:1: error: ")


def test_wrong_settings_are_found_at_their_line_and_end_with_2(place: Path) -> None:
    (place / "settings.yaml").write_text("rules: rules\nlistn: 127.0.0.1:8080\n")
    ended = run_here(place, "check")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith('settings.yaml:2:1: error: unknown setting "listn" [unknown-key]\n')
    assert 'did you mean "listen"?' in ended.err


def test_a_token_in_the_settings_file_is_refused_and_not_printed(place: Path) -> None:
    (place / "settings.yaml").write_text(f"auth-token: {TOKEN}\n")
    ended = run(place, "serve")
    assert ended.code == 2
    assert "PLIVO_AUTH_TOKEN" in ended.err
    assert TOKEN not in ended.err + ended.out


def test_a_named_settings_file_that_is_missing_ends_with_2(place: Path) -> None:
    ended = run_here(place, "check", "--settings", "nowhere.yaml")
    assert ended.code == 2
    assert ended.err == (
        'Error: the settings file "nowhere.yaml" cannot be read: it does not exist\n'
    )


def test_a_wrong_variable_is_named_and_ends_with_2(place: Path) -> None:
    ended = run_here(place, "check", env={"SMS_ROUTER_RETENTION": "90"})
    assert ended.code == 2
    assert ended.err == (
        'Error: SMS_ROUTER_RETENTION: "90" is not a number of days: write it as 90 days\n'
    )


def test_an_unknown_verb_ends_with_2_and_a_suggestion(place: Path) -> None:
    ended = run(place, "chekc")
    assert ended.code == 2
    assert "check" in ended.err
    assert "Traceback" not in ended.err


def test_an_unknown_option_ends_with_2_and_a_suggestion(place: Path) -> None:
    ended = run_here(place, "check", "--stirct")
    assert ended.code == 2
    assert "--strict" in ended.err


def test_try_says_what_every_rule_did_and_what_goes_out(place: Path) -> None:
    ended = run_here(place, "try", "--text", "Hours?")
    assert (ended.code, ended.err) == (0, "")
    assert "Opening hours" in ended.out
    assert "We are open 9-17." in ended.out


def test_try_as_json_has_the_shape_other_programs_rely_on(place: Path) -> None:
    ended = run(place, "try", "--text", "Hours?", "--format", "json")
    found = json.loads(ended.out)
    assert found["fired"] == ["Opening hours"]
    (message,) = found["messages"]
    assert message["src"] == "15557654321"
    assert message["dst"] == ["15551230000"]
    assert message["text"] == "We are open 9-17."
    assert message["segments"] == 1
    assert [(t["rule"], t["fired"]) for t in found["trace"]] == [
        ("Opening hours", True),
        ("The rest", False),
    ]
    assert found["trace"][0]["file"] == "rules/10-hours.yaml"
    assert found["trace"][0]["line"] == 2
    assert all(entry["why"] for entry in found["trace"])
    assert texts(found["xml"]) == ["We are open 9-17."]
    assert len(found["rule_set"]) == 12


def test_json_of_a_text_that_gives_orders_to_a_terminal_gives_none(place: Path) -> None:
    rule = 'rules: [{name: Back, match: everything, actions: [{reply: "{text}"}]}]\n'
    (place / "rules" / "10-hours.yaml").write_text(rule)
    ended = run(place, "try", "--text", "\u202eolleh \x9b2J", "--format", "json")
    assert json.loads(ended.out)["messages"][0]["text"] == "\u202eolleh \x9b2J"
    assert not set(ended.out) & set("\u202e\x9b")


def test_try_as_xml_prints_the_answer_alone(place: Path) -> None:
    ended = run_here(place, "try", "--text", "hours", "--format", "xml")
    assert ended.out.startswith("<?xml")
    assert texts(ended.out) == ["We are open 9-17."]
    assert "callbackUrl" not in ended.out


def test_try_asks_for_delivery_reports_where_the_server_would(place: Path) -> None:
    ended = run_here(place, "try", "--text", "hours", "--format", "xml", env=SECRET)
    assert f'callbackUrl="{PUBLIC_URL}/sms_status/"' in ended.out


def test_try_takes_who_writes_to_whom_and_when(place: Path) -> None:
    (place / "rules" / "10-hours.yaml").write_text(
        "people: {ann: +15550001111}\n"
        "rules:\n"
        "  - name: Clock\n"
        "    match: {from: ann, to: +15550009999}\n"
        "    actions: [reply: '{date} {time} {sender}']\n"
    )
    (place / "settings.yaml").write_text("timezone: America/New_York\nnumbers: +15550009999\n")
    for at in ("2026-11-22 17:05", "2026-11-22T22:05Z"):
        ended = run_here(
            place, "try", "--text", "x", "--from", "Ann", "--at", at, "--format", "xml"
        )
        assert texts(ended.out) == ["2026-11-22 17:05 ann"]
    assert texts(run_here(place, "try", "--text", "x", "--format", "xml").out) == []


def test_try_refuses_what_it_cannot_read_with_2(place: Path) -> None:
    ended = run_here(place, "try", "--text", "x", "--from", "+1555FLOWERS")
    assert ended.code == 2
    assert ended.err.startswith('Error: --from: "+1555FLOWERS" has letters')
    assert run_here(place, "try", "--text", "x", "--at", "noon").code == 2
    assert run_here(place, "try").code == 2


def test_try_and_describe_of_broken_rules_show_the_findings_and_end_with_1(broken: Path) -> None:
    for arguments in (("try", "--text", "hours"), ("describe",)):
        ended = run_here(broken, *arguments)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("rules/10-hours.yaml:6:9: error: ")


def test_a_program_that_asked_for_json_gets_the_findings_of_broken_rules_as_json(
    broken: Path,
) -> None:
    listed = json.loads(run_here(broken, "check", "--format", "json").out)
    assert [one["code"] for one in listed] == ["unknown-key"]
    for verb in (["try", "--text", "hours"], ["test"], ["backtest", "rules"]):
        ended = run_here(broken, *verb, "--format", "json")
        assert (ended.code, ended.err) == (1, "")
        assert json.loads(ended.out) == {"findings": listed}
    ended = run_here(broken, "try", "--text", "hours", "--format", "xml")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("rules/10-hours.yaml:6:9: error: ")


def test_describe_says_each_rule_in_one_sentence(place: Path) -> None:
    lines = run_here(place, "describe").out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Opening hours: When ")
    assert lines[0].endswith(", reply “We are open 9-17.” and stop. (1 segment)")


def test_describe_shows_a_text_that_two_rules_are_for(place: Path) -> None:
    (place / "rules" / "20-open.yaml").write_text(
        "rules:\n  - name: Open day\n    match: {text: {has-word: visit}}\n    actions: nothing\n"
    )
    lines = run_here(place, "describe", "--overlaps").out.splitlines()
    assert lines[-2:] == [
        "Texts that are for two rules:",
        "“hours visit”: “Opening hours” fires and stops, so “Open day” does not.",
    ]


def test_version_names_everything_that_matters(place: Path) -> None:
    ended = run(place, "version")
    assert ended.code == 0
    assert ended.out.startswith("sms-router 0.")
    assert f"Python {sys.version.split()[0]}" in ended.out
    assert "google-re2 1." in ended.out
    assert run(place, "--version").out == ended.out.splitlines()[0] + "\n"


def test_help_is_help_for_everyone(place: Path) -> None:
    ended = run_here(place, "--help")
    assert ended.code == 0
    for verb in ("serve", "check", "try", "describe", "send", "version"):
        assert f"  {verb} " in ended.out
        assert run_here(place, verb, "--help").code == 0


def test_serve_without_a_token_says_what_to_set_and_ends_with_2(place: Path) -> None:
    ended = run(place, "serve", "--public-url", PUBLIC_URL)
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith("Error: there is no Plivo auth token: set PLIVO_AUTH_TOKEN")


def test_serve_without_a_public_url_says_what_to_set_and_ends_with_2(place: Path) -> None:
    ended = run(place, "serve", env={"PLIVO_AUTH_TOKEN": TOKEN})
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith("Error: the setting public-url is missing")


def test_serve_on_broken_rules_shows_the_findings_and_ends_with_1(broken: Path) -> None:
    ended = run(broken, "serve", "--listen", "127.0.0.1:0", env=SECRET)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("rules/10-hours.yaml:6:9: error: ")


def test_serve_on_a_taken_address_says_which(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = run(place, "serve", "--listen", address, env=SECRET)
    assert ended.code == 2
    assert address in ended.err
    assert "Traceback" not in ended.err


def test_serve_says_where_it_listens_in_the_log_and_ends_with_0_on_sigterm(place: Path) -> None:
    with Server(place, env=SECRET) as server:
        listening = server.event("listening")
        assert listening["public"].startswith("http://127.0.0.1:")
        assert not listening["public"].endswith(":0")
        assert listening["admin"] != listening["public"]
        assert server.end(signal.SIGTERM) == 0
        assert server.out.all() == []
        assert {json.loads(line)["level"] for line in server.err.all()} == {"info"}


def test_ctrl_c_ends_serve_in_good_order(place: Path) -> None:
    with Server(place, env=SECRET) as server:
        assert server.end(signal.SIGINT) == 0
        assert not any("Traceback" in line for line in server.err.all())


def test_a_token_file_serves_as_well(place: Path) -> None:
    (place / "token").write_text(f"old-one\n{TOKEN}\n")
    env = {"PLIVO_AUTH_TOKEN_FILE": "token", "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}
    with Server(place, env=env) as server:
        ended = run(
            place,
            "send",
            "--text",
            "hours",
            "--url",
            server.public,
            env={"PLIVO_AUTH_TOKEN": TOKEN},
        )
        # The signature is over the address that was called, which is not the public URL.
        assert ended.code == 1
        refused = server.event("refused")
        assert (refused["status"], refused["client"]) == (403, "127.0.0.1")


def test_send_prints_the_refusal_and_ends_with_1(place: Path) -> None:
    with Server(place, env=SECRET) as server:
        ended = run(place, "send", "--text", "hours", "--url", server.public, env=SECRET)
    assert (ended.code, ended.out) == (1, "")
    first, second = ended.err.splitlines()
    assert first == f"Error: {server.public}/receive_sms/ answered 403: forbidden"
    assert "log says why" in second


def test_send_to_nobody_says_so_and_ends_with_1(place: Path) -> None:
    with closed_port() as port:
        url = f"http://127.0.0.1:{port}"
        ended = run(place, "send", "--text", "hours", "--url", url, env=SECRET)
    assert ended.code == 1
    assert ended.err == f"Error: nothing listens at {url}: is the router running?\n"


def test_send_without_a_token_says_what_to_set_and_ends_with_2(place: Path) -> None:
    ended = run(place, "send", "--text", "hours")
    assert ended.code == 2
    assert "PLIVO_AUTH_TOKEN" in ended.err


def test_serve_py_is_serve(place: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(ROOT / "serve.py"), "--public-url", PUBLIC_URL],
        cwd=place,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("Error: there is no Plivo auth token")


def test_a_reader_who_has_seen_enough_gets_no_complaint(place: Path) -> None:
    with subprocess.Popen(
        command("version"),
        cwd=place,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(DEADLINE) != 3


@pytest.mark.parametrize(
    ("redirection", "code", "said"),
    [(">/dev/full", 1, "Error: cannot write: No space left on device\n"), (">&-", 0, "")],
)
def test_output_that_goes_nowhere_is_no_bug(
    place: Path, redirection: str, code: int, said: str
) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"exec {shlex.join(command('check'))} {redirection}"],
        cwd=place,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (code, said)


def test_an_interrupted_command_ends_with_130(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with subprocess.Popen(
            command("send", "--text", "hours", "--url", url),
            cwd=place,
            env=environment(SECRET),
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            silent.settimeout(DEADLINE)
            connection, _ = silent.accept()
            with connection:
                process.send_signal(signal.SIGINT)
                assert process.wait(DEADLINE) == 130
            assert process.stderr
            assert "Traceback" not in process.stderr.read()
