"""The people and lists of a whole set: what a word or number in `from`, `to` or a target means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from router.core.actions import NumberTarget, RotaTarget, Target
from router.core.address import MAX_NUMBER_DIGITS, Address
from router.engine.rota import Rota
from router.engine.schedule import Schedule
from router.language.numbers import NumberProblem, country_code, looks_like_number, read_number
from router.language.syntax import NamedList, Person, RuleFile
from router.language.tree.nodes import Scalar

_PREFIX = re.compile(r"\+[0-9 .()-]*\*", re.ASCII)
_SEPARATORS = str.maketrans("", "", " .()-*")
_MAX_PREFIX = MAX_NUMBER_DIGITS + 1


@dataclass(frozen=True, slots=True)
class One:
    """A person, a number or a short code."""

    target: NumberTarget


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    name: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A rota: whoever is on duty when the message comes."""

    name: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """`+1555*`: every number that begins so; `digits` is `+1555`, or "" when it is not right."""

    written: str
    digits: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that names nobody."""

    word: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that is there, with a value that has a finding of its own."""


Found = One | Many | Duty | Prefix | NumberProblem | Unknown | Unclear


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person and the address the file gives; None when it could not be read."""

    person: Person
    address: Address | None


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list and the country of the file it stands in.

    `numbers` are those of a list from a CSV file, None when it cannot be read.
    """

    written: NamedList
    country: str
    numbers: tuple[NumberTarget, ...] | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Everybody on a list: each number and rota once, in order.

    `addresses` are the numbers, `rotas` the names of the rotas; `clear` is True when every value
    could be read.
    """

    targets: tuple[Target, ...]
    addresses: frozenset[Address]
    rotas: tuple[str, ...]
    clear: bool


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Who and when the names of a set stand for. Of two that share a name, the first one counts.

    A rota or schedule is None when it cannot be read. `unsound` are the names whose entry has a
    finding of its own about its shape.
    """

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    lists: Mapping[str, KnownList] = field(default_factory=dict)
    rotas: Mapping[str, Rota | None] = field(default_factory=dict)
    schedules: Mapping[str, Schedule | None] = field(default_factory=dict)
    unsound: frozenset[str] = frozenset()
    _members: dict[str, "Members"] = field(default_factory=dict, repr=False, compare=False)

    def find(  # noqa: PLR0911  (one return a kind)
        self, written: str, country: str
    ) -> Found:
        """What a value means in a file whose country is this ("" for none)."""
        if person := self.people.get(written):
            address = person.address
            return Unclear() if address is None else One(NumberTarget(address, written))
        if written in self.lists:
            return Many(written)
        if written in self.rotas:
            return Duty(written)
        if written in self.unsound:
            return Unclear()
        if not looks_like_number(written):
            return Unknown(written)
        if "*" in written:
            return _read_prefix(written)
        read = read_in_file(written, country)
        return One(NumberTarget(read)) if isinstance(read, Address) else read

    def names(self) -> tuple[str, ...]:
        """Every name of a person, list or rota."""
        return (*self.people, *self.lists, *self.rotas)

    def members(self, name: str) -> "Members":
        """Everybody on a list, the lists on it included; worked out once for each list.

        What cannot be read, and a list that holds itself, adds nobody.
        """
        if name not in self._members:
            people: dict[Address, NumberTarget] = {}
            targets: dict[Target, None] = {}
            clear = True
            for found in self._everybody(name):
                match found:
                    case One(target):
                        targets[people.setdefault(target.address, target)] = None
                    case Duty(rota):
                        targets[RotaTarget(rota)] = None
                    case _:
                        clear = False
            rotas = tuple(target.name for target in targets if isinstance(target, RotaTarget))
            self._members[name] = Members(tuple(targets), frozenset(people), rotas, clear)
        return self._members[name]

    def targets(self, values: Sequence[Scalar], country: str) -> tuple[Target, ...]:
        """Everybody these values stand for; one that means nobody adds nobody."""
        each = [self._meant(value.text, country) for value in values]
        return each[0] if len(each) == 1 else tuple(target for meant in each for target in meant)

    def _meant(self, written: str, country: str) -> tuple[Target, ...]:
        match self.find(written, country):
            case One(target):
                return (target,)
            case Many(name):
                return self.members(name).targets
            case Duty(name):
                return (RotaTarget(name),)
            case _:
                return ()

    def _everybody(self, name: str) -> Iterator[Found]:
        """Every value on a list and the lists on it, but for those lists themselves."""
        # A stack, not recursion: lists may hold lists as deep as somebody cares to write.
        met = {name}
        stack = [self._walk(name)]
        while stack:
            found = next(stack[-1], None)
            match found:
                case None:
                    stack.pop()
                case Many(inner):
                    if inner not in met:
                        met.add(inner)
                        stack.append(self._walk(inner))
                case _:
                    yield found

    def _walk(self, name: str) -> Iterator[Found]:
        known = self.lists[name]
        if known.written.csv:
            numbers = known.numbers
            return iter((Unclear(),)) if numbers is None else map(One, numbers)
        return (self.find(member.text, known.country) for member in known.written.members)


def _read_prefix(written: str) -> Prefix:
    digits = written.translate(_SEPARATORS)
    sound = _PREFIX.fullmatch(written) and digits > "+" and digits[1] != "0"
    return Prefix(written, digits if sound and len(digits) <= _MAX_PREFIX else "")


def country_of(file: RuleFile, default: str) -> str:
    """The country whose numbers a file writes: its own, else the settings'."""
    return file.country.text if file.country else default


def read_in_file(written: str, country: str) -> Address | NumberProblem | Unclear:
    """Read a number of a file; unclear when only its unknown country is to blame."""
    read = read_number(written, country)
    if isinstance(read, NumberProblem) and country and not country_code(country):
        return Unclear()
    return read


CsvNumbers = Mapping[Scalar, tuple[NumberTarget, ...] | None]
"""The numbers of each list from a CSV file, by its `csv:` value."""


def make_book(
    files: Sequence[RuleFile],
    default_country: str,
    unsound: frozenset[str] = frozenset(),
    csv_numbers: CsvNumbers | None = None,
) -> AddressBook:
    """Collect the people and lists of every file; rotas and schedules come later (`times`)."""
    people: dict[str, KnownPerson] = {}
    lists: dict[str, KnownList] = {}
    for file in files:
        country = country_of(file, default_country)
        for person in file.people:
            people.setdefault(person.name.text, _known(person, country))
        for written in file.lists:
            numbers = (csv_numbers or {}).get(written.csv.file) if written.csv else None
            lists.setdefault(written.name.text, KnownList(written, country, numbers))
    return AddressBook(people, lists, unsound=unsound)


def _known(person: Person, country: str) -> KnownPerson:
    read = read_in_file(person.number.text, country)
    return KnownPerson(person, read if isinstance(read, Address) else None)
