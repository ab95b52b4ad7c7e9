"""Countries that nobody knows."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.numbers import country_code
from router.language.quoting import quoted
from router.language.whole import WholeSet

_MEANT = {"UK": "GB", "SP": "ES", "DA": "DK", "JA": "JP", "EL": "GR", "SW": "SE", "KO": "KR"}
"""What people write in place of the country's own two letters."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `country:` of a file that no number plan has."""
    for file in whole.files:
        written = file.country
        if written is None or country_code(written.text):
            continue
        likely = _MEANT.get(written.text.upper())
        hint = "a country is two letters, such as US, GB or DE"
        yield Diagnostic(
            code="unknown-country",
            message=f"no country is written {quoted(written.text)}",
            span=written.span,
            hints=(f"did you mean {likely}? {hint}",) if likely else (hint,),
            fix=whole.mended(written.span, written.text, likely) if likely else "",
        )
