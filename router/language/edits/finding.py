"""What is said of the one edit that mends a file: its finding, with the lines to paste."""

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.edits.slips import Slip
from router.language.lines import read_line
from router.language.quoting import quoted
from router.language.source import SourceText

_LONGEST_KEY = 20


def finding_of(source: SourceText, attempt: Slip) -> Diagnostic:
    """The finding for what an edit undoes, in the first of its lines."""
    numbers = sorted(attempt.lines)
    line = numbers[0] + 1
    if one := attempt.of_bracket:
        span = Span(source.name, line, one.column + 1, line, one.column + 1 + one.width)
        return Diagnostic(attempt.code, one.message, span, hints=(one.hint,), fix=one.line)
    first = read_line(source.lines[numbers[0]])
    if added := attempt.heading:
        start = (first.indent if added.column < 0 else added.column) + 1
        span = Span(source.name, line, start, line, start + added.width)
        fix = f"{added.line}\n{attempt.lines[numbers[0]]}"
        return Diagnostic(attempt.code, added.message, span, hints=(added.hint,), fix=fix)
    new = read_line(attempt.lines[numbers[0]])
    what = quoted(first.key or first.value, _LONGEST_KEY)
    column, width = first.indent, len(first.key or first.value)
    match attempt.code:
        case "missing-dash":
            message = f"{what} stands in a list, but has no dash"
            hint = "each item of a list starts with a dash and a blank"
        case "misplaced-dash":
            message, width = f"{what} has a dash, but is no item of a list", 1
            hint = "take the dash out"
        case "swapped-lines":
            message = "this line and the one below it stand the wrong way round"
            hint = f"write line {line + 1} above line {line}"
        case _:
            message = (
                f"{what} starts in column {column + 1}, but belongs in column {new.indent + 1}"
            )
            hint = "what belongs together starts in the same column"
            if len(numbers) > 1:
                hint += f": {_to_do(numbers, new.indent - column)}"
            column = first.indent
            width = 1 if first.dashes else width
    fix = "\n".join(attempt.lines[number] for number in numbers)
    span = Span(source.name, numbers[0] + 1, column + 1, numbers[0] + 1, column + 1 + width)
    return Diagnostic(attempt.code, message, span, hints=(hint,), fix=fix)


def _to_do(numbers: list[int], shift: int) -> str:
    """What moves the lines (from 0) by so many columns, in words, however many they are."""
    to = "and" if len(numbers) == 2 else "to"
    each = f"in front of each of the lines {numbers[0] + 1} {to} {numbers[-1] + 1}"
    blanks = "1 blank" if abs(shift) == 1 else f"{abs(shift)} blanks"
    return f"put {blanks} {each}" if shift > 0 else f"take {blanks} away {each}"
