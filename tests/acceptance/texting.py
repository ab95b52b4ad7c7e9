"""Texts to a running server as Plivo would send them, over a connection that stays open."""

import secrets
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from router.plivo.signing import sign
from tests.acceptance.running import DEADLINE, PUBLIC_URL, TOKEN, texts


class Phone:
    """Sends texts to one server; use it in a `with`. Not for several threads at once."""

    def __init__(self, public: str) -> None:
        place = urlsplit(public)
        self._connection = HTTPConnection(place.hostname or "", place.port, timeout=DEADLINE)

    def __enter__(self) -> "Phone":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def text(self, text: str, sender: str = "15551230000") -> list[str]:
        """The texts that a text is answered with; fails unless the answer is 200."""
        uuid = secrets.token_hex(16)
        fields = (
            ("From", sender),
            ("To", "15557654321"),
            ("Type", "sms"),
            ("Text", text),
            ("MessageUUID", uuid),
        )
        headers = sign(f"{PUBLIC_URL}/receive_sms/", "POST", fields, TOKEN, uuid)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request("POST", "/receive_sms/", urlencode(fields), headers)
        answer = self._connection.getresponse()
        body = answer.read().decode()
        assert answer.status == 200, body
        return texts(body)
