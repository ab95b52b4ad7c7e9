"""One connection of a listener: what it may send, how long it may take, how it is turned away."""

import socket
import time
from contextlib import suppress
from http import HTTPStatus

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask
from waitress.utilities import BadRequest, RequestEntityTooLarge

from router.web.public import MAX_BODY

SocketMap = dict[int, wasyncore.dispatcher]

MAX_RAW_BODY = 8 * MAX_BODY
"""Bytes of a body as it travels: chunks of one byte take six."""
MAX_HEADERS = MAX_BODY + 8 * 1024
"""Bytes of the first line and the headers: a GET carries the whole message in its first line."""
RECEIVE_SECONDS = 10.0
"""From the first byte of a request (or from the connection's start) to its last."""
IDLE_SECONDS = 30.0
"""How long a connection may stay open between two requests."""
LINGER_SECONDS = 3.0
LINGER_BYTES = 16 * 1024 * 1024
"""What is read and thrown away behind a refusal, so that the refusal arrives."""

_LINES = {400: b"bad request\n", 413: b"request too large\n"}

# Too long a first line is too large a request; an unknown Transfer-Encoding (501) is the client's
# fault, and no 5xx for that.
_CODES = {431: 413, 501: 400}


class RequestParser(HTTPRequestParser):
    """Waitress's parser with an exact limit of the body, and no way to make it raise."""

    def received(self, data: bytes) -> int:
        """Take bytes in; returns how many belonged to this request."""
        try:
            taken = super().received(data)
        except ValueError:
            # A target such as `http://[` and a length of 5,000 digits come out of the standard
            # library as ValueError, and waitress would hang up without a word.
            self.error = BadRequest("")
            taken = len(data)
        if self.error is None and self._too_large():
            self.error = RequestEntityTooLarge("")
        elif self.error is None and self._line_ends_are_wrong():
            self.error = BadRequest("")
        if self.error is not None:
            self.completed = self.headers_finished = True
            self.expect_continue = False  # do not ask for a body that is refused already
        return taken

    def _too_large(self) -> bool:
        if self.chunked and self.body_rcv is not None:
            return len(self.body_rcv) > MAX_BODY
        return self.content_length > MAX_BODY

    def _line_ends_are_wrong(self) -> bool:
        """Whether a line of the head ends in LF alone, behind which waitress would wait in vain."""
        if self.headers_finished or self.completed:
            return False
        head = self.header_plus.lstrip()  # blank lines before a request are none of it
        return head.count(b"\n") > head.count(b"\r\n")


class Refusal(ErrorTask):
    """Answers what is no proper HTTP request with one short fixed line, and closes."""

    def execute(self) -> None:
        """Write the answer."""
        code = self.request.error.code if self.request.error else 500
        code = _CODES.get(code, code)
        body = _LINES.get(code, b"internal error\n")
        self.status = f"{code} {HTTPStatus(code).phrase}"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        if isinstance(self.channel, Connection):
            self.channel.refused = True
        self.write(body)


class Connection(HTTPChannel):
    """A connection with deadlines for a whole request: a byte now and then does not extend them."""

    parser_class = RequestParser
    error_task_class = Refusal
    refused = False
    """Set when the request was refused unread, so that closing at once would lose the answer."""

    def __init__(
        self,
        server: BaseWSGIServer,
        sock: socket.socket,
        addr: object,
        adj: Adjustments,
        map: SocketMap | None = None,
    ) -> None:
        super().__init__(server, sock, addr, adj, map)
        self.deadline = time.monotonic() + RECEIVE_SECONDS
        self._lingering = False
        self._thrown_away = 0

    @property
    def busy(self) -> bool:
        """Whether something is under way: being received, answered or sent."""
        return bool(self.requests or self.request or self.total_outbufs_len or self._lingering)

    def expired(self, now: float) -> bool:
        """Whether the peer has had its time (`now` is monotonic); never while being answered."""
        return not self.requests and now > self.deadline

    def received(self, data: bytes) -> bool:
        """Take bytes in, and set the deadline when they begin or end a request."""
        if self._lingering:
            self._thrown_away += len(data)
            self.will_close = self._thrown_away > LINGER_BYTES
            return False
        before = self.request
        taken = super().received(data)
        if self.request is not before or (before is None and self.request is None):
            seconds = IDLE_SECONDS if self.request is None else RECEIVE_SECONDS
            self.deadline = time.monotonic() + seconds
        return taken

    def service(self) -> None:
        """Answer one request (in a worker's thread); the time to idle begins when it is done."""
        super().service()
        if self.request is None:
            self.deadline = time.monotonic() + IDLE_SECONDS

    def handle_write(self) -> None:
        """Send what is waiting; then close, unless a refusal must still reach the peer."""
        if not (self.refused and self.close_when_flushed) or self.will_close:
            super().handle_write()
            return
        self.close_when_flushed = False
        super().handle_write()
        if not self.connected:
            return
        if self.total_outbufs_len:
            self.close_when_flushed = True
        else:
            self._linger()

    def _linger(self) -> None:
        """Stop sending but go on reading: a close with bytes unread would reset the connection."""
        self._lingering = True
        self.deadline = time.monotonic() + LINGER_SECONDS
        if self.socket is not None:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
