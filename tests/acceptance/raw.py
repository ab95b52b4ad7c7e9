"""Requests byte by byte, for what happens while one is under way."""

import socket
from urllib.parse import urlencode, urlsplit

from tests.acceptance.plivo_side import message, new_nonce, signed_headers
from tests.acceptance.running import DEADLINE, PUBLIC_URL


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=DEADLINE)


def rest_of(sock: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    return b"".join(parts)


def raw_message(text: str) -> tuple[bytes, bytes]:
    """A whole signed request as bytes, its head and its body."""
    form = message(text)
    body = urlencode(form).encode()
    headers = signed_headers("V2", "POST", PUBLIC_URL + "/receive_sms/", form, nonce=new_nonce())
    head = [
        "POST /receive_sms/ HTTP/1.1",
        "Host: sms.example.org",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*head, "", ""]).encode(), body
