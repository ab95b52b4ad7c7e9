"""What YAML offers and rule files refuse: anchors, aliases, tags, merge keys, more documents."""

import re

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.spoils_lines import TEXT_KEYS, first_word, quote_from, read_line

_IN_QUOTES = "to have it as text, put it in quotes"


def decorated(line: str, at: Span) -> Diagnostic:
    """A value with an anchor (`&name`) or a tag (`!name`) before it, where the value begins."""
    mark = first_word(line[at.column - 1 :])
    if mark.startswith("!"):
        message = f"{quoted(mark)} at the start of a value is a tag; rule files have none"
        return _refused("tag", message, line, at, mark)
    message = f"{quoted(mark)} at the start of a value is an anchor; rule files have none"
    return _refused("anchor", message, line, at, mark)


def alias(line: str, at: Span) -> Diagnostic:
    """A value that stands for another one (`*name`)."""
    mark = re.split(r"[\s,\]}]", line[at.column - 1 :], maxsplit=1)[0]
    message = f"{quoted(mark)} stands for a value named elsewhere; rule files cannot do that"
    return _refused("alias", message, line, at, mark)


def merge_key(at: Span) -> Diagnostic:
    """`<<: *name`."""
    message = '"<<" copies keys from elsewhere; rule files cannot do that'
    return Diagnostic("merge-key", message, at, hints=("write the keys out here",))


def second_document(at: Span) -> Diagnostic:
    """`---` in the middle of a file."""
    message = "a second document starts here; a rule file has only one"
    hints = ('take the line "---" out, or put what follows into a file of its own',)
    return Diagnostic("two-documents", message, at, hints=hints)


def _refused(code: str, message: str, line: str, at: Span, mark: str) -> Diagnostic:
    span = Span(at.file, at.line, at.column, at.line, at.column + len(mark))
    start = at.column - 1
    rest = line[start + len(mark) :].strip()
    if read_line(line).value_column != start:
        # Inside brackets only the author knows where the text ends.
        return Diagnostic(code, message, span, hints=(_IN_QUOTES,))
    if rest and code != "alias" and read_line(line).key not in TEXT_KEYS:
        fix = f"{line[:start]}{rest}"
        return Diagnostic(code, message, span, hints=("take it out",), fix=fix)
    return Diagnostic(code, message, span, hints=(_IN_QUOTES,), fix=quote_from(line, start))
