"""Several words to look for that were written as one text."""

import re
from collections.abc import Iterator

from router.language.diagnostics import Diagnostic, Severity
from router.language.quoting import quoted
from router.language.syntax import PhraseCondition, TextTest
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet

_SEPARATORS = re.compile(r"\s*[,;|]\s*")
_TESTS = frozenset({TextTest.WHOLE, TextTest.KEYWORD, TextTest.WORD, TextTest.CONTAINS})
_PLAIN_WORDS = re.compile(r"[\w' -]+")
"""Words that need no quotes in brackets."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each unquoted text to look for that reads like a list: `keyword: hours, open`."""
    for leaf in whole.every_leaf:
        if isinstance(leaf, PhraseCondition) and leaf.test in _TESTS:
            for written in leaf.phrases:
                alone = len(leaf.phrases) == 1 and not _is_item(written, whole)
                words = _SEPARATORS.split(written.text) if written.plain else []
                if len(words) > 1 and all(words):
                    yield _finding(written, words, alone, whole)


def _is_item(written: Scalar, whole: WholeSet) -> bool:
    line = whole.sources[written.span.file].lines[written.span.line - 1]
    return line[: written.span.column - 1].rstrip().endswith(("-", "["))


def _finding(written: Scalar, words: list[str], alone: bool, whole: WholeSet) -> Diagnostic:
    hints = ["to look for any of several words, write a list in brackets"]
    if not alone:
        hints = ["make each of them an item of the list by itself"]
    sign = next(char for char in written.text if char in ",;|")
    listed = f"[{', '.join(words)}]"
    plain = all(map(_PLAIN_WORDS.fullmatch, words))
    return Diagnostic(
        code="one-text",
        message=f'{quoted(written.text)} is looked for as one text, with its "{sign}"',
        span=written.span,
        severity=Severity.WARNING,
        hints=(*hints, "if it is meant as one text, write it in quotes"),
        fix=whole.mended(written.span, written.text, listed) if alone and plain else "",
    )
