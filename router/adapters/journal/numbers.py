"""Does a number stand anywhere in a record? Asked before an erasure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from router.adapters.journal.records import as_json
from router.core.address import Address

# Stricter than Address.kind: a sender may have been "+" and nothing else, which stands everywhere.
_NUMBER = re.compile(r"\+[0-9]{7,}", re.ASCII)
_SPECIAL = re.compile(r"([\\%_])")
# What people write between the digits of a number.
_BETWEEN = r"[\s./()\-_,\u00b7\u200b-\u200f\u2010-\u2015\u2060]{0,2}"


def pattern_for(number: Address) -> str:
    r"""A LIKE pattern (escape `\`) that every JSON record with this address passes, among others.

    A number may be written in many ways, so any record may hold it; a short code or a name is
    looked for as a whole value.
    """
    if _NUMBER.fullmatch(number.value):
        return "%"
    escaped = _SPECIAL.sub(r"\\\1", as_json(number.value))
    return f"%{escaped}%"


def finder(number: Address) -> Callable[[object], bool]:
    """A test that tells of a value, as JSON gives it, whether the whole address stands in it.

    Of a number all digits must be there, with the country's; what stands between them, and of
    which script they are, does not matter.
    """
    if _NUMBER.fullmatch(number.value):
        digits = re.compile(rf"(?<![0-9]){_BETWEEN.join(number.wire)}(?![0-9])")
        return lambda value: any(digits.search(_in_ascii_digits(text)) for text in _texts(value))
    return lambda value: number.value in _texts(value)


def _in_ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)
