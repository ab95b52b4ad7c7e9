"""The compiled conditions: one small frozen class per kind.

Each has `test(facts)`, which says whether it holds, and `why(facts)`, which says in one clause
why it does or does not, with the actual value. The server calls only `test`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from router.engine.facts import Facts
from router.engine.matching.addresses import (
    AddressIs,
    AddressMatcher,
    AddressMatches,
    AddressStarts,
    OnDuty,
    SenderIdIs,
    Side,
    address_clause,
)
from router.engine.matching.texts import (
    HasKeyword,
    HasWord,
    LengthBetween,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
    text_subject,
)
from router.engine.matching.times import During, Outside
from router.engine.phrases import Phrase, phrase
from router.engine.wording import listed, quoted

__all__ = [
    "AddressIs",
    "AddressMatcher",
    "AddressMatches",
    "AddressStarts",
    "All",
    "AnyOf",
    "During",
    "Everything",
    "Facts",
    "HasKeyword",
    "HasWord",
    "LengthBetween",
    "Matcher",
    "Not",
    "OnDuty",
    "Otherwise",
    "Outside",
    "Phrase",
    "SenderIdIs",
    "Side",
    "TextContains",
    "TextEnds",
    "TextIs",
    "TextMatches",
    "TextStarts",
    "phrase",
    "single_tests",
]

MAX_REASONS = 3
"""Failed alternatives that `AnyOf` explains before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Always holds."""

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return True

    def why(self, facts: Facts) -> str:
        """Why it holds."""
        return "it matches everything"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """No earlier rule has fired for this message."""

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return facts.fired is None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if facts.fired is None:
            return "no earlier rule fired"
        return f"{quoted(facts.fired)} fired before it"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: "tuple[Matcher, ...]"

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        # A plain loop: a generator costs more than most parts do.
        for part in self.parts:  # noqa: SIM110
            if not part.test(facts):
                return False
        return True

    def why(self, facts: Facts) -> str:
        """The first part that failed, or why each holds."""
        for part in self.parts:
            if not part.test(facts):
                return part.why(facts)
        return " and ".join(part.why(facts) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Matcher, ...]"

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        for part in self.parts:  # noqa: SIM110
            if part.test(facts):
                return True
        return False

    def why(self, facts: Facts) -> str:
        """The first part that holds, or why none does."""
        for part in self.parts:
            if part.test(facts):
                return part.why(facts)
        if (side := _only_side(self.parts)) is not None:
            named = [part.named() for part in self.parts if isinstance(part, AddressMatcher)]
            return address_clause(side, facts, False, listed(named))
        reasons = [part.why(facts) for part in self.parts[:MAX_REASONS]]
        subject = text_subject(facts)
        if all(reason.startswith(subject) for reason in reasons):
            reasons[1:] = [reason.removeprefix(subject) for reason in reasons[1:]]
        if more := len(self.parts) - len(reasons):
            reasons.append(f"nor does any of {more} more hold")
        return ", ".join(reasons)


def _only_side(parts: "tuple[Matcher, ...]") -> Side | None:
    """The one side that all parts look at (`from: [ann, +1555*]`), None when they differ."""
    sides = {part.side if isinstance(part, AddressMatcher) else None for part in parts}
    return sides.pop() if len(sides) == 1 else None


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Matcher"

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return not self.part.test(facts)

    def why(self, facts: Facts) -> str:
        """Why the part does not hold, or that it does and must not."""
        reason = self.part.why(facts)
        return reason if self.test(facts) else f"{reason}, which the rule excludes"


Matcher = (
    Everything
    | Otherwise
    | AddressIs
    | AddressStarts
    | AddressMatches
    | SenderIdIs
    | OnDuty
    | TextIs
    | HasKeyword
    | TextStarts
    | TextEnds
    | TextContains
    | HasWord
    | LengthBetween
    | TextMatches
    | During
    | Outside
    | All
    | AnyOf
    | Not
)
"""A condition of any kind, to be told apart with `match` and `assert_never`."""


def single_tests(match: Matcher) -> Iterator[Matcher]:
    """What a match is made of in the end, in order: also what stands under `not`, as itself."""
    match match:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from single_tests(part)
        case Not(part):
            yield from single_tests(part)
        case _:
            yield match
