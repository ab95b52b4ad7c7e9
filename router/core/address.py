"""Addresses: E.164 numbers, short codes and alphanumeric sender ids, each in one normal form."""

import re
from dataclasses import dataclass
from enum import Enum

MIN_NUMBER_DIGITS = 7
MAX_NUMBER_DIGITS = 15
"""E.164 allows at most 15 digits; the shortest numbers in use, country code included, have 7."""
MAX_SHORT_CODE_DIGITS = 6

_NOBODYS = "+1555"
_NUMBER = re.compile(
    rf"\+?([1-9][0-9]{{{MIN_NUMBER_DIGITS - 1},{MAX_NUMBER_DIGITS - 1}}})", re.ASCII
)
_SHORT_CODE = re.compile(rf"[0-9]{{1,{MAX_SHORT_CODE_DIGITS}}}", re.ASCII)


class AddressKind(Enum):
    """What an address can be."""

    NUMBER = "number"
    SHORT_CODE = "short code"
    SENDER_ID = "sender id"


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Who sent or receives a text, in normal form.

    `value` is `+` and digits for an E.164 number (`+15551234567`), digits alone for a short code
    (`72975`), and the name as received for an alphanumeric sender id (`AMAZON`).
    """

    value: str

    @property
    def kind(self) -> AddressKind:
        """Which of the three this is, read off the normal form."""
        if self.value.startswith("+"):
            return AddressKind.NUMBER
        if _SHORT_CODE.fullmatch(self.value):
            return AddressKind.SHORT_CODE
        return AddressKind.SENDER_ID

    @property
    def is_nobodys(self) -> bool:
        """Whether it is a number of films and documents, which is given to nobody.

        The numbering plan of +1 has no area code 555 (NANPA).
        """
        return self.value.startswith(_NOBODYS)

    @property
    def wire(self) -> str:
        """The form Plivo's XML takes: digits without `+` (Plivo's examples), else the value."""
        return self.value.removeprefix("+")

    def __str__(self) -> str:
        return self.value


def from_wire(text: str) -> Address | None:
    """Read a `From` or `To` as Plivo posts it: usually a number without `+`.

    Seven to fifteen digits are a number, up to six a short code; whatever else is not blank is
    kept as a sender id. None when there is nothing to read.
    """
    # A client that does not escape `+` posts `From=+1555…`, which a form decodes to a blank.
    stripped = text.strip()
    if not stripped:
        return None
    if number := _NUMBER.fullmatch(stripped):
        return Address("+" + number[1])
    return Address(stripped)
