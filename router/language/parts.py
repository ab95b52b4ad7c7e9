"""What was made of each rule file, kept until its bytes, or a name that it speaks of, change.

A file is checked and lowered by itself, with the names of all files: what it gives depends on
nothing else. What goes on between rules of several files is looked at anew each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from router.engine.reach.memory import ReachMemory
from router.engine.ruleset import Rule
from router.language.checks import OF_A_FILE
from router.language.diagnostics import Diagnostic, Severity
from router.language.lower import lower_rules
from router.language.lowering.ruletests import lower_tests
from router.language.names.addressbook import AddressBook, Duty, Many, One, Prefix
from router.language.readings import ReadFiles, ReadingCache, read_each
from router.language.ruletests import RuleTests
from router.language.syntax import RuleFile
from router.language.whole import WholeSet, part_of
from router.language.written.times import ScheduleCondition


@dataclass(slots=True)
class Part:
    """What was made of one file.

    `whole` is the set as if it had this file alone; `findings` are what the checks of single
    files say. `speaks_of` are the names and numbers it depends on, None when it may be any name
    of the set. `rules` and `tests` are there once they were asked for.
    """

    whole: WholeSet
    findings: tuple[Diagnostic, ...]
    speaks_of: frozenset[str] | None
    rules: tuple[Rule, ...] | None = None
    tests: RuleTests | None = None


class KeptParts:
    """Makes the part of each file of a set, and does not make again what the last set had too.

    For sets that are compiled with the same options. Not for several threads at once.
    """

    def __init__(self, read_files: ReadFiles = read_each) -> None:
        self.read = ReadingCache(read_files)
        self.reach = ReachMemory()
        self._names: WholeSet | None = None
        # By identity: a reading that is kept has the very syntax it had.
        self._kept: dict[int, Part] = {}

    def parts(self, files: Sequence[RuleFile], names: WholeSet) -> list[Part]:
        """The part of each file, in a set that shares these names."""
        names = self._settled(names)
        parts = [self._kept.get(id(file)) or _made(file, names) for file in files]
        self._kept = {id(file): part for file, part in zip(files, parts, strict=True)}
        return parts

    def _settled(self, names: WholeSet) -> WholeSet:
        """The names; what was made with others that mean something else is let go."""
        before, self._names = self._names, names
        if before is None:
            return names
        if before.book == names.book:
            # With it comes who is on each list, which has been worked out.
            self._names = names = replace(names, book=before.book)
        if before.twins or names.twins:
            self._kept = {}
            return names
        same = before.book is names.book
        changed = frozenset[str]() if same else _changed_names(before.book, names.book)
        self._kept = {
            key: part
            for key, part in self._kept.items()
            if part.speaks_of is not None and part.speaks_of.isdisjoint(changed)
        }
        return names


def rules_of(parts: Sequence[Part]) -> list[Rule]:
    """The rules of all files; to be asked for where the checks of the whole set found no error."""
    rules: list[Rule] = []
    for part in parts:
        if part.rules is None:
            part.rules = lower_rules(part.whole)
        rules.extend(part.rules)
    return rules


def tests_of(parts: Sequence[Part], names: WholeSet) -> RuleTests:
    """The examples and tests of all files, in their order; as for `rules_of`."""
    tests = lower_tests(names)
    each: list[RuleTests] = []
    for part in parts:
        if part.tests is None:
            part.tests = lower_tests(part.whole)
        each.append(part.tests)
    return replace(
        tests,
        examples=tuple(example for one in each for example in one.examples),
        tests=tuple(test for one in each for test in one.tests),
    )


def _made(file: RuleFile, names: WholeSet) -> Part:
    whole = part_of(file, names)
    findings = tuple(finding for check in OF_A_FILE for finding in check(whole))
    return Part(whole, findings, _speaks_of(whole, findings))


def _speaks_of(whole: WholeSet, findings: Sequence[Diagnostic]) -> frozenset[str] | None:
    """The names and numbers of a file that is sound as far as it goes by itself."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None
    # What is said of a name that nobody has depends on all that there are.
    if not all(isinstance(use.found, One | Many | Duty | Prefix) for use in whole.uses):
        return None
    schedules = (
        name.text
        for leaf in whole.every_leaf
        if isinstance(leaf, ScheduleCondition)
        for name in leaf.names
    )
    return frozenset({*(use.written.text for use in whole.uses), *schedules})


def _changed_names(before: AddressBook, after: AddressBook) -> frozenset[str]:
    """The names that mean something else now, or nothing any more, or did not before."""
    names = {name for book in (before, after) for name in (*book.names(), *book.schedules)}
    names |= before.unsound | after.unsound
    return frozenset(name for name in names if _meaning(name, before) != _meaning(name, after))


def _meaning(name: str, book: AddressBook) -> tuple[object, ...]:
    """All that a file which speaks of this name can learn from the book."""
    person, known = book.people.get(name), name in book.lists
    members = book.members(name) if known else None
    rotas = [name, *(members.rotas if members else ())]
    return (
        person and (True, person.address),
        members,
        [book.rotas.get(rota) for rota in rotas],
        name in book.rotas,
        book.schedules.get(name),
        name in book.schedules,
        name in book.unsound,
    )
