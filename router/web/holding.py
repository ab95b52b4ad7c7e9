"""Answers that are still to come: for a server that answers everybody on one thread.

A use case waits for the journal. To a WSGI server of the usual kind that looks like an application
that takes its time; one that knows `Holding.begin` goes on with others meanwhile.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

from router.app.admission import FAILED, Answer
from router.app.ports import EventLog
from router.app.steps import Running, Steps, finish
from router.web.refusals import App

_STEPS = "sms_router.steps"
_BEGUN = "sms_router.begun"
_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def hold(environ: dict[str, Any], running: Running[Answer]) -> None:
    """Leave steps that wait with their request: whoever called the application goes on."""
    environ[_STEPS] = running


class Begun:
    """One request, answered or on its way to it. For one thread at a time."""

    __slots__ = ("_log", "_running", "body", "headers", "status")

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._running: Running[Answer] | None = None
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.body: Iterable[bytes] = ()

    def advance(self) -> bool:
        """Go on without waiting; whether the answer is there."""
        running = self._running
        if running is None:
            return True
        try:
            if not running.advance():
                return False
            answer = running.result
        except Exception as error:  # noqa: BLE001 - the HTTP door, behind which falcon cannot look
            self._log.bug("bug", exception=type(error).__name__)
            answer = FAILED.answer
        self._running = None
        self.status = _STATUS[answer.status]
        length = str(len(answer.body))
        self.headers = [("Content-Length", length), ("Content-Type", answer.content_type)]
        self.body = [answer.body]
        return True

    def when_ready(self, call: Callable[[], None]) -> None:
        """Have it called, from any thread, when `advance` may get further."""
        if self._running is None or self._running.waits_for is None:
            call()
        else:
            self._running.waits_for.when_done(call)

    def wait(self) -> None:
        """Wait until the answer is there."""
        finish(self._to_the_end())

    def _to_the_end(self) -> Steps[None]:
        while not self.advance():
            if self._running and self._running.waits_for:
                yield self._running.waits_for

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        """What the application calls with its answer, or with nothing yet to say."""
        self.status, self.headers = status, headers
        return _no_writing

    def held(self, environ: WSGIEnvironment, body: Iterable[bytes]) -> None:
        """What the application returned."""
        self._running = environ.pop(_STEPS, None)
        self.body = body


def _no_writing(_data: bytes) -> object:
    raise NotImplementedError("falcon never writes")


class HoldingApplication(Protocol):
    """A WSGI application of which a request can be begun, and finished later."""

    def begin(self, environ: WSGIEnvironment) -> Begun:
        """Take a request as far as it goes without waiting."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request: one that was begun with the same environ, or a new one."""


class Holding:
    """A HoldingApplication on a falcon application whose responders may `hold`."""

    def __init__(self, app: App, log: EventLog) -> None:
        self._app = app
        self._log = log

    def begin(self, environ: WSGIEnvironment) -> Begun:
        """Take a request as far as it goes without waiting."""
        begun = Begun(self._log)
        begun.held(environ, self._app(environ, begun.start_response))
        environ[_BEGUN] = begun
        return begun

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; waits where `begin` would not."""
        begun = environ.pop(_BEGUN, None) or self.begin(environ)
        begun.wait()
        start_response(begun.status, begun.headers)
        return begun.body
