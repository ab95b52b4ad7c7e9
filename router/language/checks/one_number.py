"""A list where only one number fits."""

from collections.abc import Iterator

from router.language.addressbook import Many
from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.uses import Role, Use
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each list that is named by forward, or as the number a message goes out from."""
    for use in whole.uses:
        if not isinstance(use.found, Many):
            continue
        name = quoted(use.found.name)
        if use.role is Role.TARGET:
            yield Diagnostic(
                code="needs-one-number",
                message=f"{name} is a list, and forward sends to one number",
                span=use.written.span,
                hints=("to send to everybody on the list, use multi-forward",),
                fix=_as_multi_forward(use, whole),
            )
        elif use.role is Role.SOURCE:
            yield Diagnostic(
                code="needs-one-number",
                message=f"{name} is a list, and a message goes out from one number",
                span=use.written.span,
                hints=("write one of your own numbers, or the name of one",),
            )


def _as_multi_forward(use: Use, whole: WholeSet) -> str:
    if use.key.line != use.written.span.line:
        return ""
    return whole.mended(use.key, "forward", "multi-forward")
