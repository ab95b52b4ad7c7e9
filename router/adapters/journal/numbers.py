"""Does a number stand anywhere in a record, or in a file's bytes? Asked before an erasure."""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from router.adapters.journal.records import as_json, key
from router.core.address import Address

LONGEST_WRITTEN = 2048
"""Bytes that a number takes at most, however it is written: digits of up to twelve bytes (JSON
escapes one beyond U+FFFF twice) with two signs of up to six bytes between them."""
# Stricter than Address.kind: a sender may have been "+" and nothing else, which stands everywhere.
_NUMBER = re.compile(r"\+[0-9]{7,}", re.ASCII)
# What people write between the digits of a number.
_SIGN = r"[\s./()\-_,\u00b7\u200b-\u200f\u2010-\u2015\u2060]"
_BETWEEN = _SIGN + "{0,2}"
_LAST_SIGN = 0x3000


def written(number: Address) -> re.Pattern[bytes]:
    """Found in the bytes of every JSON record in which the finder finds the address, and of others.

    Much quicker than to read the record. Found in UTF-8 as well, as the databases have it.
    """
    if not _NUMBER.fullmatch(number.value):
        names = dict.fromkeys([as_json(number.value)[1:-1].encode(), key(number.value).encode()])
        return re.compile(b"|".join(map(re.escape, names)))
    digits = _digits()
    between = b"(?:%b){0,2}+" % _either(_forms(_signs()))
    return re.compile(between.join(_either(_forms(digits[one])) for one in number.wire))


def _digits() -> dict[str, list[str]]:
    """The digits of every script, by the ASCII one they mean."""
    found: dict[str, list[str]] = {}
    for one in map(chr, range(sys.maxunicode + 1)):
        if one.isdecimal():
            found.setdefault(str(unicodedata.decimal(one)), []).append(one)
    return found


def _signs() -> list[str]:
    sign = re.compile(_SIGN)
    return [one for one in map(chr, range(_LAST_SIGN + 1)) if sign.match(one)]


def _forms(characters: Iterable[str]) -> Iterator[bytes]:
    """Each as UTF-8 and as JSON escapes it."""
    for one in characters:
        yield one.encode()
        yield as_json(one)[1:-1].encode()


def _either(forms: Iterable[bytes]) -> bytes:
    """Any of these, by what they begin with: an alternative that cannot be is left at once."""
    rest: dict[bytes, list[bytes]] = {}
    for form in forms:
        rest.setdefault(form[:1], []).append(form[1:])
    if b"" in rest:  # one ends here: whatever goes on behind it is found by that
        return b""
    alone = b"".join(re.escape(first) for first, ends in rest.items() if not any(ends))
    longer = [re.escape(first) + _either(ends) for first, ends in rest.items() if any(ends)]
    return b"(?:%b)" % b"|".join([*([b"[%b]" % alone] if alone else []), *longer])


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
