"""`sms-router journal stats`: sums over the messages."""

from dataclasses import dataclass

import click

from router.app.journal_stats import by_day
from router.cli.journal.filter import REVEALED, FilterOptions, filter_options, now, read_filter
from router.cli.journal.rows import journal_of
from router.cli.loading import settings_or_exit
from router.cli.options import collected, format_option, settings_options
from router.render.journal_sums import stats_as_fields, stats_as_page
from router.render.json_output import json_page


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsOptions(FilterOptions):
    """What `journal stats` was asked: `style` is one of text, json."""

    style: str


@click.command()
@filter_options("limit")
@format_option("text", "json")
@REVEALED
@settings_options
@collected(StatsOptions)
def stats(options: StatsOptions) -> int:
    """Count messages, segments and failures, by rule and by day; no number, no text."""
    settings = settings_or_exit(options.settings, options.flags)
    wanted = read_filter(options, settings, now())
    with journal_of(settings) as reader:
        sums = reader.stats(wanted)
        days = tuple(by_day(reader, settings.timezone, wanted))
    if options.style == "json":
        click.echo(json_page(stats_as_fields(sums, days)), nl=False)
    else:
        click.echo(stats_as_page(sums, days, settings.timezone), nl=False)
    return 0
