"""Texts to compare with that have nothing in them."""

from collections.abc import Iterator

from router.core.folding import continues_word, fold
from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.syntax import PhraseCondition, TextTest
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each phrase that is nothing once folded, and each word to look for that has no letter."""
    for leaf in whole.every_leaf:
        if not isinstance(leaf, PhraseCondition):
            continue
        for written in leaf.phrases:
            folded = fold(written.text)
            if not folded:
                yield Diagnostic(
                    code="empty-phrase",
                    message="there is nothing to look for here: accents alone do not count",
                    span=written.span,
                    hints=("write the words to look for",),
                )
            elif leaf.test is TextTest.WORD and not any(map(continues_word, folded)):
                yield Diagnostic(
                    code="empty-phrase",
                    message=f"{quoted(written.text)} has no letter or digit, so it is no word",
                    span=written.span,
                    hints=("to look for signs anywhere in the text, use contains",),
                )
