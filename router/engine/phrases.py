"""Literal texts of rules, made ready for comparing."""

from collections.abc import Sequence
from dataclasses import dataclass

from router.core.folding import continues_word, fold, strip_punctuation
from router.engine.wording import listed, quoted


@dataclass(frozen=True, slots=True)
class Phrase:
    """A literal text of a rule, as `written`, and the forms it is compared in.

    `folded` is the text folded; `bare` also lacks punctuation at either end; `signed` says
    that `folded` begins with a sign (`#`, `$`), which a keyword then insists on. Made by `phrase`.
    """

    written: str
    folded: str
    bare: str
    signed: bool


def phrase(written: str) -> Phrase:
    """Make a phrase ready for comparing."""
    folded = fold(written)
    signed = folded != "" and not continues_word(folded[0])
    return Phrase(written, folded, strip_punctuation(folded), signed)


def quoted_phrases(phrases: Sequence[Phrase]) -> str:
    """The phrases as written, for people: `“hours”`, `“hours” or “stop all”`."""
    return listed([quoted(wanted.written) for wanted in phrases])


def quoted_words(phrases: Sequence[Phrase]) -> str:
    """`the word “hours”`, `the words “stop all”`, `the word “hours” or “stop all”`."""
    return f"the {noun(phrases)} {quoted_phrases(phrases)}"


def noun(phrases: Sequence[Phrase]) -> str:
    """What to call these: `words` when each of them is several, else `word`."""
    return "words" if all(" " in wanted.folded for wanted in phrases) else "word"


def opens_with(text: str, words: str) -> bool:
    """Whether the folded text begins with these words and they end there or at a separator."""
    return (
        words != ""
        and text.startswith(words)
        and (len(text) == len(words) or not continues_word(text[len(words)]))
    )


def holds_words(text: str, words: str) -> bool:
    """Whether the folded words stand anywhere in the folded text as whole words."""
    if not words:
        return False
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        before = start > 0 and continues_word(text[start - 1])
        behind = end < len(text) and continues_word(text[end])
        if not before and not behind:
            return True
        start = text.find(words, start + 1)
    return False
