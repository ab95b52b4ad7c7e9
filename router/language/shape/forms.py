"""Values of a certain form: yes or no, a count, a country, the address of a page."""

import re

from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.shape.spot import Spot, replaced
from router.language.suggest import nearest
from router.language.tree.nodes import Scalar

# What people write for yes and for no.
_YESES = frozenset(
    {"y", "t", "1", "yep", "yeah", "ja", "oui", "si", "enabled", "enable", "active", "always"}
)
_NOS = frozenset(
    {
        "n",
        "f",
        "0",
        "nope",
        "nein",
        "non",
        "not",
        "never",
        "none",
        "disabled",
        "disable",
        "inactive",
    }
)

_COUNT = re.compile(
    r"\+?\s*(\d[\d,_. ']*?)\s*(?:char\w*|letter\w*|sign\w*|zeichen)?\.?", re.IGNORECASE
)
"""`160 characters`, `1,600`."""
_FRACTION = re.compile(r"[.,]\d{1,2}$")
_BELOW_ZERO = re.compile(r"[-‐‑‒–—−]\s*\d[\d.,]*")


def no_flag(spot: Spot, key: str, value: Scalar) -> Diagnostic:
    """Neither yes nor no; which of them is meant is said only where that is certain."""
    code, message = "not-yes-or-no", f'"{key}" is yes or no, not {quoted(value.text)}'
    word = value.text.strip(" \"'.!").casefold()
    meant = "yes" if word in _YESES else "no" if word in _NOS else nearest(word, ("yes", "no"))
    if not meant:
        return spot.finding(code, message, value.span, (f"write {key}: yes, or {key}: no",))
    fix = replaced(spot.source, value.span, meant)
    return spot.finding(code, message, value.span, (f'did you mean "{meant}"?',), fix)


def no_count(spot: Spot, key: str, value: Scalar) -> Diagnostic:
    """A number of characters with words or signs in it, or below zero."""
    said, fix = value.text.strip(), ""
    message = f'"{key}" is a number of characters, not {quoted(value.text)}'
    found = _COUNT.fullmatch(said)
    hint = f"write a whole number, such as {key}: 160"
    if found and not _FRACTION.search(found[1]):
        count = "".join(char for char in found[1] if char.isdigit())
        hint, fix = f"write {key}: {count}", replaced(spot.source, value.span, count)
    elif _BELOW_ZERO.fullmatch(said):
        hint = f"no text has fewer than 0 characters; for no limit, leave {key} out"
    return spot.finding("not-a-count", message, value.span, (hint,), fix)


def no_country(spot: Spot, value: Scalar) -> Diagnostic:
    """A country that is not written as its two letters."""
    message = f"{quoted(value.text)} is not a country's two letters"
    hints = ("write two letters, such as US, GB or DE",)
    return spot.finding("unknown-country", message, value.span, hints)


def no_page(spot: Spot, value: Scalar) -> Diagnostic:
    """What `delivery-reports` does not take."""
    message = f"{quoted(value.text)} is neither yes, no nor the address of a page"
    hints = ("an address starts with https:// or http:// and holds no blank",)
    return spot.finding("wrong-reports", message, value.span, hints)
