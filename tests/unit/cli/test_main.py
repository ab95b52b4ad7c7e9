"""The one error door, with verbs that fail in every way; the real verbs are in tests/acceptance."""

from typing import Protocol

import click
import pytest

from router.cli import main
from router.core.errors import RefusedError, UsageError


class Run(Protocol):
    """Runs a verb that fails so, or ends with this code; gives the code of the program."""

    def __call__(
        self, problem: BaseException | None = None, code: int | None = 0, *arguments: str
    ) -> int: ...


def failing(problem: BaseException | None, code: int | None = 0) -> click.Group:
    """A program with one verb, `go`, that fails so or ends with this code."""

    @click.group()
    def program() -> None:
        """Do nothing."""

    @program.command()
    @click.option("--settings")
    def go(settings: str | None) -> int | None:
        """Go."""
        if problem is not None:
            raise problem
        return code

    return program


@pytest.fixture
def run() -> Run:
    def go(problem: BaseException | None = None, code: int | None = 0, *arguments: str) -> int:
        return main.run(arguments or ["go"], failing(problem, code))

    return go


def test_a_verb_that_is_fine_ends_with_its_own_code(run: Run) -> None:
    assert run() == 0
    assert run(code=1) == 1
    assert run(code=None) == 0


def test_wrong_settings_end_with_2_and_one_sentence(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(UsageError("the setting listen is wrong")) == 2
    assert capsys.readouterr().err == "Error: the setting listen is wrong\n"


def test_a_refusal_ends_with_1_and_one_sentence(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(RefusedError("nothing listens there")) == 1
    assert capsys.readouterr().err == "Error: nothing listens there\n"


def test_an_interruption_ends_with_130(run: Run) -> None:
    assert run(KeyboardInterrupt()) == 130


def test_a_verb_may_end_itself(run: Run) -> None:
    assert run(click.exceptions.Exit(2)) == 2


def test_a_bug_ends_with_3_its_traceback_and_what_to_report(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ZeroDivisionError("oops")) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" in shown.err
    assert "ZeroDivisionError: oops" in shown.err
    assert shown.err.splitlines()[-1].startswith(
        "Error: this is a bug in sms-router. Please report"
    )


def test_the_traceback_of_a_bug_covers_numbers_also_those_of_its_cause(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = ZeroDivisionError("a text from +1 555 123 0067")
    problem.__cause__ = KeyError("15551230088")
    problem.add_note("for 1-555-123-0099")
    assert run(problem) == 3
    shown = capsys.readouterr().err
    assert "KeyError: '***88'" in shown
    assert "ZeroDivisionError: a text from ***67\nfor ***99\nError: this is a bug" in shown
    assert "555" not in shown


def test_an_unknown_verb_ends_with_2_and_a_suggestion(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(None, 0, "goo") == 2
    assert "'go'" in capsys.readouterr().err


def test_an_unknown_option_ends_with_2_and_a_suggestion(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(None, 0, "go", "--setings", "x") == 2
    assert "--settings" in capsys.readouterr().err


def test_no_verb_at_all_shows_the_help_and_ends_with_2(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run([]) == 2
    assert "Usage: sms-router" in capsys.readouterr().err


def test_the_program_has_the_verbs_that_work_and_no_other() -> None:
    verbs = {"serve", "check", "test", "try", "describe", "send", "version"}
    verbs |= {"journal", "explain", "backtest", "history", "rollback", "init", "doctor"}
    assert set(main.VERBS) == verbs
    program = main.program()
    context = program.make_context("sms-router", ["version"])
    for verb in verbs:
        command = program.get_command(context, verb)
        assert command is not None
        assert command.name == verb
