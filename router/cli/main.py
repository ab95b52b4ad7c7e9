"""The command line's one door: verbs in, exit codes out, every failure in plain words."""

import errno
import io
import os
import sys
from collections.abc import Mapping, Sequence
from traceback import format_exc
from typing import NoReturn

import click
from click.exceptions import NoSuchCommand

from router import __version__
from router.cli.complaints import complain, whatever_comes
from router.cli.on_demand import loaded
from router.core.errors import RefusedError, UsageError
from router.render.covering import covered_digits

PROGRAM = "sms-router"
OK, REFUSED, WRONG_USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


VERBS: Mapping[str, str] = {
    "serve": "serve:serve",
    "check": "check:check",
    "test": "run_tests:test",
    "try": "try_message:try_message",
    "describe": "describe:describe",
    "send": "send:send",
    "journal": "journal.group:journal",
    "explain": "explain:explain",
    "backtest": "backtest:backtest",
    "history": "history:history",
    "rollback": "rollback:rollback",
    "init": "init:init",
    "doctor": "doctor:doctor",
    "version": "version:version",
}
"""Each verb with its module in this folder and the command in it."""
HELP = """Answer and forward text messages of Plivo numbers by rules in YAML files.

Ends with 0 when fine, 1 on findings or refusal, 2 on a wrong command line or settings, 3 on a bug,
130 when interrupted.
"""
_STDERR = 2
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
BUG_WORDS = (
    "Error: this is a bug in sms-router. Please report it with the lines above, what you typed, "
    "and what `sms-router version` prints."
)


class Verbs(click.Group):
    """The verbs, each loaded when it is asked for.

    All of them together bring in most of the house, which takes longer than many a verb does.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the help."""
        return [*VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name, None when there is none."""
        if cmd_name not in VERBS:
            return None
        command = loaded(VERBS[cmd_name])
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is meant; NoSuchCommand, with the nearest one, when there is none."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as problem:
            raise NoSuchCommand(problem.command_name, possibilities=VERBS, ctx=ctx) from None


def program() -> click.Group:
    """The command with its verbs."""
    group = Verbs(
        PROGRAM,
        help=HELP,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    shown = "%(prog)s %(version)s"
    return click.version_option(__version__, prog_name=PROGRAM, message=shown)(group)


def main() -> None:
    """Run the command line of this process and end it with the verb's exit code."""
    _end(sys.argv[1:])


def serve_from_here() -> None:
    """`python serve.py …`: run `sms-router serve …` and end the process with its exit code."""
    _end(["serve", *sys.argv[1:]])


def _end(arguments: Sequence[str]) -> NoReturn:
    _stand_in_for_what_is_closed()
    code = run(arguments)
    whatever_comes(sys.stderr.flush)  # the interpreter would end with 120 for what is left in it
    sys.exit(code)


def run(  # noqa: PLR0911 - one return for each exit code
    arguments: Sequence[str], verbs: click.Group | None = None
) -> int:
    """Run one command and give its exit code; whatever goes wrong is said on stderr."""
    _print_whatever_comes()
    try:
        group = verbs or program()
        code = group.main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as problem:
        whatever_comes(problem.show)
        return problem.exit_code
    except UsageError as problem:
        return _fail(problem, WRONG_USAGE)
    except RefusedError as problem:
        return _fail(problem, REFUSED)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # who reads our output (head, less) has seen enough
        _leave_output()
        return REFUSED
    except Exception as problem:  # noqa: BLE001 - one of the three doors
        if isinstance(problem, OSError) and problem.errno in _DISK_FULL:
            _leave_output()
            return _fail(RefusedError(f"cannot write: {problem.strerror}"), REFUSED)
        # It goes into a report, and what an exception says may quote a message.
        complain(covered_digits(format_exc()) + BUG_WORDS)
        return BUG
    return code if isinstance(code, int) else OK


def _fail(problem: Exception, code: int) -> int:
    complain(f"Error: {problem}")
    return code


def _leave_output() -> None:
    """Have nothing more written to stdout: the interpreter would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stand_in_for_what_is_closed() -> None:
    """Have /dev/null where whoever started us closed stdin, stdout or stderr.

    Python has no stream for a closed one. A file that is opened later would take its number, and
    what C code prints would be written into the journal.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(number, True)  # as the three are; a file of Python's is not
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(_STDERR, "w", encoding="utf-8", closefd=False)


def _print_whatever_comes() -> None:
    r"""Have stdout and stderr write `\xNN` for what their encoding lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
