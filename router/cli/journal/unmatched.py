"""`sms-router journal unmatched`: what people text that no rule takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from router.app.ports import FolderUnreadableError
from router.app.settings import Settings
from router.app.unmatched import Group, groups_of, suggest, taken_by_now
from router.cli.journal.filter import REVEAL, FilterOptions, filter_options, now, read_filter
from router.cli.journal.rows import journal_of
from router.cli.loading import settings_or_exit
from router.cli.options import collected, format_option, settings_options
from router.core.journal import UnmatchedTexts
from router.render.journal_sums import unmatched_as_fields, unmatched_as_page
from router.render.json_output import json_page
from router.wiring.rules import LoadedRules, compile_options, load_rules

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedOptions(FilterOptions):
    """What `journal unmatched` was asked: `style` is one of text, json."""

    style: str
    reveal: bool


@click.command()
@filter_options("unmatched", "failed")
@REVEAL
@format_option("text", "json")
@settings_options
@collected(UnmatchedOptions)
def unmatched(options: UnmatchedOptions) -> int:
    """Count the texts that no rule took, the commonest first, with a rule to paste.

    At most 20 texts, unless --limit says otherwise. Texts are shown: they are what this is about;
    longer numbers in them are covered without --reveal.
    """
    settings = settings_or_exit(options.settings, options.flags)
    wanted = replace(read_filter(options, settings, now()), unmatched=True, limit=None)
    with journal_of(settings) as reader:
        groups = groups_of(reader.rows(wanted))
    found = _found(groups, settings, options.limit or DEFAULT_LIMIT)
    if options.style == "json":
        click.echo(json_page(unmatched_as_fields(found, options.reveal)), nl=False)
    else:
        click.echo(unmatched_as_page(found, settings.timezone, options.reveal), nl=False)
    return 0


def _found(groups: Sequence[Group], settings: Settings, limit: int) -> UnmatchedTexts:
    loaded = _rules_of_today(settings)
    shown = groups[:limit]
    if loaded is not None and loaded.compiled.rule_set is not None:
        shown = tuple(taken_by_now(shown, loaded.compiled.rule_set))
    files = loaded.files if loaded is not None else ()
    suggestion = suggest(shown, files, compile_options(settings))
    return UnmatchedTexts(
        tuple(group.texts for group in shown),
        sum(group.texts.count for group in groups),
        len(groups),
        suggestion.rule if suggestion else "",
    )


def _rules_of_today(settings: Settings) -> LoadedRules | None:
    """The rules folder as it is; None when there is none: the journal can be read without it."""
    try:
        return load_rules(settings)
    except FolderUnreadableError:
        return None
