"""Stages: whether a rule acts, or only shows what it would do."""

from dataclasses import dataclass
from typing import Final, assert_never

from router.core.address import Address


@dataclass(frozen=True, slots=True)
class Live:
    """The rule acts: the usual stage."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """The rule is tried and recorded, and sends nothing."""


@dataclass(frozen=True, slots=True)
class OnlyFor:
    """Live for texts from these, in shadow for the rest; `words` is how the author named them."""

    addresses: frozenset[Address]
    words: str


Stage = Live | Shadow | OnlyFor
LIVE: Final = Live()


def is_live(stage: Stage, sender: Address) -> bool:
    """Whether a rule at this stage acts on a text from this sender."""
    match stage:
        case Live():
            return True
        case Shadow():
            return False
        case OnlyFor(addresses):
            return sender in addresses
        case _:
            assert_never(stage)


def shadow_words(stage: Stage) -> str:
    """What a trace says before the reason why a rule in shadow would have fired."""
    words = "would have fired (stage: shadow)"
    return f"{words}, live only for {stage.words}" if isinstance(stage, OnlyFor) else words
