"""Conditions on the addresses of a message: `from` and `to`."""

from dataclasses import dataclass
from enum import Enum

from router.core.address import Address, AddressKind
from router.core.folding import fold
from router.engine.facts import Facts
from router.engine.phrases import Phrase
from router.engine.regexes.patterns import Pattern, readable
from router.engine.rota import Rota
from router.engine.wording import quoted


class Side(Enum):
    """Which address of the message a condition looks at; the value is the rule files' word."""

    FROM = "from"
    TO = "to"

    def address(self, facts: Facts) -> Address:
        """Who stands on this side of the message."""
        return facts.message.sender if self is Side.FROM else facts.message.recipient


def address_clause(side: Side, facts: Facts, holds: bool, what: str) -> str:
    """`from +15551230000 is ann`, `to “AMAZON” is not …`."""
    address = side.address(facts)
    shown = quoted(address.value) if address.kind is AddressKind.SENDER_ID else address.value
    return f"{side.value} {shown} {'is' if holds else 'is not'} {what}"


@dataclass(frozen=True, slots=True)
class AddressIs:
    """The address is one of these; `words` is how the author named them (`the list staff`)."""

    side: Side
    addresses: frozenset[Address]
    words: str

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self.side.address(facts) in self.addresses

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        return address_clause(self.side, facts, self.test(facts), self.named())

    def named(self) -> str:
        """What the address should be, in words."""
        return self.words


@dataclass(frozen=True, slots=True)
class AddressStarts:
    """The address is a number that begins with `prefix`: `+` and digits (`+1555`)."""

    side: Side
    prefix: str

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self.side.address(facts).value.startswith(self.prefix)

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        return address_clause(self.side, facts, self.test(facts), self.named())

    def named(self) -> str:
        """What the address should be, in words."""
        return f"a number that starts with {self.prefix}"


@dataclass(frozen=True, slots=True)
class AddressMatches:
    """A regex is found in the address in normal form (`+15551234567`, `72975`, `AMAZON`)."""

    side: Side
    pattern: Pattern

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self.pattern.finds(readable(self.side.address(facts).value))

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        return address_clause(self.side, facts, self.test(facts), self.named())

    def named(self) -> str:
        """What the address should be, in words."""
        return f"a match for the regex {quoted(self.pattern.source)}"


@dataclass(frozen=True, slots=True)
class SenderIdIs:
    """The address is this alphanumeric sender id, upper and lower case alike."""

    side: Side
    sender_id: Phrase

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        address = self.side.address(facts)
        is_sender_id = address.kind is AddressKind.SENDER_ID
        return is_sender_id and fold(address.value) == self.sender_id.folded

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        return address_clause(self.side, facts, self.test(facts), self.named())

    def named(self) -> str:
        """What the address should be, in words."""
        return f"the sender id {quoted(self.sender_id.written)}"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The address is that of whoever is on duty when the message comes."""

    side: Side
    rota: Rota

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        on_duty = self.rota.on_duty(facts.message.received_at)
        return self.side.address(facts) == on_duty.address

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        on_duty = self.rota.on_duty(facts.message.received_at)
        who = f"{on_duty.name or on_duty.address}, who is on duty in {quoted(self.rota.name)}"
        return address_clause(self.side, facts, self.test(facts), who)

    def named(self) -> str:
        """What the address should be, in words."""
        return f"whoever is on duty in {quoted(self.rota.name)}"


AddressMatcher = AddressIs | AddressStarts | AddressMatches | SenderIdIs | OnDuty
"""A condition on an address, of any kind."""
