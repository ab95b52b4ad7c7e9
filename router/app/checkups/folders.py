"""Checkups of what lies on the disk: rules, data, history, journal."""

from collections.abc import Sequence
from datetime import tzinfo

from router.app.checkups.ports import FolderState, JournalState
from router.app.history import AcceptedSet, RollbackOrder
from router.app.status_page import STATUS_FILE
from router.app.verdicts import FolderVerdict, Refused, Taken
from router.core.checkup import Checkup, fail, ok, warn
from router.engine.wording import counted
from router.language.diagnostics import Severity
from router.render.moments import moment
from router.render.summary import verdict

MEGABYTE = 1024**2
LITTLE_ROOM = 500 * MEGABYTE
NO_ROOM = 50 * MEGABYTE
"""A message takes about two kilobytes in the journal: 50 MB is a day or two of a busy number."""


def rules_checkup(folder: FolderVerdict, path: str) -> Checkup:
    """Whether the rules folder could be served as it is."""
    look = f"sms-router check {path}"
    if isinstance(folder, Refused):
        words = folder.reason or f"{_files(folder)}: {verdict(folder.findings)}"
        if folder.reason:
            return fail("rules", words, "name the folder with the setting rules, or make it")
        if folder.only_lacks_rules:
            advice = f"write one: `{look}` says how; older rules go on until then"
            return fail("rules", f'"{path}" has no rule in it', advice)
        return fail("rules", words, f"mend what `{look}` names; older rules go on until then")
    warnings = folder.warnings if isinstance(folder, Taken) else ()
    words = f"{_files(folder)}, {counted(len(folder.rule_set.rules), 'rule')}"
    if any(finding.severity is Severity.WARNING for finding in warnings):
        return warn("rules", f"{words}: {verdict(warnings)}", f"`{look}` shows them")
    return ok("rules", f"{words}: no findings")


def _files(folder: FolderVerdict) -> str:
    return counted(len(folder.files), "file")


def status_checkup(rules: FolderState, path: str, data: str) -> Checkup:
    """Whether STATUS.txt can stand beside the rules."""
    if not rules.exists:
        return fail("status page", f'"{path}" is not there to write {STATUS_FILE} in', "make it")
    if rules.unwritable:
        words = f'{STATUS_FILE} cannot be written in "{path}": {rules.unwritable}'
        advice = f'let the router\'s user write there, or tell who edits that it is in "{data}"'
        return warn("status page", words, advice)
    return ok("status page", f'{STATUS_FILE} can be written in "{path}"')


def data_checkup(data: FolderState, path: str) -> Checkup:
    """Whether the data folder takes what is kept, and has room for more."""
    free = f"{data.free // MEGABYTE:,} MB free"
    if data.unwritable:
        where = f'"{path}"' if data.exists else f'"{path}" is not there, and the folder above it'
        words = f"{where} cannot be written: {data.unwritable}"
        return fail("data", words, _let_write(path, data.unwritable.casefold()))
    if data.unreadable:
        words = f'"{path}" cannot be read: {data.unreadable}'
        return fail("data", words, "give it to the router's user")
    words = f'"{path}" can be written, {free}'
    if not data.exists:
        words = f'"{path}" is not there yet and is made by the server, {free}'
    if data.free < NO_ROOM:
        return fail("data", words, "make room: without it messages are kept in memory alone")
    if data.free < LITTLE_ROOM:
        return warn("data", words, "make room, or set retention to fewer days")
    return ok("data", words)


def _let_write(path: str, problem: str) -> str:
    """What to do where a folder cannot be written for this problem, in the system's words."""
    if "not a directory" in problem:
        return f"a file is in its place: move {path} away, or set data to another folder"
    if "no space" in problem or "quota" in problem:
        return "make room on its disk: until then messages are kept in memory alone"
    if "read-only" in problem:
        return "have its disk mounted for writing (mount -o remount,rw), or set data to another"
    return f"mkdir -p {path}, and give it to the router's user"


def history_checkup(
    entries: Sequence[AcceptedSet], order: RollbackOrder | None, zone: tzinfo
) -> Checkup:
    """Whether there are good rules to fall back on."""
    if order is not None:
        words = f"somebody rolled back to rule set {order.id} on {moment(order.at, zone)}"
        return warn("history", words, "the folder's next good edit ends that by itself")
    if not entries:
        words = "no rule set is kept yet: there is nothing to fall back on"
        return warn("history", words, "start the server once on good rules: it keeps each set")
    newest = entries[0]
    words = f"{counted(len(entries), 'rule set')} kept, the newest {newest.id}"
    return ok("history", f"{words} of {moment(newest.at, zone)}")


def journal_checkup(state: JournalState, served: str, zone: tzinfo) -> Checkup:
    """Whether the journal can be read, and takes what it is given.

    `served` is what the running server says of it: "ok", "degraded", or "" without one.
    """
    if state.kind == "none":
        words = "none is kept: after a restart a retry is answered anew, and nothing can be told"
        return warn("journal", words, "take the setting journal out, unless that is meant")
    if state.problem:
        return fail("journal", state.problem, _mending(state))
    if served == "degraded":
        words = f"{state.place} does not take what the server gives it, which waits meanwhile"
        return fail("journal", words, "the log's journal_degraded says why")
    if not state.made:
        return ok("journal", f"{state.place} is not there yet and is made by the server")
    return _journal_in_use(state, zone)


def _journal_in_use(state: JournalState, zone: tzinfo) -> Checkup:
    came = moment(state.newest, zone) if state.newest else ""
    last = f"the last message came on {came}" if came else "no message yet"
    words = f"{state.place}, {state.version}: {last}"
    if state.waiting:
        words += f"; waiting in the spill file beside it: {state.waiting}"
        return warn("journal", words, "a running server gets them in by itself; is one running?")
    if state.aside:
        advice = f"{state.aside[-1]} holds what it had: save or remove it"
        return warn("journal", f"{words}; a damaged one was moved aside", advice)
    return ok("journal", words)


def _mending(state: JournalState) -> str:
    if "version" in state.problem:
        return "start the server anew, with the newer program: it brings the tables up to date"
    if state.kind == "postgresql":
        return "is the database up, and may this user in? Rows wait in the data folder meanwhile"
    if "damaged" in state.problem:
        return "start the server anew: it moves this one aside and begins another"
    return f"give {state.place} to the router's user, and ask as that user"
