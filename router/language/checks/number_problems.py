"""Numbers that are none: letters, too short, too long, or without their country."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import country_of, read_in_file
from router.language.numbers import NumberProblem
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each number that cannot be read, where it is given to a person or used."""
    for file in whole.files:
        country = country_of(file, whole.options.country)
        for person in file.people:
            read = read_in_file(person.number.text, country)
            if isinstance(read, NumberProblem):
                yield _finding(person.number, read, whole)
    for use in whole.uses:
        if isinstance(use.found, NumberProblem):
            yield _finding(use.written, use.found, whole)


def _finding(written: Scalar, problem: NumberProblem, whole: WholeSet) -> Diagnostic:
    fix = whole.mended(written.span, written.text, problem.fix) if problem.fix else ""
    return Diagnostic("bad-number", problem.words, written.span, hints=(problem.hint,), fix=fix)
