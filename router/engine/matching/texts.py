"""Conditions on the text of a message."""

from dataclasses import dataclass

from router.engine.facts import Facts
from router.engine.phrases import Phrase, holds_words, opens_with, quoted_phrases, quoted_words
from router.engine.regexes.patterns import Pattern
from router.engine.wording import counted, quoted


def text_subject(facts: Facts) -> str:
    """What clauses on a text begin with: `text “foo”`, or that it is empty."""
    text = facts.message.text
    return f"text {quoted(text)} " if text.strip() else "the text is empty and "


def _failed(facts: Facts, what: str) -> str:
    return f"{text_subject(facts)}{what}"


@dataclass(frozen=True, slots=True)
class TextIs:
    """The whole text is one of these; punctuation at either end does not count."""

    phrases: tuple[Phrase, ...]

    def _met(self, facts: Facts) -> Phrase | None:
        return next((wanted for wanted in self.phrases if _equal(wanted, facts)), None)

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self._met(facts) is not None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if met := self._met(facts):
            return f"the text is {quoted(met.written)}"
        return _failed(facts, f"is not {quoted_phrases(self.phrases)}")


def _equal(wanted: Phrase, facts: Facts) -> bool:
    # Punctuation alone (`?`) would be nothing at all without it, so it is compared as it stands.
    return wanted.bare == facts.bare if wanted.bare else wanted.folded == facts.folded


@dataclass(frozen=True, slots=True)
class HasKeyword:
    """The text's first words are one of these, then it ends or a separator follows."""

    phrases: tuple[Phrase, ...]

    def keyword(self, facts: Facts) -> Phrase | None:
        """The keyword the text opens with, the longest of several; None when with none."""
        met = [wanted for wanted in self.phrases if _opens(wanted, facts)]
        return max(met, key=lambda wanted: len(wanted.folded), default=None)

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return any(_opens(wanted, facts) for wanted in self.phrases)

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if met := self.keyword(facts):
            return f"the text starts with {quoted_words([met])}"
        return _failed(facts, f"does not start with {quoted_words(self.phrases)}")


def _opens(wanted: Phrase, facts: Facts) -> bool:
    return opens_with(facts.folded if wanted.signed else facts.opening, wanted.folded)


@dataclass(frozen=True, slots=True)
class TextStarts:
    """The text begins with one of these, in the middle of a word or not."""

    phrases: tuple[Phrase, ...]

    def _met(self, facts: Facts) -> Phrase | None:
        text = facts.folded
        return next((wanted for wanted in self.phrases if text.startswith(wanted.folded)), None)

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self._met(facts) is not None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if met := self._met(facts):
            return f"the text starts with {quoted(met.written)}"
        return _failed(facts, f"does not start with {quoted_phrases(self.phrases)}")


@dataclass(frozen=True, slots=True)
class TextEnds:
    """The text ends with one of these, in the middle of a word or not."""

    phrases: tuple[Phrase, ...]

    def _met(self, facts: Facts) -> Phrase | None:
        text = facts.folded
        return next((wanted for wanted in self.phrases if text.endswith(wanted.folded)), None)

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self._met(facts) is not None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if met := self._met(facts):
            return f"the text ends with {quoted(met.written)}"
        return _failed(facts, f"does not end with {quoted_phrases(self.phrases)}")


@dataclass(frozen=True, slots=True)
class TextContains:
    """One of these stands anywhere in the text, in the middle of a word or not."""

    phrases: tuple[Phrase, ...]

    def _met(self, facts: Facts) -> Phrase | None:
        text = facts.folded
        return next((wanted for wanted in self.phrases if wanted.folded in text), None)

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self._met(facts) is not None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if met := self._met(facts):
            return f"the text contains {quoted(met.written)}"
        return _failed(facts, f"does not contain {quoted_phrases(self.phrases)}")


@dataclass(frozen=True, slots=True)
class HasWord:
    """One of these stands in the text as whole words."""

    phrases: tuple[Phrase, ...]

    def _met(self, facts: Facts) -> Phrase | None:
        text = facts.folded
        return next((wanted for wanted in self.phrases if holds_words(text, wanted.folded)), None)

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self._met(facts) is not None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        if met := self._met(facts):
            return f"the text has {quoted_words([met])}"
        return _failed(facts, f"does not have {quoted_words(self.phrases)}")


@dataclass(frozen=True, slots=True)
class LengthBetween:
    """The text as received has this many characters (code points); None leaves an end open."""

    minimum: int | None
    maximum: int | None

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        length = len(facts.message.text)
        long_enough = self.minimum is None or length >= self.minimum
        return long_enough and (self.maximum is None or length <= self.maximum)

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        has = f"the text has {counted(len(facts.message.text), 'character')}"
        return f"{has}, {'' if self.test(facts) else 'not '}{self._wanted()}"

    def _wanted(self) -> str:
        if self.maximum is None:
            return f"{self.minimum or 0} or more"
        if self.minimum is None:
            return f"at most {self.maximum}"
        return f"{self.minimum} to {self.maximum}"


@dataclass(frozen=True, slots=True)
class TextMatches:
    """A regex is found anywhere in the text as received."""

    pattern: Pattern

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return self.pattern.finds(facts.readable)

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        regex = f"the regex {quoted(self.pattern.source)}"
        if self.test(facts):
            return f"the text matches {regex}"
        return _failed(facts, f"does not match {regex}")
