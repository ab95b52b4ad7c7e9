"""`sms-router history`: the rule sets that were accepted, and their sources."""

from dataclasses import asdict, dataclass

import click
from click.core import ParameterSource

from router.app.changes import in_words
from router.app.history import AcceptedSet, NotFound, find
from router.cli.loading import settings_or_exit
from router.cli.options import SettingsOptions, format_option, settings_options
from router.core.errors import RefusedError, UsageError
from router.language.source import SourceFile
from router.render.json_output import json_page
from router.render.moments import clock
from router.wiring.rules import rollback_orders, rule_history

LF = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOptions(SettingsOptions):
    """What `history` was asked: `style` is text or json."""

    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions(HistoryOptions):
    """What `history show` was asked: `set_id` may be the beginning of an id."""

    set_id: str


@click.group(invoke_without_command=True, short_help="The rule sets that were accepted.")
@format_option("text", "json")
@settings_options
@click.pass_context
def history(context: click.Context, /, **given: str) -> int:
    """List the rule sets that were accepted, newest first: id, time, what changed.

    A * marks the set that is served: the newest, or the one somebody rolled back to.
    """
    return 0 if context.invoked_subcommand else _list(HistoryOptions(**given))


def _list(options: HistoryOptions) -> int:
    settings = settings_or_exit(options.settings, options.flags)
    entries = rule_history(settings).entries()
    order = rollback_orders(settings).read()
    serving = order.id if order else next((entry.id for entry in entries), "")
    newest = next((entry for entry in entries if entry.id == serving), None)
    if options.style == "json":
        listed = [_fields(entry) | {"serving": entry is newest} for entry in entries]
        click.echo(json_page(listed), nl=False)
        return 0
    if not entries:
        click.echo("No rule set has been kept yet: the server keeps each one it takes.")
    for entry in entries:
        mark = "*" if entry is newest else " "
        when = clock(entry.at, settings.timezone)
        click.echo(f"{mark} {entry.id}  {when}  {in_words(entry.changes)}")
    return 0


@history.command("show")
@click.argument("set_id", metavar="ID")
@format_option("text", "json")
@settings_options
@click.pass_context
def show(context: click.Context, /, **given: str) -> int:
    """Print the source files of the accepted set whose id begins with ID."""
    before = context.parent.params if context.parent else {}
    typed = {name: value for name, value in given.items() if _typed(context, name)}
    return _show(ShowOptions(**(given | before | typed)))


def _typed(context: click.Context, name: str) -> bool:
    """Whether it stands behind `show`; what stands before it counts as well."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _show(options: ShowOptions) -> int:
    settings = settings_or_exit(options.settings, options.flags)
    kept = rule_history(settings)
    entry = entry_or_refuse(kept.entries(), options.set_id)
    files = kept.files(entry)
    if options.style == "json":
        named = [{"name": file.name, "text": _text(file)} for file in files]
        click.echo(json_page(_fields(entry) | {"sources": named}), nl=False)
        return 0
    blocks = (f"==> {file.name} <==\n{_text(file).removesuffix(LF)}\n" for file in files)
    click.echo(LF.join(blocks), nl=False)
    return 0


def entry_or_refuse(entries: tuple[AcceptedSet, ...], written: str) -> AcceptedSet:
    """The set that is meant. Raises RefusedError, with what to write instead.

    An empty id, as from a variable that is not set, means none, though every id begins with it: it
    raises UsageError.
    """
    if not written.strip():
        raise UsageError("the ID is empty: `sms-router history` lists those there are")
    found = find(entries, written)
    if isinstance(found, NotFound):
        raise RefusedError(found.words)
    return found


def _fields(entry: AcceptedSet) -> dict[str, object]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(timespec="seconds"),
        "rules": entry.rules,
        "files": entry.files,
        "warnings": list(entry.warnings),
        "changes": asdict(entry.changes),
        "words": in_words(entry.changes),
    }


def _text(file: SourceFile) -> str:
    return file.content.decode("utf-8", "backslashreplace")
