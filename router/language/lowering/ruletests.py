"""Examples and tests as written into what is run."""

from collections.abc import Iterator
from datetime import datetime

from router.core.actions import NumberTarget, Target
from router.core.address import Address
from router.core.position import Span
from router.language.names.addressbook import country_of
from router.language.ruletests import (
    Example,
    Expectation,
    ExpectedMessage,
    ExpectedText,
    ExpectedTexts,
    ExpectFires,
    ExpectSends,
    ExpectSilent,
    Incoming,
    PipelineTest,
    RuleTests,
)
from router.language.syntax import rule_name
from router.language.times.misread import Misread
from router.language.times.moments import read_instant
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet
from router.language.written.ruletests import (
    WrittenExample,
    WrittenMessage,
    WrittenSent,
    WrittenTest,
)


def lower_tests(whole: WholeSet) -> RuleTests:
    """Every example and test of a set whose checks found no error."""
    numbers = whole.options.numbers
    return RuleTests(
        examples=tuple(_examples(whole)),
        tests=tuple(
            _Names(whole, country_of(file, whole.options.country)).test(test)
            for file in whole.files
            for test in file.tests
        ),
        recipient=numbers[0] if numbers else None,
    )


def _examples(whole: WholeSet) -> Iterator[Example]:
    for rule in whole.rules:
        names = _Names(whole, rule.country)
        for written in rule.rule.examples:
            message = names.incoming(written.message)
            yield Example(rule_name(rule.rule), message, _expectation(written))


def _expectation(written: WrittenExample) -> Expectation:
    if written.fires is not None and not written.fires.value:
        return ExpectSilent()
    if not written.sends:
        return ExpectFires()
    return ExpectSends(
        tuple(
            ExpectedTexts(
                texts.action,
                tuple(ExpectedText(_text(text), text.span) for text in texts.texts),
                texts.key,
            )
            for texts in written.sends
        )
    )


def _text(written: Scalar) -> str:
    """The text; the line end that a block text (`|`, `>`) ends with is none of it."""
    return written.text.rstrip("\n")


def _on_one_line(values: tuple[Scalar, ...]) -> Span:
    """The place of the values, as far as they stand on the line of the first."""
    first = values[0].span
    beside = [one.span for one in values if one.span.end_line == first.line]
    return first._replace(end_column=beside[-1].end_column) if beside else first


class _Names:
    """Who the names of a file whose country is this stand for, and its times."""

    __slots__ = ("_country", "_whole")

    def __init__(self, whole: WholeSet, country: str) -> None:
        self._whole = whole
        self._country = country

    def incoming(self, written: WrittenMessage) -> Incoming:
        sender: Target | None = None
        if written.sender is not None and written.sender.is_sender_id:
            sender = NumberTarget(Address(written.sender.written.text.strip()))
        elif written.sender is not None:
            sender = self._one(written.sender.written)
        recipient = None if written.recipient is None else self._one(written.recipient)
        text = _text(written.text)
        return Incoming(text, written.text.span, sender, recipient, self._moment(written.at))

    def test(self, written: WrittenTest) -> PipelineTest:
        return PipelineTest(
            name=" ".join(written.name.text.split()),
            span=written.name.span,
            messages=tuple(map(self.incoming, written.messages)),
            sends=tuple(map(self._expected, written.sends)),
        )

    def _expected(self, written: WrittenSent) -> ExpectedMessage:
        return ExpectedMessage(
            to=self._whole.book.targets(written.to, self._country),
            text=_text(written.text),
            span=written.text.span,
            to_span=_on_one_line(written.to),
            source=None if written.source is None else self._one(written.source),
            source_span=None if written.source is None else written.source.span,
        )

    def _one(self, written: Scalar) -> Target:
        (target,) = self._whole.book.targets([written], self._country)
        return target

    def _moment(self, written: Scalar | None) -> datetime | None:
        if written is None:
            return None
        read = read_instant(written.text, self._whole.options.zone)
        if isinstance(read, Misread):
            raise AssertionError(f"a time with a finding is never lowered: {read.words}")
        return read
