"""Prefixes such as `+1555*`: with digits, and only where a match looks at an address."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import Prefix
from router.language.names.uses import Role, Use
from router.language.quoting import quoted
from router.language.whole import WholeSet

_EXAMPLE = "a prefix is + and the first digits, then one *, such as +1555*"


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each prefix that is not right, or stands where a single number must."""
    for use in whole.uses:
        if not isinstance(use.found, Prefix):
            continue
        if not use.found.digits:
            yield _unsound(use, use.found.written, whole)
        elif use.role not in {Role.FROM, Role.TO}:
            yield Diagnostic(
                code="bad-prefix",
                message=f"{quoted(use.found.written)} is a prefix, and this needs a whole number",
                span=use.written.span,
                hints=("a prefix can stand only under from and to of a match",),
            )


def _unsound(use: Use, written: str, whole: WholeSet) -> Diagnostic:
    digits = "".join(char for char in written if char.isdigit())
    fix = ""
    if not digits:
        wrong, hint = "is a prefix without digits", "to mean every number, leave this line out"
    elif not written.startswith("+") and written.endswith("*") and digits[0] != "0":
        wrong, hint = "has no + in front", "write + and the country code in front"
        if digits.startswith("1"):  # North America's code is likely there already
            fix = whole.mended(use.written.span, written, "+" + written)
    else:
        wrong, hint = "is no prefix of a number", _EXAMPLE
    return Diagnostic(
        code="bad-prefix",
        message=f"{quoted(written)} {wrong}",
        span=use.written.span,
        hints=(hint,) if hint == _EXAMPLE else (hint, _EXAMPLE),
        fix=fix,
    )
