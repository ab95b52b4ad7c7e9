"""`sms-router explain`: why a message came out as it did."""

from dataclasses import dataclass

import click

from router.app.explain import Explainer
from router.app.journal import JournalReader
from router.cli.journal.filter import REVEALED
from router.cli.journal.rows import journal_of, row_or_refuse
from router.cli.loading import settings_or_exit
from router.cli.options import SettingsOptions, collected, format_option, settings_options
from router.core.errors import RefusedError, UsageError
from router.core.journal import Explanation, JournalRow
from router.render.journal_page import explanation_as_fields, explanation_as_page
from router.render.json_output import json_page
from router.wiring.rules import compile_options, rule_history

_ALONE = "the last one"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions(SettingsOptions):
    """What `explain` was asked: `style` is one of text, json; `last` may be `_ALONE`."""

    uuid: str | None
    last: str | None
    style: str


@click.command(short_help="Say why a message came out as it did.")
@click.argument("uuid", metavar="[UUID]", required=False)
@click.option(
    "--last",
    is_flag=False,
    flag_value=_ALONE,
    metavar="[N]",
    help="The newest message, or the newest N of them.",
)
@format_option("text", "json")
@REVEALED
@settings_options
@collected(ExplainOptions)
def explain(options: ExplainOptions) -> int:  # fmt: skip
    """Say of each rule, as the rules were that day, why it fired or did not; then what was sent.

    `≈` marks a near miss: every condition of the rule but one held. Nothing is covered.
    """
    count = _count(options)
    settings = settings_or_exit(options.settings, options.flags)
    with journal_of(settings) as reader:
        explainer = Explainer(reader, compile_options(settings), rule_history(settings))
        explained = [explainer(row) for row in _rows(reader, options.uuid, count)]
    if options.style == "json":
        click.echo(_as_json(explained, several=options.last not in {None, _ALONE}), nl=False)
    else:
        pages = (explanation_as_page(one, settings.timezone) for one in explained)
        click.echo("\n".join(pages), nl=False)
    return 0


def _count(options: ExplainOptions) -> int:
    """How many of the newest are meant, 0 where a uuid says which. Raises UsageError."""
    if (options.uuid is None) == (options.last is None):
        raise UsageError("explain takes either the UUID of a message or --last")
    if options.last is None:
        return 0
    if options.last == _ALONE:
        return 1
    if not (options.last.isascii() and options.last.isdecimal() and 0 < int(options.last) < 10**6):
        raise UsageError(f'--last: "{options.last}" is not a number of messages: write --last 3')
    return int(options.last)


def _rows(reader: JournalReader, uuid: str | None, count: int) -> tuple[JournalRow, ...]:
    if uuid is not None:
        return (row_or_refuse(reader, uuid),)
    rows = reader.last(count)
    if not rows:
        raise RefusedError("no message is in the journal yet")
    return rows


def _as_json(explained: list[Explanation], several: bool) -> str:
    fields = [explanation_as_fields(one) for one in explained]
    return json_page(fields if several else fields[0])
