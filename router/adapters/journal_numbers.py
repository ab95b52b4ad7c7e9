"""Does a number stand anywhere in a record? Asked before an erasure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from router.adapters.journal_records import as_json
from router.core.address import Address

# Stricter than Address.kind: a sender may have been "+" and nothing else, which stands everywhere.
_NUMBER = re.compile(r"\+[0-9]{7,}", re.ASCII)
_SPECIAL = re.compile(r"([\\%_])")


def pattern_for(number: Address) -> str:
    r"""A LIKE pattern (escape `\`) that every JSON record with this address passes, among others.

    Digits of a number are looked for wherever they stand; a short code or a name as a whole value.
    """
    whole = number.wire if _NUMBER.fullmatch(number.value) else as_json(number.value)
    escaped = _SPECIAL.sub(r"\\\1", whole)
    return f"%{escaped}%"


def finder(number: Address) -> Callable[[object], bool]:
    """A test that tells of a value, as JSON gives it, whether the whole address stands in it."""
    if _NUMBER.fullmatch(number.value):
        digits = re.compile(rf"(?<![0-9]){number.wire}(?![0-9])")
        return lambda value: any(digits.search(text) for text in _texts(value))
    return lambda value: number.value in _texts(value)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)
