"""`sms-router backtest`: what a changed folder would have done with the messages that came."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from router.app.backtest import Backtest
from router.app.journal import JournalFilter, JournalReader
from router.cli.journal.filter import SINCE, now, read_since
from router.cli.journal.rows import journal_of
from router.cli.loading import rule_set_or_exit, settings_or_exit
from router.cli.options import (
    SettingsOptions,
    collected,
    format_option,
    rules_in,
    settings_options,
)
from router.core.journal import Change, JournalRow
from router.render.json_output import json_page
from router.render.replays import change_as_page, replay_as_fields, sums_as_page
from router.wiring.rules import candidate_rules

DEFAULT_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestOptions(SettingsOptions):
    """What `backtest` was asked: `style` is one of text, json."""

    folder: str
    since: str | None
    limit: int
    reveal: bool
    style: str

    @property
    def flags(self) -> dict[str, str | None]:
        """Settings by name: the folder to try is the rules folder, whatever --rules says."""
        return {"rules": rules_in(self.folder), "data": self.data}


@click.command(short_help="What a changed folder would have done with the messages that came.")
@click.argument("folder", metavar="DIR")
@SINCE
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=DEFAULT_LIMIT,
    show_default=True,
    metavar="N",
    help="Changes that are shown at most; all are counted.",
)
@click.option("--reveal", is_flag=True, help="Show numbers in full; they are covered otherwise.")
@format_option("text", "json")
@settings_options
@collected(BacktestOptions)
def backtest(options: BacktestOptions) -> int:  # fmt: skip
    """Put the messages of the journal through the rules of DIR, and show what changes.

    Each is decided as at the time it came, and nothing is sent. Ends with 0 whether anything
    changes or not, with 1 when DIR has errors.
    """
    settings = settings_or_exit(options.settings, options.flags)
    candidate = rule_set_or_exit(candidate_rules(settings), options.style)
    since = read_since(options.since, settings.timezone, now())
    replay = Backtest(candidate)
    with journal_of(settings) as reader:
        changes = _replayed(reader, JournalFilter(since=since, newest_first=False), replay, options)
    if options.style == "json":
        click.echo(json_page(replay_as_fields(replay.sums(), changes, options.reveal)), nl=False)
        return 0
    for change in changes:
        sys.stdout.write(change_as_page(change, settings.timezone, options.reveal))
    click.echo(sums_as_page(replay.sums()), nl=False)
    if (more := replay.sums().changed - len(changes)) > 0:
        click.echo(f"{len(changes)} shown, {more} not shown: see --limit", err=True)
    return 0


def _replayed(
    reader: JournalReader, wanted: JournalFilter, replay: Backtest, options: BacktestOptions
) -> list[Change]:
    """The first changes; the replay counts the others too."""
    changes: list[Change] = []
    with _progress(reader, wanted) as rows:
        for row in rows:
            change = replay.replay(row)
            if change is not None and len(changes) < options.limit:
                changes.append(change)
    return changes


@contextmanager
def _progress(reader: JournalReader, wanted: JournalFilter) -> Iterator[Iterable[JournalRow]]:
    """The rows, with a bar on stderr while they are gone through, where that is a terminal."""
    rows = reader.rows(wanted)
    if not sys.stderr.isatty():
        yield rows
        return
    with click.progressbar(rows, reader.count(wanted), "Replaying", file=sys.stderr) as bar:
        yield bar
