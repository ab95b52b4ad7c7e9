"""The command line's one door: verbs in, exit codes out, every failure in plain words."""

import errno
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence

import click
from click.exceptions import NoSuchCommand

from router import __version__
from router.cli.on_demand import loaded
from router.core.errors import RefusedError, UsageError

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
    sys.exit(run(sys.argv[1:]))


def serve_from_here() -> None:
    """`python serve.py …`: run `sms-router serve …` and end the process with its exit code."""
    sys.exit(run(["serve", *sys.argv[1:]]))


def run(  # noqa: PLR0911 - one return for each exit code
    arguments: Sequence[str], verbs: click.Group | None = None
) -> int:
    """Run one command and give its exit code; whatever goes wrong is said on stderr."""
    _print_whatever_comes()
    try:
        group = verbs or program()
        code = group.main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
        if sys.stdout:  # whoever started us may have closed it
            sys.stdout.flush()
    except click.ClickException as problem:
        problem.show()
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
        traceback.print_exc()
        click.echo(BUG_WORDS, err=True)
        return BUG
    return code if isinstance(code, int) else OK


def _fail(problem: Exception, code: int) -> int:
    click.echo(f"Error: {problem}", err=True)
    return code


def _leave_output() -> None:
    """Have nothing more written to stdout: the interpreter would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_whatever_comes() -> None:
    r"""Have stdout and stderr write `\xNN` for what their encoding lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
