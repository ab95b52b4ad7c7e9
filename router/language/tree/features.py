"""What YAML offers and rule files refuse: anchors, aliases, tags, merge keys."""

import re

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import TEXT_KEYS, quote_from, read_line, split_remark
from router.language.quoting import quoted

_QUOTES_HINT = "between quotes every character is read as it stands"
_KINDS = frozenset(
    f"!!{kind}"
    for kind in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp", "binary")
)
"""Tags that say what a value is."""
_END = re.compile(r"[\s,\]}]")


def decorated(line: str, at: Span) -> Diagnostic:
    """A value with an anchor (`&name`) or a tag (`!name`) before it, where the value begins."""
    mark = _mark(line, at)
    code = "tag" if mark.startswith("!") else "anchor"
    rest = line[at.column - 1 + len(mark) :].strip()
    is_text = not _stands_alone(line, at) or read_line(line).key in TEXT_KEYS
    # Nobody begins a text with the name of a kind of value.
    if rest and (not is_text or mark in _KINDS):
        message = f"{quoted(mark)} does not belong before this value"
        fix = line[: at.column - 1] + rest
        return Diagnostic(code, message, _under(at, mark), hints=("take it out",), fix=fix)
    return _unquoted(code, line, at)


def alias(line: str, at: Span) -> Diagnostic:
    """A value that stands for another one (`*name`)."""
    mark = _mark(line, at)
    name = _stands_alone(line, at) and read_line(line).key not in (*TEXT_KEYS, "")
    fix = line[: at.column - 1] + line[at.column :] if name else ""
    text = "" if name else ", and a text needs quotes"
    message = f'{quoted(mark)} starts with "*": a name is written without it{text}'
    return Diagnostic(
        "alias",
        message,
        _under(at, mark),
        hints=("take the * out" if name else _QUOTES_HINT,),
        fix=fix,
    )


def merge_key(at: Span) -> Diagnostic:
    """`<<: *name`."""
    message = '"<<" copies keys from elsewhere; rule files cannot do that'
    return Diagnostic("merge-key", message, at, hints=("write the keys out here",))


def _mark(line: str, at: Span) -> str:
    """The sign and what is joined to it: `!!bool`, `&ann`, `*ann`."""
    start = at.column - 1
    return _END.split(line[start:], maxsplit=1)[0] or line[start : start + 1]


def _stands_alone(line: str, at: Span) -> bool:
    """Whether the value has the rest of the line, as inside brackets it has not."""
    return read_line(line).value_column == at.column - 1


def _unquoted(code: str, line: str, at: Span) -> Diagnostic:
    """A text that starts with a sign that is not read as text."""
    mark, fix = _mark(line, at), ""
    if _stands_alone(line, at):
        mark, _ = split_remark(line[at.column - 1 :])
        fix = quote_from(line, at.column - 1)
    message = f'{quoted(mark)} starts with "{mark[0]}": it needs quotes'
    return Diagnostic(code, message, _under(at, mark), hints=(_QUOTES_HINT,), fix=fix)


def _under(at: Span, mark: str) -> Span:
    return Span(at.file, at.line, at.column, at.line, at.column + len(mark))
