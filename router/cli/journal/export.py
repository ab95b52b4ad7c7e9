"""`sms-router journal export`: everything that is kept, for other programs."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TextIO

import click

from router.app.journal import JournalFilter, JournalReader
from router.cli.journal.filter import REVEALED, FilterOptions, filter_options, now, read_filter
from router.cli.journal.rows import journal_of
from router.cli.loading import settings_or_exit
from router.cli.options import collected, format_option, settings_options
from router.core.errors import UsageError, words_of
from router.render.csv_lines import csv_line
from router.render.journal_rows import EXPORT_COLUMNS, row_as_export_csv, row_as_whole
from router.render.json_output import json_array, json_line

STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions(FilterOptions):
    """What `journal export` was asked: `style` is one of jsonl, json, csv."""

    style: str
    output: str


@click.command()
@filter_options()
@format_option("jsonl", "json", "csv")
@click.option("--output", default=STDOUT, metavar="FILE", help="Write to a file, not to stdout.")
@REVEALED
@settings_options
@collected(ExportOptions)
def export(options: ExportOptions) -> int:
    """Write the messages in full, the oldest first, for other programs.

    Numbers and texts are not covered: whoever gets it can read everything.
    """
    settings = settings_or_exit(options.settings, options.flags)
    wanted = replace(read_filter(options, settings, now()), newest_first=False)
    with journal_of(settings) as reader, _output(options.output) as stream:
        for piece in _pieces(reader, wanted, options.style):
            stream.write(piece)
    return 0


def _pieces(reader: JournalReader, wanted: JournalFilter, style: str) -> Iterator[str]:
    rows = reader.rows(wanted)
    if style == "csv":
        yield csv_line(EXPORT_COLUMNS)
        yield from map(row_as_export_csv, rows)
        return
    objects = (row_as_whole(row, reader.reports_of(row)) for row in rows)
    yield from json_array(objects) if style == "json" else map(json_line, objects)


def _private(name: str) -> int:
    """A file to write, emptied; if it was there already, others may read it no more."""
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        # A pipe or a terminal is left as it is.
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _output(name: str) -> Iterator[TextIO]:
    """Stdout, or the file, which only its owner may read. Raises UsageError."""
    if name == STDOUT:
        yield sys.stdout
        return
    try:
        descriptor = _private(name)
    except OSError as problem:
        raise UsageError(f'--output: "{name}" cannot be written: {words_of(problem)}') from None
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        yield stream
