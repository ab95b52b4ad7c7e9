"""What Plivo signs and how: the strings and digests of the V2 and V3 schemes.

Sources: Plivo's page on validating requests, and the string construction of its Python SDK
(`plivo.utils` for V2, `plivo.utils.signature_v3` for V3).
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from router.plivo.form import Pairs, RequestPairs, parse_form

MAX_SIGNATURES = 20
"""How many comma-separated signatures of one header are looked at; Plivo sends one per token."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of signing: its headers (lower case), each with the family it stands for.

    The `ma` header holds the main account's signature, the other one that of the number's account.
    """

    version: str
    nonce_header: str
    families: tuple[tuple[str, str], ...]

    def given(self, headers: Mapping[str, str]) -> list[tuple[str, bytes]]:
        """The signatures of a request, each with its family: the first few of each header."""
        return [
            (family, wire_bytes(signature.strip()))
            for family, header in self.families
            for signature in headers.get(header, "").split(",")[:MAX_SIGNATURES]
            if signature.strip()
        ]


V2 = Scheme(
    "V2",
    "x-plivo-signature-v2-nonce",
    (("V2", "x-plivo-signature-v2"), ("Ma-V2", "x-plivo-signature-ma-v2")),
)
V3 = Scheme(
    "V3",
    "x-plivo-signature-v3-nonce",
    (("V3", "x-plivo-signature-v3"), ("Ma-V3", "x-plivo-signature-ma-v3")),
)


class SigningKey:
    """An auth token made ready to sign with. Holds a secret: it has no repr of its value."""

    __slots__ = ("_keyed",)

    def __init__(self, token: str) -> None:
        # Keying costs as much as a whole signature, so it is done once and copied from then on.
        self._keyed = hmac.new(token.encode("utf-8", "surrogateescape"), digestmod=sha256)

    def sign(self, data: bytes) -> bytes:
        """The signature as it stands in a header: base64 of the HMAC-SHA256."""
        keyed = self._keyed.copy()
        keyed.update(data)
        return b64encode(keyed.digest())


def wire_bytes(text: str) -> bytes:
    """The bytes of something a header held, whatever it holds: never raises, never merges two."""
    return text.encode("utf-8", "surrogatepass")


def v2_tail(nonce: str) -> bytes:
    """What V2 signs behind the address (without its query): the nonce. No method, no body."""
    return wire_bytes(nonce)


def v3_tail(method: str, pairs: RequestPairs, nonce: str) -> bytes:
    """What V3 signs behind the address: the sorted fields as decoded text, and the nonce.

    A GET merges query and form; a POST has the query as `k=v&k=v`, then the form's names and values
    with nothing between. Of a repeated field the values are sorted.
    """
    if method == "GET":
        joined = _as_query(pairs.fields)
        signed = "?" + joined if joined else ""
    else:
        joined = _as_query(pairs.query)
        form = "".join(name + value for name, value in sorted(pairs.form))
        # As the Python SDK has it: the mark stands when there is either, the dot between the two.
        mark = "?" if joined or pairs.form else ""
        dot = "." if joined and pairs.form else ""
        signed = mark + joined + dot + form
    return signed.encode() + b"." + wire_bytes(nonce)


def sign(url: str, method: str, form: Pairs, token: str, nonce: str) -> dict[str, str]:
    """The headers Plivo would send with a request to `url` (its query included), names lower case.

    Every family signs with the same token and nonce, as for a number of the main account.
    """
    address, _, query = url.partition("#")[0].partition("?")
    asked = parse_form(query.encode())
    # Someone may give a URL with a malformed query by hand: Plivo would sign the lenient reading.
    pairs = RequestPairs(asked if isinstance(asked, tuple) else asked.lenient, form)
    key = SigningKey(token)
    signatures = {
        V2: key.sign(address.encode() + v2_tail(nonce)),
        V3: key.sign(address.encode() + v3_tail(method, pairs, nonce)),
    }
    headers = {}
    for scheme, signature in signatures.items():
        headers[scheme.nonce_header] = nonce
        headers |= {header: signature.decode() for _, header in scheme.families}
    return headers


def _as_query(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))
