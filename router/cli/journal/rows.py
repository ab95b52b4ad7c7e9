"""What the verbs on the journal begin with: the journal, and the one message that is meant."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from router.app.journal import JournalReader
from router.app.settings import Settings
from router.core.errors import RefusedError, UsageError
from router.core.journal import JournalRow
from router.engine.wording import counted
from router.language.quoting import quoted
from router.wiring.journal import journal_reader, rows_waiting

_NAMED = 5
"""Uuids that are listed when a beginning fits several."""


@contextmanager
def journal_of(settings: Settings) -> Iterator[JournalReader]:
    """The journal, closed in the end. Raises JournalUnavailableError.

    In the end stderr tells of rows that are not in it yet, whatever came of the verb: one that is
    looked for may be among them.
    """
    with _waiting_told(settings), closing(journal_reader(settings)) as reader:
        yield reader


@contextmanager
def _waiting_told(settings: Settings) -> Iterator[None]:
    try:
        yield
    finally:
        if waiting := rows_waiting(settings):
            rows, verb = counted(waiting, "row"), "waits" if waiting == 1 else "wait"
            click.echo(
                f"Note: {rows} {verb} in the spill file and not in the journal: the server writes "
                "what is there as soon as the journal takes it",
                err=True,
            )


def row_or_refuse(reader: JournalReader, uuid: str) -> JournalRow:
    """The row of this uuid, or of the only one that begins with it. Raises RefusedError.

    An empty one, as from a variable that is not set, means no message: it raises UsageError.
    """
    if not (wanted := uuid.strip()):
        raise UsageError("the UUID is empty: `sms-router journal list` lists those there are")
    if (row := reader.row(wanted)) is not None:
        return row
    found = reader.beginning_with(wanted, _NAMED + 1)
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedError(f"no message {quoted(uuid, 80)} is in the journal")
    more = ", and more" if len(found) > _NAMED else ""
    named = ", ".join(row.uuid for row in found[:_NAMED])
    raise RefusedError(f"several messages begin with {quoted(uuid, 80)}: {named}{more}")
