"""Two tests with one name: nobody could tell which of them failed."""

from collections.abc import Iterator

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.quoting import quoted
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each test after the first of its name, in whichever file."""
    first: dict[str, Span] = {}
    for file in whole.files:
        for test in file.tests:
            name = " ".join(test.name.text.split())
            if name in first:
                yield Diagnostic(
                    code="duplicate-test",
                    message=f"another test is called {quoted(name)}, too",
                    span=test.name.span,
                    hints=("give this one a name of its own that says what it shows",),
                    related=(Related("first used here", first[name]),),
                )
            else:
                first[name] = test.name.span
