"""Names of people, lists, schedules and rotas: each means one thing, none looks like a number."""

from collections.abc import Iterator

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.quoting import quoted
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet, given_names


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each name that was given before, in whichever file, and each that could be a number."""
    first: dict[str, tuple[str, Span]] = {}
    for file in whole.files:
        for kind, name in given_names(file):
            if name.text in first:
                yield _given_twice(kind, name, *first[name.text])
            else:
                first[name.text] = (kind, name.span)
            if kind != "schedule" and (problem := _unfit(name.text)):
                yield Diagnostic(
                    code="bad-name",
                    message=f"{quoted(name.text)} cannot name a {kind}: {problem}",
                    span=name.span,
                    hints=(
                        "a name has a letter, no + in front and no *, such as dr-lee or front desk",
                    ),
                )


def _unfit(name: str) -> str:
    if not any(char.isalpha() for char in name):
        return "it has no letter"
    if name.startswith("+"):
        return "it begins with +, as a number does"
    return "it holds *, as a prefix does" if "*" in name else ""


def _given_twice(kind: str, name: Scalar, other: str, place: Span) -> Diagnostic:
    what = f"two {kind}s are" if kind == other else f"a {other} and a {kind} are both"
    if kind == other == "person":
        what = "two people are"
    return Diagnostic(
        code="duplicate-name",
        message=f"{what} called {quoted(name.text)}",
        span=name.span,
        hints=("give one of them another name: a name means one thing in all files",),
        related=(Related("first used here", place),),
    )
