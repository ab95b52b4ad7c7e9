"""Blanks at the ends of a text to look for: they look like the edge of a word, and do not count."""

from collections.abc import Iterator

from router.core.folding import continues_word, fold
from router.core.position import Span
from router.language.diagnostics import Diagnostic, Severity
from router.language.lines import as_flow_value
from router.language.quoting import quoted
from router.language.syntax import PhraseCondition, TextTest
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet

_WHOLE_WORDS = {
    TextTest.STARTS: TextTest.KEYWORD,
    TextTest.ENDS: TextTest.WORD,
    TextTest.CONTAINS: TextTest.WORD,
}
"""The test that minds where words end, for each that does not."""

_IN_PLACE = frozenset((TextTest.STARTS, TextTest.CONTAINS))
"""Those for which it can stand in: a word at the end is not just any word of the text."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each text between quotes with a blank at an end where the message's text goes on."""
    phrases = [leaf for leaf in whole.every_leaf if isinstance(leaf, PhraseCondition)]
    for at, leaf in enumerate(phrases):
        lost = [one for one in leaf.phrases if _loses_a_blank(one, leaf.test, whole)]
        if not lost:
            continue
        # The tests of one `text` follow one another, and there are only so many.
        near = phrases[max(0, at - len(TextTest)) : at + len(TextTest)]
        fix = _with_whole_words(leaf, lost, near, whole)
        for written in lost[:1] if fix else lost:
            bare = as_flow_value(written.text.strip())
            plain = _without_blanks([written], written.span, whole) if not fix else ""
            yield _finding(written, leaf.test, bare, fix or plain)


def _loses_a_blank(written: Scalar, test: TextTest, whole: WholeSet) -> bool:
    text, span = written.text, written.span
    behind = test in (TextTest.STARTS, TextTest.CONTAINS) and text != text.rstrip()
    before = test in (TextTest.ENDS, TextTest.CONTAINS) and text != text.lstrip()
    if written.plain or not (behind or before) or not fold(text):
        return False
    # What a block (`|`, `>`) ends with is its line end, which nobody means.
    return whole.sources[span.file].lines[span.line - 1][span.column - 1] in "\"'"


def _with_whole_words(
    leaf: PhraseCondition,
    lost: list[Scalar],
    near: list[PhraseCondition],
    whole: WholeSet,
) -> str:
    """The line with the test that minds whole words; "" where that is not certainly meant."""
    meant, line = _WHOLE_WORDS[leaf.test], leaf.key.line
    if leaf.test not in _IN_PLACE or len(lost) < len(leaf.phrases):
        return ""
    if meant is TextTest.WORD and not all(any(map(continues_word, one.text)) for one in lost):
        return ""
    lines = whole.sources[leaf.key.file].lines
    taken = any(
        one.test is meant and one.key.file == leaf.key.file and _beside(one.key, leaf.key, lines)
        for one in near
    )
    if taken or any(one.span.line != line for one in lost):
        return ""
    fixed = _without_blanks(lost, leaf.key, whole)
    start, end = leaf.key.column - 1, leaf.key.end_column - 1
    return fixed and fixed[:start] + meant.value + fixed[end:]


def _beside(one: Span, other: Span, lines: tuple[str, ...]) -> bool:
    """Whether two keys of a file belong to one `text`."""
    first, last = sorted((one, other))
    if first.line == last.line:
        return "}" not in lines[first.line - 1][first.column : last.column]
    between = [line for line in lines[first.line : last.line] if line.strip()]
    return all(len(line) - len(line.lstrip()) >= first.column - 1 for line in between)


def _without_blanks(lost: list[Scalar], near: Span, whole: WholeSet) -> str:
    """The line of these values with each bare of blanks; "" where that is not one line."""
    line = whole.sources[near.file].lines[near.line - 1]
    for written in reversed(lost):
        span, bare = written.span, written.text.strip()
        if span.line != span.end_line or not bare.isprintable():
            return ""
        line = line[: span.column - 1] + as_flow_value(bare) + line[span.end_column - 1 :]
    return line


def _finding(written: Scalar, test: TextTest, bare: str, fix: str) -> Diagnostic:
    before, behind = written.text[0].isspace(), written.text[-1].isspace()
    where = "blanks around" if before and behind else f"blank {'before' if before else 'behind'}"
    hint = {
        TextTest.STARTS: f"longer words begin so, too: for the whole word write keyword: {bare}",
        TextTest.ENDS: f"longer words end so, too: for a word anywhere write has-word: {bare}",
        TextTest.CONTAINS: f"longer words hold it, too: for the whole word write has-word: {bare}",
    }[test]
    bare_meant = "if any text with these letters is meant, take the blanks out"
    has_letters = any(map(continues_word, bare))
    return Diagnostic(
        code="lost-blank",
        message=f"the {where} {quoted(bare)} {'do' if before and behind else 'does'} not count",
        span=written.span,
        severity=Severity.WARNING,
        hints=(hint, bare_meant) if has_letters else ("take the blanks out",),
        fix=fix,
    )
