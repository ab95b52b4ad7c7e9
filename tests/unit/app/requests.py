"""Requests of Plivo's for the tests of the use cases: signed as Plivo would."""

from urllib.parse import urlencode

from router.plivo.request import PlivoRequest
from router.plivo.signing import sign

PUBLIC = "https://sms.example.com"
TOKEN = "a-token-for-tests"
MESSAGE = {
    "From": "15551230000",
    "To": "15557654321",
    "Text": "Hours?",
    "Type": "sms",
    "MessageUUID": "u-1",
}


def signed(
    fields: dict[str, str] | None = None,
    *,
    body: bytes | None = None,
    nonce: str = "1",
    path: str = "/receive_sms/",
    families: tuple[str, ...] = ("v2",),
    token: str = TOKEN,
) -> PlivoRequest:
    """A POST with these fields (or this very body), signed in these families."""
    form = MESSAGE if fields is None else fields
    headers = {
        name: value
        for name, value in sign(PUBLIC + path, "POST", tuple(form.items()), token, nonce).items()
        if any(family in name for family in families)
    }
    sent = urlencode(form).encode() if body is None else body
    return PlivoRequest("POST", path, "", sent, headers)


def message(**changes: str) -> dict[str, str]:
    """The fields of a text, some of them different."""
    return MESSAGE | changes
