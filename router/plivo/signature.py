"""Is a request really Plivo's? Checked against the public URL setting, never against a header."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from router.plivo.form import RequestPairs
from router.plivo.request import PlivoRequest
from router.plivo.signing import V2, V3, Scheme, SigningKey, v2_tail, v3_tail

Require = Literal["any", "v3"]


@dataclass(frozen=True, slots=True)
class Verified:
    """The request is signed with one of the tokens.

    `family` is "V3", "Ma-V3", "V2" or "Ma-V2"; `token` the index of the token; `nonce` that of the
    family. `v2_nonce` is the nonce of a V2 signature that fits too, if it is another one, else "":
    V2 does not sign the content, so that nonce must not serve for a second request either.
    """

    family: str
    token: int
    nonce: str
    v2_nonce: str = ""


@dataclass(frozen=True, slots=True)
class Unverified:
    """The request is not signed with any of the tokens. `reason` is for the log alone."""

    reason: str


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """The address Plivo calls: `origin` is scheme, host and port as set, `prefix` the path's start
    without a slash at its end. Both are "" when no address is set.
    """

    origin: str
    prefix: str

    def address_of(self, path: str) -> bytes:
        """The address Plivo called for a request whose raw path arrived like this.

        A proxy may take the prefix off the path or leave it there.
        """
        kept = self.prefix and path.startswith(self.prefix + "/")
        start = self.origin if kept else self.origin + self.prefix
        return start.encode() + path.encode("latin-1", "replace")


def read_public_url(url: str) -> PublicUrl:
    """Take the setting apart; query, fragment and slashes at the end go, the rest stays."""
    scheme, separator, rest = url.partition("#")[0].partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return PublicUrl(scheme + separator + host, (slash + path).rstrip("/"))


class Verifier:
    """Checks signatures of every family against one public URL and several tokens."""

    def __init__(self, public_url: str, tokens: tuple[str, ...], require: Require = "any") -> None:
        self.public_url = read_public_url(public_url)
        self.require = require
        self.keys = tuple(SigningKey(token) for token in tokens)

    def verify(self, request: PlivoRequest, pairs: RequestPairs) -> Verified | Unverified:
        """Whether one signature that is present fits; the strongest family that fits is named.

        With `require` "v3" only V3 and Ma-V3 count. The time taken does not tell what was wrong.
        """
        if not self.public_url.origin:
            return Unverified("the setting public-url is missing, and Plivo signs that address")
        headers = request.headers
        url = self.public_url.address_of(request.path)
        found = None
        if nonce := headers.get(V3.nonce_header, ""):
            data = url + v3_tail(request.method, pairs, nonce)
            found = self._matched(V3, nonce, data, headers)
        if self.require == "any" and (nonce := headers.get(V2.nonce_header, "")):
            second = self._matched(V2, nonce, url + v2_tail(nonce), headers)
            if found is None:
                found = second
            elif second is not None and second.nonce != found.nonce:
                found = Verified(found.family, found.token, found.nonce, second.nonce)
        return found or Unverified(self._reason(headers))

    def _matched(
        self, scheme: Scheme, nonce: str, data: bytes, headers: Mapping[str, str]
    ) -> Verified | None:
        """The first family and token whose signature is right, after comparing them all."""
        right = [key.sign(data) for key in self.keys]
        matches = [
            (family, index)
            for family, signature in scheme.given(headers)
            for index, expected in enumerate(right)
            if hmac.compare_digest(signature, expected)
        ]
        return Verified(*matches[0], nonce) if matches else None

    def _reason(self, headers: Mapping[str, str]) -> str:
        """Why nothing fitted: what is missing, or that what is there is not right."""
        schemes = (V3,) if self.require == "v3" else (V3, V2)
        signed = [s for s in schemes if any(headers.get(header) for _, header in s.families)]
        if any(headers.get(scheme.nonce_header) for scheme in signed):
            names = " or ".join(scheme.version for scheme in signed)
            return f"no {names} signature fits the public URL with any of {len(self.keys)} token(s)"
        if signed:
            return f"the header {_shown(signed[0].nonce_header)} is missing"
        wanted = " or ".join(
            f"{_shown(s.families[0][1])} (or {_shown(s.families[1][1])}) "
            f"with {_shown(s.nonce_header)}"
            for s in schemes
        )
        why = ", and the setting require-signature is v3" if self.require == "v3" else ""
        return f"no signature header; Plivo sends {wanted}{why}"


def _shown(header: str) -> str:
    """A header's name in the letters Plivo writes: X-Plivo-Signature-V2-Nonce."""
    return "-".join(part.capitalize() for part in header.split("-"))
