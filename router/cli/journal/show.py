"""`sms-router journal show`: one message with all that is kept of it."""

from dataclasses import dataclass

import click

from router.cli.journal.filter import REVEALED
from router.cli.journal.rows import journal_of, row_or_refuse
from router.cli.loading import settings_or_exit
from router.cli.options import SettingsOptions, collected, format_option, settings_options
from router.render.journal_page import row_as_page
from router.render.journal_rows import row_as_whole
from router.render.json_output import json_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions(SettingsOptions):
    """What `journal show` was asked: `style` is one of text, json."""

    uuid: str
    xml: bool
    style: str


@click.command()
@click.argument("uuid", metavar="UUID")
@click.option("--xml", is_flag=True, help="The exact answer too (with --format json it is there).")
@format_option("text", "json")
@REVEALED
@settings_options
@collected(ShowOptions)
def show(options: ShowOptions) -> int:
    """Show one message: what came, what was sent, and the delivery reports.

    The beginning of its UUID is enough where no other has it. Nothing is covered.
    """
    settings = settings_or_exit(options.settings, options.flags)
    with journal_of(settings) as reader:
        row = row_or_refuse(reader, options.uuid)
        reports = reader.reports_of(row)
    if options.style == "json":
        click.echo(json_page(row_as_whole(row, reports)), nl=False)
    else:
        click.echo(row_as_page(row, reports, settings.timezone, options.xml), nl=False)
    return 0
