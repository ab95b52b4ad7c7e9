"""Messages that go out from a number that is not the account's."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import One
from router.language.names.uses import Role
from router.language.numbers import grouped
from router.language.quoting import listed, quoted
from router.language.whole import WholeSet

_SHOWN = 3


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `from:` of an action that the settings' numbers do not have, when they have any."""
    own = whole.options.numbers
    for use in whole.uses if own else ():
        if (
            use.role is Role.SOURCE
            and isinstance(use.found, One)
            and use.found.target.address not in own
        ):
            shown = [grouped(address) for address in own[:_SHOWN]]
            if len(own) > _SHOWN:
                shown.append(f"{len(own) - _SHOWN} more")
            yield Diagnostic(
                code="not-your-number",
                message=f"{quoted(use.written.text)} is not one of your own numbers",
                span=use.written.span,
                hints=(
                    f"Plivo sends only from your numbers: {listed(shown, 'and')}",
                    "if it is yours, add it to numbers in the settings",
                ),
            )
