"""What the library could not read, explained by looking at the line as a person would."""

from collections.abc import Callable

from router.language.spoils.braces import text_inside
from router.language.spoils.brackets import comma_too_many, text_in_brackets, unbalanced
from router.language.spoils.colons import heading, missing_colon, missing_colon_above, under_block
from router.language.spoils.dashes import dash_without_blank
from router.language.spoils.escapes import bad_escape
from router.language.spoils.indent import misfit, no_key, tab_indent
from router.language.spoils.joined import two_lines
from router.language.spoils.mended import Mended, Wrong, mistake
from router.language.spoils.quotes import (
    colon_in_text,
    special_start,
    text_after_quote,
    unclosed_quote,
)
from router.language.spoils.signs import other_dash, other_remark
from router.language.tree.events import Trouble

LONGEST_LINE = 5_000
"""Longer lines are nobody's writing; they are not looked at closely."""

_EXPLANATIONS: tuple[Callable[[Trouble], Mended | None], ...] = (
    tab_indent,
    other_remark,
    other_dash,
    two_lines,
    dash_without_blank,
    bad_escape,
    text_inside,
    unclosed_quote,
    comma_too_many,
    special_start,
    text_after_quote,
    text_in_brackets,
    colon_in_text,
    unbalanced,
    under_block,
    missing_colon,
    missing_colon_above,
    heading,
    no_key,
    misfit,
)
"""The sure ones first; each looks at the library's words and at the line, and may pass."""


def explain(trouble: Trouble) -> Mended:
    """What is wrong there, in words of the page, and how to read on."""
    if len(trouble.lines[trouble.line]) <= LONGEST_LINE:
        for explanation in _EXPLANATIONS:
            if mended := explanation(trouble):
                return mended
    line = trouble.lines[trouble.line]
    column = min(trouble.column, len(line) - len(line.lstrip())) if line.strip() else 0
    width = max(1, min(len(line.rstrip()), LONGEST_LINE) - column)
    message = "this line does not fit the lines above it"
    hint = "compare its blanks, dash, colon, quotes and brackets with the lines above"
    place = (trouble.line, column, width)
    return Mended(mistake(trouble, place, Wrong("does-not-fit", message, hint)), {})
