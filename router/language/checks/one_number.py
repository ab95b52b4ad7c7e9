"""A list where only one number fits."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import Many
from router.language.names.uses import Role, Use
from router.language.quoting import quoted
from router.language.whole import WholeSet

_ONE_PARTY = {Role.TESTED_FROM: "comes from", Role.TESTED_TO: "comes to"}


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
        elif use.role in _ONE_PARTY:
            yield Diagnostic(
                code="needs-one-number",
                message=f"{name} is a list, and a text {_ONE_PARTY[use.role]} one number",
                span=use.written.span,
                hints=("write a number, or the name of one",),
            )
        elif use.role in {Role.SOURCE, Role.EXPECTED_FROM}:
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
