"""The other side of the wire: Plivo, played with its own official library."""

import base64
import hashlib
import hmac
import itertools
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import plivo.utils
from plivo.utils.signature_v3 import construct_get_url, construct_post_url, get_signature_v3

from tests.acceptance.running import DEADLINE, PUBLIC_URL, TOKEN, Server

FAMILIES = ("V2", "Ma-V2", "V3", "Ma-V3")
DESK = "15557654321"
STRANGER = "15551230000"

_counted: Iterator[int] = itertools.count(10**19)


def new_nonce() -> str:
    """Twenty digits that no request had before."""
    return str(next(_counted))


def message(text: str = "Hours?", **changes: str) -> dict[str, str]:
    """The fields of a text, with a MessageUUID of its own."""
    return {
        "From": STRANGER,
        "To": DESK,
        "TotalRate": "0",
        "Units": "1",
        "Text": text,
        "TotalAmount": "0",
        "Type": "sms",
        "MessageUUID": str(uuid.uuid4()),
        "MessageIntent": "",
    } | changes


def v2_signature(url: str, nonce: str, token: str = TOKEN) -> str:
    """A signature that Plivo's library takes for right: it checks V2, but does not make it."""
    address = url.partition("?")[0]
    digest = hmac.new(token.encode(), (address + nonce).encode(), hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    assert plivo.utils.validate_signature(url, nonce, signature, token)
    return signature


def v3_signature(
    method: str, url: str, form: Mapping[str, str], nonce: str, token: str = TOKEN
) -> str:
    """A signature made by Plivo's library."""
    if method == "GET":
        # The library cannot read back what is not ASCII in a query; the fields are what it signs.
        signed = construct_get_url(url.partition("?")[0], dict(form))
    else:
        signed = construct_post_url(url, dict(form))
    made: bytes = get_signature_v3(token.encode(), signed.decode(), nonce)
    return made.decode()


def signed_headers(
    family: str, method: str, url: str, form: Mapping[str, str], *, nonce: str, token: str = TOKEN
) -> dict[str, str]:
    """The two headers of one family."""
    version = family.removeprefix("Ma-")
    signature = (
        v2_signature(url, nonce, token)
        if version == "V2"
        else v3_signature(method, url, form, nonce, token)
    )
    return {
        f"X-Plivo-Signature-{family}": signature,
        f"X-Plivo-Signature-{version}-Nonce": nonce,
    }


@dataclass(frozen=True)
class Answer:
    """What the router answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def messages(self) -> list[tuple[dict[str, str], str]]:
        """Attributes and text of each `<Message>`, in order."""
        assert self.status == 200, self
        root = ET.fromstring(self.body)
        assert root.tag == "Response"
        assert {child.tag for child in root} <= {"Message"}
        return [(dict(child.attrib), child.text or "") for child in root]

    @property
    def texts(self) -> list[str]:
        """The text of each message, in order."""
        return [text for _, text in self.messages]


@dataclass
class Plivo:
    """Sends requests to a router that listens at `at`, signed for the address it has in public."""

    at: str
    public_url: str = PUBLIC_URL
    token: str = TOKEN
    family: str = "V2"
    extra: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, target: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        """One HTTP request as it stands."""
        parts = urlsplit(self.at)
        http = HTTPConnection(parts.hostname or "", parts.port, timeout=DEADLINE)
        try:
            http.request(method, target, body, {**headers, **self.extra})
            with http.getresponse() as answer:
                named = {name.lower(): value for name, value in answer.getheaders()}
                return Answer(answer.status, named, answer.read())
        finally:
            http.close()

    def post(
        self,
        form: Mapping[str, str],
        path: str = "/receive_sms/",
        *,
        nonce: str = "",
        family: str = "",
        body: bytes | None = None,
        signed_path: str = "",
    ) -> Answer:
        """A signed POST; `body` sends other bytes than the form that is signed."""
        headers = signed_headers(
            family or self.family,
            "POST",
            self.public_url + (signed_path or path),
            form,
            nonce=nonce or new_nonce(),
            token=self.token,
        )
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(form).encode() if body is None else body, headers)

    def get(
        self, form: Mapping[str, str], path: str = "/receive_sms/", *, family: str = ""
    ) -> Answer:
        """A signed GET with the fields in its query."""
        target = path + "?" + urlencode(form)
        headers = signed_headers(
            family or self.family,
            "GET",
            self.public_url + target,
            form,
            nonce=new_nonce(),
            token=self.token,
        )
        return self.ask("GET", target, None, headers)


def logged(server: Server, event: str, **fields: object) -> dict[str, Any]:
    """The latest line of the server's log with this event and these fields; waits for it."""

    def found(lines: list[str]) -> dict[str, Any] | None:
        events = [json.loads(line) for line in reversed(lines) if line.startswith("{")]
        right = (e for e in events if e["event"] == event and fields.items() <= e.items())
        return next(right, None)

    line: dict[str, Any] = server.err.wait_for(found)
    return line
