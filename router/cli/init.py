"""`sms-router init`: a folder of rules to begin with."""

import sys
from dataclasses import dataclass

import click

from router.app.starters import STARTERS, read_starter
from router.cli.init_answers import Given, ask, take
from router.cli.init_steps import next_steps
from router.cli.invocation import this_process
from router.cli.options import collected
from router.core.errors import UsageError
from router.language.times.misread import Misread
from router.wiring.new_folder import begin_folder, refuse_taken_folder


class StarterChoice(click.Choice[str]):
    """The starters by name; a name that is none of them gets a suggestion."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """What is wrong with it, and the starter that is likely meant."""
        read = read_starter(str(value))
        if not isinstance(read, Misread):  # a number counts as an answer, not as a flag
            return f'write its name: "{read}"'
        return f"{read.words}: {read.hint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """What `init` was asked; None where a flag was left out."""

    folder: str | None
    starter: str | None
    timezone: str | None
    phone: str | None
    number: tuple[str, ...]
    list_them: bool


@click.command(short_help="Begin a folder of rules that work.")
@click.argument("folder", metavar="DIR", required=False)
@click.option(
    "--starter",
    type=StarterChoice(tuple(STARTERS), case_sensitive=False),
    help="The rules to begin with; --list tells of them.",
)
@click.option(
    "--timezone", metavar="ZONE", help="The zone whose clock hours go by, such as Europe/London."
)
@click.option("--phone", metavar="NUMBER", help="Who gets the texts that a person must see.")
@click.option(
    "--number", metavar="NUMBER", multiple=True, help="A number of yours at Plivo; may be repeated."
)
@click.option("--list", "list_them", is_flag=True, help="List the starters, and do nothing else.")
@collected(InitOptions)
def init(options: InitOptions) -> int:
    """Write a starter into the new folder DIR: rules that work, and settings.

    On a terminal it asks for what the flags do not say; elsewhere it begins with the shop, this
    machine's time zone and an example number, and says so. DIR must not exist yet, or be empty:
    nothing is ever overwritten.
    """
    if options.list_them:
        click.echo(listing(), nl=False)
        return 0
    if not options.folder:  # nor is "" a folder: it would be the one somebody works in
        raise UsageError("name the new folder: sms-router init DIR")
    refuse_taken_folder(options.folder)
    given = Given(options.starter, options.timezone, options.phone, options.number)
    # Both are None for a program that was started with them closed.
    can_ask = all(stream and stream.isatty() for stream in (sys.stdin, sys.stderr))
    answers = ask(given) if can_ask else take(given)
    files = begin_folder(options.folder, answers)
    click.echo(next_steps(this_process(), options.folder, answers, files), nl=False)
    return 0


def listing() -> str:
    """A line for each starter."""
    width = max(map(len, STARTERS))
    return "".join(f"{name:{width}}  {one.summary}\n" for name, one in STARTERS.items())
