"""Lines of CSV (RFC 4180) that no spreadsheet takes for formulas and no terminal for orders."""

import csv
import re
from collections.abc import Sequence
from typing import Final

_FORMULA: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What a spreadsheet, one for full-width letters included, may run or read as something else."""
_ORDERS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\r(?!\n)"
)
"""What moves the cursor, colours a terminal or turns the reading direction; in a cell it shows
nothing. Line ends and tabs stay: they are part of a text."""
_NUMBERS: Final = re.compile(r"\+[0-9]{1,15}(?:; \+?[0-9]{1,15})*", re.ASCII)


class _Line:
    """Takes what the csv module writes."""

    text = ""

    def write(self, text: str) -> None:
        self.text += text


def csv_line(cells: Sequence[object]) -> str:
    """The cells as one record with its line end; each is made safe by `safe_cell`."""
    line = _Line()
    csv.writer(line).writerow([safe_cell(str(cell)) for cell in cells])
    return line.text


def safe_cell(text: str) -> str:
    """The cell, behind an apostrophe where a spreadsheet would take it for a formula.

    Control characters are shown as `·`, as in lists: a stranger wrote the text, and the file may be
    looked at in a terminal. JSON has it to the letter.
    Telephone numbers (`+15551234567`, several with `; ` between) stay as they are: a spreadsheet
    reads them as numbers at worst and has nothing to run.
    """
    text = _ORDERS.sub("·", text)
    if _FORMULA.match(text) and not _NUMBERS.fullmatch(text):
        return "'" + text
    return text
