"""`doctor --request`: whether a captured request would be let in, and else which setting it is."""

from collections.abc import Iterator
from datetime import datetime

from router.app.settings import RECEIVE_PATH, STATUS_PATH
from router.core.checkup import Checkup, fail, ok, warn
from router.engine.wording import counted
from router.plivo.captured import Unreadable, read_captured
from router.plivo.fields import Malformed
from router.plivo.form import RequestPairs, read_pairs
from router.plivo.inbound import read_inbound
from router.plivo.reports import read_report
from router.plivo.request import PlivoRequest
from router.plivo.signature import Unverified, Verifier
from router.plivo.signature_doubt import explain_refusal
from router.plivo.signing import V2, V3

MAX_PATH = 200
"""Characters of a path that are shown."""


def examine_request(raw: bytes, verifier: Verifier, now: datetime) -> tuple[Checkup, ...]:
    """What the router would say to the request in a file, as checkups; nothing is sent."""
    captured = read_captured(raw)
    if isinstance(captured, Unreadable):
        advice = "capture the request line, its headers, a blank line and the body"
        return (fail("request", captured.reason, advice),)
    request = captured.request
    pairs = read_pairs(request)
    return (
        ok("request", _summary(request, pairs)),
        *(warn("request", doubt, "capture it again if that is wrong") for doubt in captured.doubts),
        *_signature(request, pairs, verifier),
        _fields(request, pairs, verifier.public_url.prefix, now),
    )


def _summary(request: PlivoRequest, pairs: RequestPairs) -> str:
    families = [
        family
        for scheme in (V3, V2)
        for family, header in scheme.families
        if request.headers.get(header, "").strip()
    ]
    signed = f"signed {', '.join(families)}" if families else "not signed"
    fields = counted(len(pairs.fields), "field")
    return f"{request.method} {request.path[:MAX_PATH]} with {fields}, {signed}"


def _signature(request: PlivoRequest, pairs: RequestPairs, verifier: Verifier) -> Iterator[Checkup]:
    found = verifier.verify(request, pairs)
    if not isinstance(found, Unverified):
        which = f"token {found.token + 1} of {len(verifier.keys)}"
        yield ok("signature", f"it fits as it stands: {found.family}, with {which}")
        return
    advice = explain_refusal(request, pairs, verifier) or (
        "see that the proxy passes the headers X-Plivo-… on, and that the capture has them",
    )
    for sentence in advice:
        yield fail("signature", found.reason, sentence)


def _fields(request: PlivoRequest, pairs: RequestPairs, prefix: str, now: datetime) -> Checkup:
    """Whether what is behind the signature can be taken."""
    advice = "Plivo would not send this: is the capture whole?"
    path = request.path.removeprefix(prefix)
    path = path if path.endswith("/") else path + "/"
    if request.method not in ("GET", "POST"):
        words = f"the method {request.method} is answered 405"
        return fail("fields", words, "choose POST as the method in Plivo's console")
    if pairs.problem:
        return fail("fields", f"{pairs.problem}: it would be answered 400", advice)
    if path == RECEIVE_PATH:
        read: object = read_inbound(pairs.fields, now)
    elif path == STATUS_PATH:
        read = read_report(pairs.fields)
    else:
        words = f"the path {request.path[:MAX_PATH]} is answered 404"
        told = "the URL told to Plivo is the public URL with /receive_sms/ behind it"
        return fail("fields", words, told)
    if isinstance(read, Malformed):
        return fail("fields", f"{read.reason}: it would be answered 400", advice)
    kind = "a message" if path == RECEIVE_PATH else "a delivery report"
    return ok("fields", f"they make {kind}")
