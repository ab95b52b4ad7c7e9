"""Bodies that Plivo posted, as `tests/cases/plivo` has them."""

from pathlib import Path

from router.plivo.form import Pairs, parse_form

CASES = Path(__file__).parents[2] / "cases" / "plivo"


def posted(name: str) -> Pairs:
    """The fields of a case, in order."""
    pairs = parse_form((CASES / f"{name}.form").read_bytes().rstrip(b"\n"))
    assert isinstance(pairs, tuple)
    return pairs
