"""Names of schedules: those that nobody has given, and those that stand where others belong."""

from collections.abc import Iterator

from router.language.checks.unnamed_hours import are_hours
from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import Unknown
from router.language.names.uses import Use
from router.language.quoting import listed, quoted
from router.language.suggest import nearest
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet
from router.language.written.times import ScheduleCondition

_MOST_LISTED = 6
_EXAMPLE = "schedules: {office: {open: [mon-fri 09:00-17:00]}}"


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each name under `during` and `outside` that is no schedule, and each schedule elsewhere."""
    for leaf in whole.every_leaf:
        if isinstance(leaf, ScheduleCondition):
            key = "during" if leaf.inside else "outside"
            for name in leaf.names:
                yield from _no_schedule(name, key, whole)
    for use in whole.uses:
        if isinstance(use.found, Unknown) and use.found.word in whole.book.schedules:
            yield _no_number(use, use.found.word)


def _no_schedule(name: Scalar, key: str, whole: WholeSet) -> Iterator[Diagnostic]:
    text = name.text
    if text in whole.book.schedules or text in whole.unread.names:
        return
    if are_hours(name, whole):  # `unnamed_hours` says where those stand
        return
    if kind := _kind(text, whole):
        yield Diagnostic(
            code="needs-schedule",
            message=f'{quoted(text)} is a {kind}, and "{key}" takes a schedule',
            span=name.span,
            hints=(_schedules(whole),),
        )
    elif not whole.unread.may_give(text):
        likely = nearest(text, whole.book.schedules, synonyms={})
        yield Diagnostic(
            code="unknown-schedule",
            message=f"no schedule is called {quoted(text)}",
            span=name.span,
            hints=(f"did you mean {quoted(likely)}?" if likely else _schedules(whole),),
            fix=whole.mended(name.span, text, likely) if likely else "",
        )


def _kind(name: str, whole: WholeSet) -> str:
    """What else has this name."""
    kinds = {"person": whole.book.people, "list": whole.book.lists, "rota": whole.book.rotas}
    return next((kind for kind, names in kinds.items() if name in names), "")


def _schedules(whole: WholeSet) -> str:
    names = [quoted(name) for name in whole.book.schedules]
    if not names:
        return f"name its hours at the top of a file: {_EXAMPLE}"
    shown = names[:_MOST_LISTED]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return f"the schedules are {listed(shown, 'and')}" if len(names) > 1 else f"write {names[0]}"


def _no_number(use: Use, word: str) -> Diagnostic:
    return Diagnostic(
        code="needs-number",
        message=f"{quoted(word)} is a schedule, and a number or a name belongs here",
        span=use.written.span,
        hints=("for a rule that depends on the time, write during: or outside: in its match",),
    )
