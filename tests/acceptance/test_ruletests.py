"""Examples and tests beside the rules: `test`, `check`, the start and each reload run them."""

import json
import re
from pathlib import Path

import pytest

from tests.acceptance.running import PUBLIC_URL, TOKEN, Server, fetch, run, run_here, texts

RULES = """\
rules:
  - name: Opening hours
    match:
      text: {keyword: [hours, open]}
    actions:
      - reply: We are open 9-17.
    stop: true
    examples:
      - {text: Hours?, reply: We are open 9-17.}
      - {text: my hours are long, fires: no}
tests:
  - name: the hours are told to whoever asks
    message: {from: +1 555 000 1111, text: open?}
    sends:
      - {to: +1 555 000 1111, text: We are open 9-17.}
"""
FAILING = RULES.replace("- reply: We are open 9-17.", "- reply: We are open 9-18.")
SECRET = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a rule that has examples and a test."""
    (tmp_path / "rules").mkdir()
    save(tmp_path, RULES)
    return tmp_path


def save(place: Path, rules: str) -> None:
    (place / "rules" / "10.yaml").write_text(rules)


def test_test_of_rules_that_do_as_they_should_says_how_many_and_ends_with_0(place: Path) -> None:
    ended = run(place, "test", "rules")
    assert (ended.code, ended.out, ended.err) == (0, "2 examples and 1 test passed.\n", "")


def test_test_of_failing_rules_shows_want_got_and_the_trace_and_ends_with_1(place: Path) -> None:
    save(place, FAILING)
    ended = run_here(place, "test")
    assert ended.code == 1
    assert ended.out.startswith(
        'rules/10.yaml:9:31: error: "Opening hours" sends a different reply'
    )
    assert '  = want "We are open 9-17."\n  = got  "We are open 9-18."\n' in ended.out
    assert "✓ Opening hours" in ended.out
    assert ended.out.endswith("\n1 of 2 examples and 1 of 1 test failed.\n")


def test_test_ends_with_the_rules_that_no_example_reaches(place: Path) -> None:
    save(place, RULES.replace("tests:", "  - name: Parking\n    match: everything\n"
                              "    actions: nothing\ntests:"))  # fmt: skip
    ended = run_here(place, "test")
    assert ended.code == 0
    # "my hours are long" reaches it already.
    assert ended.out == "2 examples and 1 test passed.\n"
    save(place, RULES.replace("tests:", "  - name: Parking\n    match: {text: {keyword: park}}\n"
                              "    actions: nothing\ntests:"))  # fmt: skip
    assert (
        run_here(place, "test").out
        == """\
2 examples and 1 test passed.

No example reaches 1 rule:

rules/10.yaml:11:11: Parking
    examples:
      - {text: park}
"""
    )


def test_test_for_programs_is_one_object(place: Path) -> None:
    save(place, FAILING)
    ended = run_here(place, "test", "--format", "json")
    assert ended.code == 1
    found = json.loads(ended.out)
    assert (found["examples"], found["failed_examples"], found["failed_tests"]) == (2, 1, 1)
    example, test = found["failures"]
    assert (example["rule"], example["want"]) == ("Opening hours", ["We are open 9-17."])
    assert test["test"] == "the hours are told to whoever asks"
    assert example["traces"][0]["trace"][0]["fired"] is True
    assert found["uncovered"] == []


def test_test_of_broken_rules_prints_their_findings(place: Path) -> None:
    save(place, RULES.replace("reply: We are open 9-17.}", "replly: We are open 9-17.}"))
    ended = run_here(place, "test")
    assert (ended.code, ended.out) == (1, "")
    assert 'did you mean "reply"?' in ended.err


def test_check_runs_them(place: Path) -> None:
    assert run_here(place, "check").out == "1 file, 1 rule: no findings.\n"
    save(place, FAILING)
    ended = run_here(place, "check", "--format", "line")
    assert ended.code == 1
    codes = [re.findall(r"\[([a-z-]+)\]$", line)[0] for line in ended.out.splitlines()]
    assert codes == ["failed-example", "failed-test"]


def test_check_reminds_of_rules_without_examples(place: Path) -> None:
    save(place, RULES[: RULES.index("    examples:")])
    ended = run_here(place, "check")
    assert ended.code == 0
    assert "[no-examples]" in ended.out
    assert "= write:     examples:\n  =              - {text: hours}\n" in ended.out
    assert run_here(place, "check", "--strict").code == 1


def test_try_and_describe_work_on_rules_whose_tests_fail(place: Path) -> None:
    save(place, FAILING)
    tried = run_here(place, "try", "--text", "hours", "--format", "json")
    assert (tried.code, json.loads(tried.out)["fired"]) == (0, ["Opening hours"])
    assert run_here(place, "describe").code == 0


def test_the_server_does_not_start_with_rules_whose_tests_fail(place: Path) -> None:
    save(place, FAILING)
    ended = run(place, "serve", env=SECRET)
    assert ended.code == 1
    assert "[failed-example]" in ended.err
    assert "[failed-test]" in ended.err


def test_an_edit_whose_tests_fail_is_not_taken(place: Path) -> None:
    with Server(place, "--dev") as server:
        save(place, FAILING)
        answer = fetch(f"{server.admin}/-/reload", method="POST")
        assert answer.status == 422
        assert "[failed-example]" in answer.body
        sent = run(place, "send", "--text", "hours", "--url", server.public)
        assert texts(sent.out) == ["We are open 9-17."]
        save(place, FAILING.replace("9-17.", "9-18."))
        assert fetch(f"{server.admin}/-/reload", method="POST").status == 200
        sent = run(place, "send", "--text", "hours", "--url", server.public)
        assert texts(sent.out) == ["We are open 9-18."]
