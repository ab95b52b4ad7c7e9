"""The sets that were accepted, as the history keeps them, and which of them somebody means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from router.app.changes import NO_CHANGES, Changes
from router.language.suggest import nearest

KEPT_SETS = 50
"""How many accepted sets the history holds; the oldest goes when there is one more."""
_NAMED = 5
"""Ids that are named when a beginning fits several, and one more: "1 others" is no help."""


@dataclass(frozen=True, slots=True)
class AcceptedSet:
    """One rule set that was taken at `at` (aware, UTC).

    `files` and `rules` are how many it has; `warnings` are its findings, a line each; `changes` is
    the difference to the set accepted before it.
    """

    id: str
    at: datetime
    files: int
    rules: int
    warnings: tuple[str, ...] = ()
    changes: Changes = NO_CHANGES


@dataclass(frozen=True, slots=True)
class RollbackOrder:
    """Somebody's word to serve the kept set `id` in place of what the folder holds.

    `away_from` is the id that the folder's content had at `at`, "" when it could not be read: the
    order holds until the folder has other content that can be taken.
    """

    id: str
    away_from: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NotFound:
    """No one kept set is meant; `words` say why and what to write instead."""

    words: str


def find(entries: Sequence[AcceptedSet], written: str) -> AcceptedSet | NotFound:
    """The newest of the entries (newest first) whose id begins so; `written` is not blank."""
    wanted = written.strip().lower()
    ids = list(dict.fromkeys(entry.id for entry in entries))
    meant = [one for one in ids if one.startswith(wanted)]
    if not ids:
        return NotFound("no rule set has been kept yet: the server keeps each one it takes")
    if len(meant) == 1:
        return next(entry for entry in entries if entry.id == meant[0])
    if meant:
        return NotFound(f'"{written}" may be {_alternatives(meant)}: write more of it')
    near = nearest(wanted, [one[: len(wanted)] for one in ids])
    full = next((one for one in ids if near and one.startswith(near)), None)
    hint = f'did you mean "{full}"?' if full else "`sms-router history` lists those there are"
    return NotFound(f'no kept rule set begins with "{written}": {hint}')


def _alternatives(ids: Sequence[str]) -> str:
    if len(ids) <= _NAMED + 1:
        return " or ".join(ids)
    return f"{' or '.join(ids[:_NAMED])} or one of {len(ids) - _NAMED} others"
