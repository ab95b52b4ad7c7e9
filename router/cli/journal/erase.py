"""`sms-router journal erase`: what somebody wants to be forgotten."""

import sys
from dataclasses import dataclass

import click

from router.app.journal import Erased
from router.cli.journal.filter import read_party
from router.cli.journal.rows import journal_of
from router.cli.loading import settings_or_exit
from router.cli.options import SettingsOptions, collected, settings_options
from router.core.address import Address
from router.core.errors import RefusedError
from router.engine.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseOptions(SettingsOptions):
    """What `journal erase` was asked."""

    number: str
    yes: bool


@click.command()
@click.option("--number", required=True, metavar="NUMBER", help="Whose messages go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@settings_options
@collected(EraseOptions)
def erase(options: EraseOptions) -> int:
    """Erase every message and delivery report in which a number stands, for good.

    Ends with 1 when the answer to its question is no, and when some could not be erased yet.
    """
    settings = settings_or_exit(options.settings, options.flags)
    number = read_party(options.number, settings)
    with journal_of(settings) as reader:
        if not options.yes and not _agreed(number):
            raise RefusedError("nothing was erased")
        erased = reader.erase(number)
    messages, reports = counted(erased.messages, "message"), counted(erased.reports, "report")
    click.echo(f"Erased {messages} and {reports} with {number}.")
    return tell_the_rest(erased)


def _agreed(number: Address) -> bool:
    """Asked on stderr; the end of the input is a no."""
    question = f"Erase every message and report with {number}? They cannot be got back. [y/N] "
    click.echo(question, nl=False, err=True)
    answer = sys.stdin.readline()
    if not answer:
        click.echo(err=True)
    return answer.strip().casefold() in {"y", "yes"}


def tell_the_rest(erased: Erased) -> int:
    """Say what is still there; 1 when the router itself still holds some of it."""
    for name in erased.elsewhere:
        click.echo(
            f'Warning: "{name}" may hold the number too; nothing reads it: delete it', err=True
        )
    if erased.rule_sets:
        click.echo(
            f"Note: the number stands in the files of {counted(erased.rule_sets, 'rule set')} that"
            " the router keeps, and perhaps in today's: take it out of the rules folder; kept sets"
            " go with the last message they explain, those of the history with fifty newer ones",
            err=True,
        )
    if erased.waiting:
        click.echo(
            f"Warning: {counted(erased.waiting, 'row')} with the number wait to be written to the "
            "journal: erase again once it takes them",
            err=True,
        )
    return 1 if erased.waiting else 0
