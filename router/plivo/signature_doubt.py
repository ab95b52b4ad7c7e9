"""When no signature fits: which other address would have fitted, and which setting to change.

For the log and for `doctor` alone: what is found here is said, never accepted.
"""

import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from router.plivo.form import RequestPairs
from router.plivo.request import PlivoRequest
from router.plivo.signature import Verifier
from router.plivo.signing import V2, V3, Scheme, SigningKey, v2_tail, v3_tail

_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?", re.ASCII)
"""A host, perhaps with a port. What a header claims is looked at only when it has this shape."""
_HOST_HEADERS = ("host", "x-forwarded-host")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Address:
    """One address that may have been signed: the public URL it stands for, and the path's end."""

    public_url: str
    path: str
    slash_changed: bool
    query: str

    @property
    def signed(self) -> bytes:
        return (self.public_url + self.path + self.query).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Signed:
    """One scheme that the request uses: what follows the address, and the signatures given.

    `left_out`: the tail is as if the request had no query.
    """

    scheme: Scheme
    tail: bytes
    given: tuple[tuple[str, bytes], ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    """An address, family and token (by index) that fit."""

    address: _Address
    family: str
    token: int
    left_out: bool


def explain_refusal(
    request: PlivoRequest, pairs: RequestPairs, verifier: Verifier
) -> tuple[str, ...]:
    """Sentences that say what to change, for a request that `verifier` has refused.

    () when the request carries no complete signature at all. Tries a few hundred addresses with
    each token, so the caller limits how often it asks.
    """
    signed = tuple(_signatures(request, pairs))
    if not signed:
        return ()
    for address in _addresses(request, verifier):
        if fit := _fitting(address, signed, verifier.keys):
            return tuple(_advice(fit, request, verifier))
    return (
        f"the signature fits no likely address with any of {len(verifier.keys)} token(s): check "
        "that PLIVO_AUTH_TOKEN is that of the account (or sub-account) that owns the number",
    )


def _signatures(request: PlivoRequest, pairs: RequestPairs) -> Iterator[_Signed]:
    """The schemes of which the request has a nonce and a signature."""
    for scheme in (V3, V2):
        nonce = request.headers.get(scheme.nonce_header, "")
        given = tuple(scheme.given(request.headers))
        if nonce and given:
            tail = v2_tail(nonce) if scheme is V2 else v3_tail(request.method, pairs, nonce)
            yield _Signed(scheme, tail, given)
            # Of a GET the query is the message itself.
            if scheme is V3 and pairs.query and request.method != "GET":
                bare = v3_tail(request.method, RequestPairs((), pairs.form), nonce)
                yield _Signed(scheme, bare, given, left_out=True)


def _fitting(
    address: _Address, signed: tuple[_Signed, ...], keys: tuple[SigningKey, ...]
) -> _Fit | None:
    url = address.signed
    for one in signed:
        if address.query and one.scheme is V3:
            continue  # V3 has the query in its tail, whatever the address
        for index, key in enumerate(keys):
            right = key.sign(url + one.tail)
            for family, signature in one.given:
                if hmac.compare_digest(signature, right):
                    return _Fit(address, family, index, one.left_out)
    return None


def _advice(fit: _Fit, request: PlivoRequest, verifier: Verifier) -> Iterator[str]:
    """What to change so that the signature fits: the setting, or the URL told to Plivo."""
    address, found = fit.address, f"the {fit.family} signature fits with token {fit.token + 1} when"
    if address.public_url != verifier.public_url.origin + verifier.public_url.prefix:
        yield f"{found} public-url is {address.public_url}: set public-url to that"
    if address.slash_changed:
        with_or_without = "with" if address.path.endswith("/") else "without"
        yield (
            f"{found} the path ends {with_or_without} a slash: make the URL told to Plivo end as "
            f"the request arrives here, {request.path}"
        )
    if address.query:
        yield f"{found} the query is counted: take the query off the URL told to Plivo"
    if fit.left_out:
        yield (
            f"{found} the query is left out: something on the way adds it, so have that pass the "
            "URL on as Plivo calls it"
        )
    if verifier.require == "v3" and fit.family.endswith("V2"):
        yield f"the {fit.family} signature fits, but the setting require-signature is v3"


def _addresses(request: PlivoRequest, verifier: Verifier) -> Iterator[_Address]:
    """Every address worth a try, the one that is set first; each once."""
    seen = set()
    for origin in _origins(verifier.public_url.origin, request.headers):
        for prefix, path in _paths(verifier.public_url.prefix, request):
            toggled = path.rstrip("/") if path.endswith("/") else path + "/"
            for ending in (path, toggled):
                for query in ("", "?" + request.query) if request.query else ("",):
                    address = _Address(origin + prefix, ending, ending != path, query)
                    if address.signed not in seen:
                        seen.add(address.signed)
                        yield address


def _origins(configured: str, headers: Mapping[str, str]) -> Iterator[str]:
    """Scheme, host and port: as set, the other scheme, other ports, and as the headers claim."""
    if configured:
        yield configured
    scheme, _, authority = configured.partition("://")
    claimed = (headers.get(name, "").split(",")[0].strip() for name in _HOST_HEADERS)
    hosts = [m for host in (authority, *claimed) if (m := _AUTHORITY.fullmatch(host))]
    ports = dict.fromkeys(["", *(host[2] or "" for host in hosts), "443", "80"])
    if (port := headers.get("x-forwarded-port", "")).isdigit() and len(port) <= 5:
        ports[port] = None
    for name in dict.fromkeys(spelled for host in hosts for spelled in (host[1], host[1].lower())):
        for other in dict.fromkeys([scheme or "https", "https", "http"]):
            for port in ports:
                yield f"{other}://{name}:{port}" if port else f"{other}://{name}"


def _paths(prefix: str, request: PlivoRequest) -> Iterator[tuple[str, str]]:
    """A prefix and the path behind it: as set, without any, and as a proxy claims to have cut."""
    path = request.path
    bare = path.removeprefix(prefix) if prefix and path.startswith(prefix + "/") else path
    yield prefix, bare
    yield "", bare
    if (claimed := request.headers.get("x-forwarded-prefix", "")) and _PREFIX.fullmatch(claimed):
        yield claimed.rstrip("/"), bare
