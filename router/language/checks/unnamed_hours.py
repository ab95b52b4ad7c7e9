"""Hours that stand in a match itself, where the name of a schedule belongs."""

import re
from collections.abc import Iterator, Sequence

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.suggest import nearest
from router.language.times.window_pieces import EXAMPLE, PlacedWindow
from router.language.times.windows import read_windows
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet
from router.language.written.times import ScheduleCondition

_CLOCK_TIME = re.compile(r"[0-9][:.][0-9]{2}(?![0-9])|[0-9]\s*[ap]\.?m\b", re.IGNORECASE)
_MOST_MENDED = 8
_NOWHERE = Span("", 1, 1, 1, 1)
_NAMES = ("office-hours", "our-hours", "these-hours")


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `during` and `outside` that holds hours, such as `mon-fri 09:00-17:00`."""
    for leaf in whole.every_leaf:
        if isinstance(leaf, ScheduleCondition):
            hours = [name for name in leaf.names if are_hours(name, whole)]
            if hours:
                yield _finding("during" if leaf.inside else "outside", hours, whole)


def are_hours(name: Scalar, whole: WholeSet) -> bool:
    """Whether this was not meant as a name, but as days, hours or both."""
    text, schedules = name.text, whole.book.schedules
    if text in schedules or text in whole.book.names():
        return False
    if not any(char.isdigit() for char in text) and nearest(text, schedules, synonyms={}):
        return False
    return bool(_mended(name) or _CLOCK_TIME.search(text))


def _mended(hours: Scalar) -> str:
    """The hours as `open` takes them; "" when that cannot be known, or they are none."""
    text = hours.text
    for _ in range(_MOST_MENDED):
        read = read_windows([Scalar(text, hours.span)])
        wrong = next((one for one in read if not isinstance(one, PlacedWindow)), None)
        if wrong is None:
            return text
        fix = wrong.misread.fix
        if not fix and wrong.what == "window" and not any(char.isdigit() for char in text):
            fix = f"{text[wrong.offset : wrong.offset + wrong.length]} 00:00-24:00"
        if not fix:
            break
        text = text[: wrong.offset] + fix + text[wrong.offset + wrong.length :]
    return ""


def _finding(key: str, hours: Sequence[Scalar], whole: WholeSet) -> Diagnostic:
    first = hours[0]
    kind = "hours" if any(char.isdigit() for char in first.text) else "days"
    windows = ", ".join(map(_mended, hours)) if all(map(_mended, hours)) else ""
    if len(hours) == 1 and (name := _with_these_hours(windows, whole)):
        hint, fix = f"{quoted(name)} has these hours", whole.mended(first.span, first.text, name)
    else:
        name = _free_name(whole)
        hint = "hours stand under schedules: at the top of a file, with a name; "
        hint += f"here write {key}: {name}"
        fix = f"schedules:\n  {name}: {{open: [{windows or EXAMPLE}]}}"
    return Diagnostic(
        code="needs-schedule",
        message=f'{quoted(first.text)} are {kind}, and "{key}" takes the name of a schedule',
        span=first.span,
        hints=(hint,) if windows else (hint, f"days and hours are written as {EXAMPLE}"),
        fix=fix,
    )


def _with_these_hours(windows: str, whole: WholeSet) -> str:
    """The schedule that is open at these very hours, "" for none."""
    read = read_windows([Scalar(windows, _NOWHERE)])
    wanted = {one.window for one in read if isinstance(one, PlacedWindow)}
    for name, schedule in whole.book.schedules.items():
        if schedule is not None and wanted and {*schedule.open} == wanted:
            return name
    return ""


def _free_name(whole: WholeSet) -> str:
    taken = {*whole.book.schedules, *whole.book.names()}
    return next((name for name in _NAMES if name not in taken), "more-hours")
