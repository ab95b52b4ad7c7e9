"""Stages: whether a rule acts, or only shows what it would do."""

from dataclasses import dataclass
from typing import Final, assert_never

from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.rota import Rota


@dataclass(frozen=True, slots=True)
class Live:
    """The rule acts: the usual stage."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """The rule is tried and recorded, and sends nothing."""


@dataclass(frozen=True, slots=True)
class OnlyFor:
    """Live for texts from these, in shadow for the rest; `words` is how the author named them.

    Whoever is on duty in one of `rotas` when the message comes is one of them.
    """

    addresses: frozenset[Address]
    words: str
    rotas: tuple[Rota, ...] = ()


Stage = Live | Shadow | OnlyFor
LIVE: Final = Live()


def is_live(stage: Stage, message: InboundMessage) -> bool:
    """Whether a rule at this stage acts on the message."""
    match stage:
        case Live():
            return True
        case Shadow():
            return False
        case OnlyFor(addresses, _, rotas):
            on_duty = {rota.on_duty(message.received_at).address for rota in rotas}
            return message.sender in addresses | on_duty
        case _:
            assert_never(stage)


def shadow_words(stage: Stage) -> str:
    """What a trace says before the reason why a rule in shadow would have fired."""
    words = "would have fired (stage: shadow)"
    return f"{words}, live only for {stage.words}" if isinstance(stage, OnlyFor) else words
