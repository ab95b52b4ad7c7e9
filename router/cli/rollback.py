"""`sms-router rollback`: serve an older rule set until the folder has its next good edit."""

import shlex
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from router.app.history import AcceptedSet, RollbackOrder
from router.app.ports import FolderUnreadableError
from router.app.settings import Settings
from router.cli.history import entry_or_refuse
from router.cli.loading import rule_set_or_exit, settings_or_exit
from router.cli.options import SettingsOptions, collected, settings_options
from router.language.source import SourceFile
from router.render.moments import moment
from router.wiring.rules import (
    LoadedRules,
    load_rules,
    pass_gate,
    restoration,
    rollback_orders,
    rule_history,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackOptions(SettingsOptions):
    """What `rollback` was asked; `set_id` may be the beginning of an id."""

    set_id: str
    restore_files: bool


@click.command(short_help="Serve an older rule set until the next good edit.")
@click.argument("set_id", metavar="ID")
@click.option(
    "--restore-files", is_flag=True, help="Put that set's files back into the rules folder too."
)
@settings_options
@collected(RollbackOptions)
def rollback(options: RollbackOptions) -> int:
    """Serve the accepted set whose id begins with ID until the folder's next good edit.

    A running server follows within a second, and one that is started later begins with it. The
    files in the rules folder stay as they are without --restore-files. `history` lists the ids.
    """
    settings = settings_or_exit(options.settings, options.flags)
    history = rule_history(settings)
    entry = entry_or_refuse(history.entries(), options.set_id)
    kept = pass_gate(settings, history.files(entry))
    rule_set_or_exit(kept)
    folder = _folder_now(settings)
    if options.restore_files:
        _restore(settings, entry, kept.files, folder)
    else:
        _order(settings, entry, _id_of(folder))
    return 0


def _folder_now(settings: Settings) -> LoadedRules | None:
    try:
        return load_rules(settings)
    except FolderUnreadableError:
        return None


def _id_of(folder: LoadedRules | None) -> str:
    if folder is None or folder.compiled.rule_set is None:
        return ""
    return folder.compiled.rule_set.id


def _order(settings: Settings, entry: AcceptedSet, present: str) -> None:
    """Leave word for the server, or take it back when the folder is what is wanted."""
    orders = rollback_orders(settings)
    taken = moment(entry.at, settings.timezone)
    if entry.id == present:
        if orders.read() is None:
            click.echo(f"The rules folder holds rule set {entry.id} already: nothing to do.")
            return
        orders.clear()
        click.echo(f"The rollback is over: rule set {entry.id} is what the rules folder holds.")
        return
    orders.write(RollbackOrder(entry.id, present, datetime.now(UTC)))
    click.echo(
        f"Rolled back to rule set {entry.id} of {taken}. It is served until the next good edit in\n"
        f"{shlex.quote(settings.rules)}; a server that runs follows within a second. The files "
        f"there are as they were:\nput the older ones back with --restore-files."
    )


def _restore(
    settings: Settings,
    entry: AcceptedSet,
    files: tuple[SourceFile, ...],
    folder: LoadedRules | None,
) -> None:
    present = folder.files if folder else ()
    copies = restoration(settings).restore(files, present, datetime.now(UTC))
    rollback_orders(settings).clear()
    click.echo(
        f"The rules folder {shlex.quote(settings.rules)} holds the files of rule set {entry.id} of "
        f"{moment(entry.at, settings.timezone)} again."
    )
    if copies:
        click.echo(f"What it held before is in {shlex.quote(copies)}.")
