"""Read `application/x-www-form-urlencoded` once, into ordered (name, value) pairs.

The rules are the URL Standard's: `&` between fields, the first `=` between name and value, `+` for
a blank, a bad percent escape kept as it stands; but the UTF-8 must be right.
"""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from router.plivo.request import PlivoRequest

MAX_FIELDS = 1000
"""Plivo posts about thirty fields; more than this is no message of Plivo's."""

FORM_TYPE = "application/x-www-form-urlencoded"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MalformedForm:
    """Bytes that are no form, and why.

    `lenient` is the form as Plivo's SDKs would read it all the same (U+FFFD for bad bytes), so that
    a signature over it can still be checked; () when there is no such reading.
    """

    reason: str
    lenient: Pairs = ()


@dataclass(frozen=True, slots=True)
class RequestPairs:
    """The fields of one request: those of the URL's query and those of the posted form, in order.

    `problem` says what is wrong with them, "" when nothing is.
    """

    query: Pairs
    form: Pairs
    problem: str = ""

    @property
    def fields(self) -> Pairs:
        """All fields, the query's first."""
        return self.query + self.form


def parse_form(raw: bytes) -> Pairs | MalformedForm:
    """The (name, value) pairs of a form in their order, decoded; an empty piece is left out."""
    if not raw:
        return ()
    if raw.count(b"&") >= MAX_FIELDS:
        return MalformedForm(f"more than {MAX_FIELDS} fields")
    try:
        return _decoded(raw, "strict")
    except UnicodeDecodeError:
        return MalformedForm("text that is not UTF-8", _decoded(raw, "replace"))


def read_pairs(request: PlivoRequest) -> RequestPairs:
    """The fields of a request: a GET has them in its query, a POST in its body and its query."""
    query = parse_form(request.query.encode("latin-1", "replace"))
    form = _posted(request) if request.method == "POST" else ()
    if not isinstance(query, MalformedForm) and not isinstance(form, MalformedForm):
        return RequestPairs(query, form)
    problems = []
    if isinstance(query, MalformedForm):
        problems.append(f"the query holds {query.reason}")
        query = query.lenient
    if isinstance(form, MalformedForm):
        problems.append(f"the body holds {form.reason}")
        form = form.lenient
    return RequestPairs(query, form, " and ".join(problems))


def _posted(request: PlivoRequest) -> Pairs | MalformedForm:
    declared = request.headers.get("content-type", "")
    if declared and declared.partition(";")[0].strip().lower() != FORM_TYPE:
        return MalformedForm("something else than a form, by its content type")
    return parse_form(request.body)


def _decoded(raw: bytes, errors: str) -> Pairs:
    # Neither `&` nor `=`, `+` and `%` is ever part of a longer character in UTF-8, so all that is
    # not escaped can be decoded at once; most fields need no more than that.
    text = raw.decode("utf-8", errors).replace("+", " ")
    pairs = []
    for piece in text.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            if "%" in piece:
                name, value = _unescaped(name, errors), _unescaped(value, errors)
            pairs.append((name, value))
    return tuple(pairs)


def _unescaped(text: str, errors: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", errors)
