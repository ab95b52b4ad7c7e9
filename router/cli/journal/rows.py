"""What the verbs on the journal begin with: the journal, and the one message that is meant."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import click

from router.app.journal import JournalReader
from router.app.settings import Settings
from router.core.errors import RefusedError
from router.core.journal import JournalRow
from router.engine.wording import counted
from router.language.quoting import quoted
from router.wiring.journal import journal_reader, rows_waiting

_ORDERS = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What JSON may hold as it is, but ends a line, is an order to some terminals or turns the reading
direction. Escaped, it is the same text to a program."""
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
    """The row of this uuid, or of the only one that begins with it. Raises RefusedError."""
    wanted = uuid.strip()
    if (row := reader.row(wanted)) is not None:
        return row
    found = reader.beginning_with(wanted, _NAMED + 1) if wanted else ()
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedError(f"no message {quoted(uuid, 80)} is in the journal")
    more = ", and more" if len(found) > _NAMED else ""
    named = ", ".join(row.uuid for row in found[:_NAMED])
    raise RefusedError(f"several messages begin with {quoted(uuid, 80)}: {named}{more}")


def json_line(fields: Mapping[str, Any]) -> str:
    """An object as one line, whatever a reader takes for the end of a line."""
    return _escaped(json.dumps(fields, ensure_ascii=False)) + "\n"


def json_array(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The objects as a JSON array, piece by piece, one a line."""
    comma = "["
    for fields in objects:
        yield comma + "\n  " + json_line(fields).rstrip("\n")
        comma = ","
    yield "[]\n" if comma == "[" else "\n]\n"


def json_object(fields: Mapping[str, Any] | list[dict[str, Any]]) -> str:
    """An object, or a few, for people to read too."""
    return _escaped(json.dumps(fields, ensure_ascii=False, indent=2)) + "\n"


def _escaped(written: str) -> str:
    return _ORDERS.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
