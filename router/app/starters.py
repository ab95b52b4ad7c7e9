"""The starters, and what one becomes for somebody: three answers in, the files of a folder out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from router.core.address import Address, AddressKind
from router.engine.witness.addresses import DEFAULT_RECIPIENT, DEFAULT_SENDER
from router.language.numbers import (
    EXAMPLE,
    NumberProblem,
    grouped,
    has_usual_length,
    read_number,
)
from router.language.quoting import listed, quoted
from router.language.source import SourceFile
from router.language.suggest import nearest
from router.language.times.misread import Misread
from router.language.times.zones import WITHOUT_SUMMER_TIME, read_zone

OWN_NUMBER = "+1 555 000 1111"
"""What a starter writes where the number of whoever begins with it belongs."""
EXAMPLE_PHONE = Address("+15550001111")
"""The same as an address: somebody who names no telephone goes on with it."""
RULES_FOLDER = "rules"
SETTINGS_FILE = "settings.yaml"

EXAMPLE_NUMBERS = frozenset((DEFAULT_SENDER, DEFAULT_RECIPIENT, Address("+15551239999")))
"""The other numbers in them: people of examples, whom nothing is ever sent to."""

_SYNONYMS = {
    **dict.fromkeys(("store", "orders", "restaurant", "business", "retail"), ("shop",)),
    **dict.fromkeys(("doctor", "practice", "surgery", "dentist", "hospital", "vet"), ("clinic",)),
    **dict.fromkeys(("kindergarten", "college", "university", "classes"), ("school",)),
    **dict.fromkeys(("oncall", "alarm", "alarms", "alerts", "team", "duty"), ("on-call",)),
    **dict.fromkeys(("support", "help", "desk", "service", "service-desk"), ("helpdesk",)),
}
"""What people write for a starter, and the one they mean."""


@dataclass(frozen=True, slots=True)
class Starter:
    """A rule folder to begin with: what is in it, as one line, and a text it has an answer to."""

    summary: str
    text: str


STARTERS: Mapping[str, Starter] = {
    "shop": Starter("opening hours, orders by number, questions to the owner, staff", "Hours?"),
    "clinic": Starter("appointments, urgent texts to the doctor on duty, prescriptions", "Hours?"),
    "school": Starter("sick notes, texts to all parents from a table, snow days", "Sick Tom 3b"),
    "on-call": Starter("alarms to whoever is on call, by turns; P1 to the whole team", "P2: slow"),
    "helpdesk": Starter("quick answers, tickets by number, key customers, turns by day", "Hours?"),
}
"""The starters by name; the files of each stand in `router/starters`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What must be known for a starter to work for somebody.

    `phone` is who gets the texts that a person must see, `country` two letters or "", `numbers`
    the account's own, as far as they are told.
    """

    starter: str
    zone: ZoneInfo
    country: str
    phone: Address
    numbers: tuple[Address, ...] = ()


def read_starter(text: str) -> str | Misread:
    """A starter by its name, or by its place in the list (from 1)."""
    names = tuple(STARTERS)
    word = text.strip().casefold()
    if word in names:
        return word
    numbered = {str(at): name for at, name in enumerate(names, 1)}
    if word in numbered:
        return numbered[word]
    near = nearest(text, names, _SYNONYMS)
    hint = f'did you mean "{near}"? ' if near else ""
    return Misread(
        f"no starter is called {quoted(text)}",
        f"{hint}there are {listed(names, 'and')}",
        near or "",
    )


def read_place(text: str) -> ZoneInfo | Misread:
    """A time zone by its name or its city, in any case: `America/Chicago`, `chicago`.

    Zones whose clocks stand still are refused where another is likely meant.
    """
    zone = read_zone(text)
    if isinstance(zone, Misread) and _is_named(text, zone.fix):
        zone = read_zone(zone.fix)
    key = zone.fix if isinstance(zone, Misread) else zone.key
    if meant := WITHOUT_SUMMER_TIME.get(key):
        words = f"{quoted(key)} has no summer time: its clocks never change"
        return Misread(words, f'did you mean "{meant}"?', meant)
    if isinstance(zone, Misread) and not zone.fix:
        return replace(zone, hint="name a large city whose clocks show the same, such as Chicago")
    return zone


def _is_named(text: str, zone: str) -> bool:
    typed = "_".join(text.casefold().split())
    return bool(zone) and typed in {zone.casefold(), zone.casefold().rpartition("/")[2]}


def read_phone(text: str, country: str, numbers: Iterable[Address] = ()) -> Address | Misread:
    """The telephone that gets texts: a number that is neither an example nor one of `numbers`."""
    number = _read(text, country)
    if isinstance(number, Misread):
        return number
    if number.kind is not AddressKind.NUMBER:
        return Misread(f"{quoted(text)} is a short code, and no telephone has one", _WHOLE)
    if number in numbers:
        return Misread(
            f"{grouped(number)} is the number that people text: it cannot be passed on to itself",
            "name the telephone of a person",
        )
    if number in EXAMPLE_NUMBERS:
        return Misread(f"{grouped(number)} stands in examples and is nobody's", _WHOLE)
    return number


def read_own_number(text: str, country: str) -> Address | Misread:
    """A number of the account: a telephone number or a short code."""
    number = _read(text, country)
    if number in EXAMPLE_NUMBERS - {DEFAULT_RECIPIENT} | {EXAMPLE_PHONE}:
        return Misread(f"{grouped(number)} stands in examples and is nobody's", _WHOLE)
    return number


_WHOLE = f"write the whole number with + and the country code, such as {EXAMPLE}"


def _read(text: str, country: str) -> Address | Misread:
    number = read_number(text, country)
    if isinstance(number, NumberProblem):
        return Misread(number.words, f"write {number.fix}" if number.fix else _WHOLE, number.fix)
    if not has_usual_length(number):
        return Misread(f"{quoted(text)} has too few or too many digits for its country", _WHOLE)
    return number


def plan(answers: Answers, starter: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """The files of the new folder: `settings.yaml`, and the starter's own in `rules`.

    Names are paths within the folder.
    """
    return (
        SourceFile(SETTINGS_FILE, _settings(answers).encode()),
        *_rule_files(answers, starter),
    )


def _rule_files(answers: Answers, starter: Iterable[SourceFile]) -> Iterator[SourceFile]:
    own = grouped(answers.phone)
    for file in starter:
        text = file.content.decode("utf-8").replace(OWN_NUMBER, own)
        yield replace(file, name=f"{RULES_FOLDER}/{file.name}", content=text.encode())


def _settings(answers: Answers) -> str:
    numbers = ", ".join(grouped(number) for number in answers.numbers)
    country = (
        "# Numbers without + are read as numbers of this country.\n"
        f"country: {answers.country}\n\n" if answers.country else ""
    )  # fmt: skip
    own = (
        f"# Your numbers at Plivo.\nnumbers: [{numbers}]\n" if numbers else
        "# Your numbers at Plivo: write them here, and take away the # in front.\n"
        f"# numbers: [{grouped(DEFAULT_RECIPIENT)}]\n"
    )  # fmt: skip
    return (
        "# The settings of sms-router. Run its commands in this folder, so that they find this"
        " file.\n\n"
        "# The clock of hours, turns and {time} in the rules.\n"
        f"timezone: {answers.zone.key}\n\n{country}{own}\n"
        "# The address that Plivo calls, without /receive_sms/. Take away the # when you have it.\n"
        "# public-url: https://sms.example.org\n"
    )
