"""The message that `try` and `send` are asked about: numbers and time as people type them."""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from router.app.settings import Settings
from router.core.address import Address, AddressKind, from_wire
from router.core.errors import UsageError
from router.core.folding import fold
from router.engine.witness.addresses import DEFAULT_RECIPIENT, DEFAULT_SENDER
from router.language.numbers import NumberProblem, advice_for, read_number
from router.language.times.misread import Misread
from router.language.times.moments import read_instant

# Digits alone, as Plivo writes a number. Ten and fewer may be one without its country code.
_AS_RECEIVED = re.compile(r"\s*[1-9][0-9]{10,14}\s*", re.ASCII)
# Letters, digits and blanks, one letter at least: 3GPP TS 23.040 §9.1.2.5 gives it 11 characters.
_SENDER_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 _.&-]{0,10}", re.ASCII)


def read_sender(text: str | None, settings: Settings, names: Mapping[Address, str]) -> Address:
    """`--from`: a number, a short code, a person's name from the rules, or a sender id."""
    if text is None:
        return DEFAULT_SENDER
    if person := _person(text, names):
        return person
    address = _read_number(text, settings)
    if isinstance(address, NumberProblem) and _SENDER_ID.fullmatch(text.strip()):
        return from_wire(text) or DEFAULT_SENDER
    return _or_refuse("--from", address)


def read_recipient(text: str | None, settings: Settings, names: Mapping[Address, str]) -> Address:
    """`--to`: a number, a short code or a person's name; else the account's first number."""
    if text is None:
        return settings.numbers[0] if settings.numbers else DEFAULT_RECIPIENT
    if person := _person(text, names):
        return person
    return _or_refuse("--to", _read_number(text, settings))


def read_moment(text: str, zone: tzinfo) -> datetime:
    """`--at`: `YYYY-MM-DD HH:MM` in the settings' time zone, or an ISO 8601 instant; in UTC."""
    moment = read_instant(text, zone)
    if isinstance(moment, Misread):
        raise UsageError(f"--at: {moment.words}: {moment.hint}")
    return moment


def default_url(settings: Settings) -> str:
    """Where `send` goes when nobody says: the public URL, else where the settings listen."""
    return settings.public_url or f"http://{settings.listen.from_here}"


def _person(text: str, names: Mapping[Address, str]) -> Address | None:
    wanted = fold(text)
    return next((address for address, name in names.items() if fold(name) == wanted), None)


def _read_number(text: str, settings: Settings) -> Address | NumberProblem:
    """A number; one that is none of the country's may be copied from what Plivo sends."""
    address = read_number(text, settings.country)
    if isinstance(address, NumberProblem) and _AS_RECEIVED.fullmatch(text):
        return from_wire(text) or address
    return address


def no_number(option: str, problem: NumberProblem) -> UsageError:
    """Why what an option says is no number, and what to write on a command line."""
    hint = advice_for(
        problem,
        several="an option takes one number",
        country="name your country in the settings: country: US",
    )
    return UsageError(f"{option}: {problem.words}: {hint}")


def _or_refuse(option: str, address: Address | NumberProblem) -> Address:
    if isinstance(address, NumberProblem):
        raise no_number(option, address)
    if address.kind is AddressKind.SENDER_ID:
        raise UsageError(f"{option}: {address} is not a number")
    return address
