"""`sms-router journal list`: messages, one a line."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import click

from router.app.settings import Settings
from router.cli.journal.filter import REVEAL, FilterOptions, filter_options, now, read_filter
from router.cli.journal.rows import journal_of
from router.cli.loading import settings_or_exit
from router.cli.options import collected, format_option, settings_options
from router.core.journal import JournalRow
from router.render.csv_lines import csv_line
from router.render.journal_rows import COLUMNS, row_as_csv, row_as_fields, row_as_line
from router.render.json_output import json_array

DEFAULT_LIMIT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions(FilterOptions):
    """What `journal list` was asked: `style` is one of text, json, csv."""

    style: str
    reveal: bool


@click.command("list")
@filter_options()
@REVEAL
@format_option("text", "json", "csv")
@settings_options
@collected(ListOptions)
def list_messages(options: ListOptions) -> int:
    """List messages, the newest first.

    At most 100, unless --limit says otherwise.
    """
    settings = settings_or_exit(options.settings, options.flags)
    wanted = read_filter(options, settings, now(), DEFAULT_LIMIT)
    limit = wanted.limit or DEFAULT_LIMIT
    with journal_of(settings) as reader:
        listed = _Rows(reader.rows(replace(wanted, limit=limit + 1)), limit)
        for piece in _pieces(listed, settings, options):
            sys.stdout.write(piece)
    if listed.count == 0:
        click.echo("No message of the journal is meant by that.", err=True)
    if listed.more:
        click.echo(f"There are more: these are the newest {limit}. See --limit.", err=True)
    return 0


class _Rows:
    """The first rows; afterwards, how many there were and whether there are more."""

    def __init__(self, rows: Iterator[JournalRow], limit: int) -> None:
        self._rows = rows
        self._limit = limit
        self.count = 0
        self.more = False

    def __iter__(self) -> Iterator[JournalRow]:
        for row in islice(self._rows, min(self._limit, sys.maxsize)):
            self.count += 1
            yield row
        self.more = next(self._rows, None) is not None


def _pieces(rows: _Rows, settings: Settings, options: ListOptions) -> Iterator[str]:
    match options.style:
        case "json":
            yield from json_array(row_as_fields(row, options.reveal) for row in rows)
        case "csv":
            yield csv_line(COLUMNS)
            yield from (row_as_csv(row, options.reveal) for row in rows)
        case _:
            yield from (row_as_line(row, settings.timezone, options.reveal) for row in rows)
