"""Who may take a turn in a rota, and where a rota may not stand."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import Duty, Many
from router.language.names.uses import Role, Use
from router.language.quoting import quoted
from router.language.whole import WholeSet

_TURNS = frozenset((Role.TURN, Role.SWAP))


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each list or rota among the turns, and each rota as the number a message goes out from."""
    for use in whole.uses:
        if isinstance(use.found, Duty) and use.role in {Role.SOURCE, Role.EXPECTED_FROM}:
            name = quoted(use.found.name)
            yield Diagnostic(
                code="needs-one-number",
                message=f"{name} is a rota, and a message goes out from one of your own numbers",
                span=use.written.span,
                hints=("write one of your own numbers, or the name of one",),
            )
        elif use.role in _TURNS and isinstance(use.found, Many | Duty):
            yield _no_person(use, use.found)


def _no_person(use: Use, found: Many | Duty) -> Diagnostic:
    kind = "list" if isinstance(found, Many) else "rota"
    what = "a turn is one person's" if use.role is Role.TURN else "one person takes that day"
    return Diagnostic(
        code="needs-one-number",
        message=f"{quoted(found.name)} is a {kind}, and {what}",
        span=use.written.span,
        hints=("write a number, or the name of a person",),
    )
