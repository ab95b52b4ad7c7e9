"""The whole set as the checks see it: every file's syntax, the names, and the settings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from itertools import chain

from router.core.address import Address
from router.core.position import Span
from router.language.fragment import mended_line, place_in
from router.language.names.addressbook import AddressBook, Many, One, country_of, make_book
from router.language.names.uses import Use, uses_of
from router.language.numbers import country_code
from router.language.source import SourceFile, SourceText
from router.language.syntax import (
    AddressCondition,
    Condition,
    Leaf,
    Placed,
    RuleFile,
    WrittenRule,
    leaves,
)
from router.language.tables.lists import CsvLists, read_csv_lists
from router.language.times.schedules import with_times
from router.language.tree.nodes import Scalar

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """What the settings say: time zone, default country ("" for none), the account's own numbers.

    `folder` is the rules folder as the user would type it, for findings that belong to no file.
    """

    zone: tzinfo = UTC
    country: str = ""
    numbers: tuple[Address, ...] = ()
    folder: str = "rules"


@dataclass(frozen=True, slots=True)
class RuleInSet:
    """One rule with what its file adds: `conditions` are the file's leaves, then its own."""

    rule: WrittenRule
    file: RuleFile
    country: str
    conditions: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """What is known of parts of the set that could not be read.

    `words` are those that stand in such parts, and `blind` is True when one is no text at all: a
    name missed elsewhere may be given there. `names` are people and lists whose entry is there
    and has a finding.
    """

    words: frozenset[str] = frozenset()
    blind: bool = False
    names: frozenset[str] = frozenset()

    def may_give(self, name: str) -> bool:
        """Whether one of those parts may say who this is."""
        return self.blind or self.words.issuperset(_WORD.findall(name))


def unread_parts(texts: Iterable[str | None], names: Iterable[str] = ()) -> Unread:
    """What could not be read: texts, None for what is no text at all, and unsound names."""
    known = [*texts]
    words = (word for text in known if text is not None for word in _WORD.findall(text))
    return Unread(frozenset(words), None in known, frozenset(names))


@dataclass(frozen=True, slots=True)
class WholeSet:
    """Everything the checks of meaning look at."""

    files: tuple[RuleFile, ...]
    rules: tuple[RuleInSet, ...]
    book: AddressBook
    uses: tuple[Use, ...]
    options: CompileOptions
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    unread: Unread = Unread()
    csv: CsvLists = field(default_factory=CsvLists)
    every_leaf: tuple[Leaf, ...] = ()
    """Each condition of the set once, in the order of the files."""
    twins: frozenset[str] = frozenset()
    """The names that are given more than once: nobody knows which of the two is meant."""

    def place_in(self, written: Scalar, offset: int, length: int) -> Span:
        """Where a part of a value stands in its file."""
        source = self.sources[written.span.file]
        return place_in(written.text, offset, length, written.span, source)

    def mended(self, written: Span, old: str, new: str) -> str:
        """The author's line with `old`, which stands inside the span, replaced; "" if it fails."""
        return mended_line(old, new, written, self.sources[written.file])

    def possible(self, rule: RuleInSet, condition_key: str) -> frozenset[Address] | None:
        """Every address that `from` or `to` of a message can be when the rule fires.

        None when that cannot be told (no such condition, or one with a prefix or a pattern).
        """
        known: frozenset[Address] | None = None
        for placed in rule.conditions:
            leaf = placed.leaf
            if (
                placed.required
                and isinstance(leaf, AddressCondition)
                and leaf.side.value == condition_key
                and (exact := self._exact(leaf, rule.country)) is not None
            ):
                known = exact if known is None else known & exact
        return known

    def texted_numbers(self, rule: RuleInSet) -> frozenset[Address] | None:
        """The numbers of ours that the rule's messages came to, as far as can be told."""
        own = frozenset(self.options.numbers)
        known = self.possible(rule, "to")
        return known if known is not None else own or None

    def _exact(self, leaf: AddressCondition, country: str) -> frozenset[Address] | None:
        addresses: set[Address] = set()
        for value in leaf.values:
            found = self.book.find(value.text, country) if isinstance(value, Scalar) else None
            match found:
                case One(target):
                    addresses.add(target.address)
                case Many(name) if not self.book.members(name).rotas:
                    members = self.book.members(name).addresses
                    if len(leaf.values) == 1:
                        return members
                    addresses |= members
                case _:
                    return None
        return frozenset(addresses)


def make_names(
    files: Sequence[RuleFile],
    options: CompileOptions,
    sources: Mapping[str, SourceText],
    unread: Unread,
    csv_files: Sequence[SourceFile],
) -> WholeSet:
    """What the files of a set share: the whole of it without a file, and so without rules.

    A country that nobody knows in the settings is none.
    """
    if options.country and not country_code(options.country):
        options = replace(options, country="")
    csv = read_csv_lists(files, csv_files, options.country, sources)
    book = make_book(files, options.country, unread.names, csv.numbers)
    book = with_times(book, files, options.country, options.zone)
    return WholeSet(
        files=(),
        rules=(),
        book=book,
        uses=(),
        options=options,
        sources={**sources, **csv.sources},
        unread=unread,
        csv=csv,
        twins=_twins(files),
    )


def part_of(file: RuleFile, names: WholeSet) -> WholeSet:
    """The set as if it had this one file alone, with the names of all files."""
    country = country_of(file, names.options.country)
    shared = leaves(file.match) if file.match else ()
    own = [leaves(rule.match) for rule in file.rules]
    return replace(
        names,
        files=(file,),
        rules=tuple(
            RuleInSet(rule, file, country, shared + placed)
            for rule, placed in zip(file.rules, own, strict=True)
        ),
        uses=tuple(uses_of([file], names.book, names.options.country)),
        every_leaf=tuple(placed.leaf for placed in chain(shared, *own)),
    )


def joined(names: WholeSet, parts: Sequence[WholeSet]) -> WholeSet:
    """The whole set, from what its files share and from the part of each, in order."""
    return replace(
        names,
        files=tuple(chain.from_iterable(part.files for part in parts)),
        rules=tuple(chain.from_iterable(part.rules for part in parts)),
        uses=tuple(chain.from_iterable(part.uses for part in parts)),
        every_leaf=tuple(chain.from_iterable(part.every_leaf for part in parts)),
    )


def given_names(file: RuleFile) -> Iterator[tuple[str, Scalar]]:
    """Each name that a file gives to somebody or something, behind the word for what it is."""
    for person in file.people:
        yield "person", person.name
    for written in file.lists:
        yield "list", written.name
    for schedule in file.schedules:
        yield "schedule", schedule.name
    for rota in file.rotas:
        yield "rota", rota.name


def _twins(files: Sequence[RuleFile]) -> frozenset[str]:
    given = Counter(name.text for file in files for _, name in given_names(file))
    return frozenset(name for name, times in given.items() if times > 1)


def whole_match(rule: RuleInSet) -> tuple[Condition, ...]:
    """The matches that must all hold for the rule: its file's, if any, and its own."""
    return (rule.rule.match,) if rule.file.match is None else (rule.file.match, rule.rule.match)
