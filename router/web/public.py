"""The public door: what Plivo calls, and what a load balancer asks."""

from collections.abc import Callable
from typing import Any

import falcon

from router.app.admission import MALFORMED, Answer
from router.app.ports import EventLog
from router.app.settings import RECEIVE_PATH, STATUS_PATH
from router.app.steps import Running, Steps
from router.plivo.request import PlivoRequest
from router.web.holding import Holding, hold
from router.web.refusals import PLAIN, Door, install_refusals, refuse

MAX_BODY = 64 * 1024
"""Bytes of a body, chunks taken together, or of a query; a message is about one kilobyte. More is
answered 413: here, and by the listeners (of either door) before they have read it."""

Handler = Callable[[PlivoRequest], Steps[Answer]]

# Every header that a signature, or the explanation of a refusal, is read from. Copying just these
# is quicker than turning all of a request's headers into a mapping.
_HEADERS = (
    ("x-plivo-signature-v2", "HTTP_X_PLIVO_SIGNATURE_V2"),
    ("x-plivo-signature-ma-v2", "HTTP_X_PLIVO_SIGNATURE_MA_V2"),
    ("x-plivo-signature-v2-nonce", "HTTP_X_PLIVO_SIGNATURE_V2_NONCE"),
    ("x-plivo-signature-v3", "HTTP_X_PLIVO_SIGNATURE_V3"),
    ("x-plivo-signature-ma-v3", "HTTP_X_PLIVO_SIGNATURE_MA_V3"),
    ("x-plivo-signature-v3-nonce", "HTTP_X_PLIVO_SIGNATURE_V3_NONCE"),
    ("content-type", "CONTENT_TYPE"),
    ("host", "HTTP_HOST"),
    ("x-forwarded-host", "HTTP_X_FORWARDED_HOST"),
    ("x-forwarded-port", "HTTP_X_FORWARDED_PORT"),
    ("x-forwarded-prefix", "HTTP_X_FORWARDED_PREFIX"),
    ("x-forwarded-for", "HTTP_X_FORWARDED_FOR"),
)


def create_public_app(inbound: Handler, reports: Handler, prefix: str, log: EventLog) -> Holding:
    """The WSGI application of the public listener.

    `prefix` is the path of the public URL ("" for none): the routes stand with it and without it,
    since a proxy may pass it on or take it off.
    """
    app = falcon.App()
    allowed = {}
    for start in dict.fromkeys(("", prefix.rstrip("/"))):
        for path, handler in ((RECEIVE_PATH, inbound), (STATUS_PATH, reports)):
            for route in (start + path.rstrip("/"), start + path):
                allowed[route] = "GET, POST"
                app.add_route(route, _PlivoDoor(handler))
        allowed[f"{start}/healthz"] = "GET, HEAD"
        app.add_route(f"{start}/healthz", _Alive())
    install_refusals(app, log, allowed)
    return Holding(app, log)


class _PlivoDoor(Door):
    """Turns a WSGI request into a PlivoRequest, and the Answer back."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """The fields are in the body, and perhaps in the query too."""
        body = _read_body(req.env)
        if isinstance(body, Answer):
            _send(body, resp)
        elif body is None:
            refuse(resp, 413)
        else:
            self._answer(_plivo_request("POST", req.env, body), req, resp)

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """The fields are in the query; a body means nothing on a GET and is not looked at."""
        self._answer(_plivo_request("GET", req.env, b""), req, resp)

    def _answer(self, asked: PlivoRequest, req: falcon.Request, resp: falcon.Response) -> None:
        # A GET carries the whole message in its first line.
        if len(asked.query) + len(asked.body) > MAX_BODY:
            refuse(resp, 413)
            return
        running = Running(self._handler(asked))
        if running.advance():
            _send(running.result, resp)
        else:
            hold(req.env, running)


class _Alive(Door):
    """Says that the process serves."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Always 200."""
        resp.content_type = PLAIN
        resp.data = b"ok\n"

    on_head = on_get


def _send(answer: Answer, resp: falcon.Response) -> None:
    resp.status = answer.status
    resp.content_type = answer.content_type
    resp.data = answer.body


def _plivo_request(method: str, env: dict[str, Any], body: bytes) -> PlivoRequest:
    # The target as sent, since a signature is over its very bytes: WSGI's PATH_INFO is decoded.
    target: str = env["REQUEST_URI"]
    path, _, query = target.partition("#")[0].partition("?")
    if not path.startswith("/"):  # the absolute form, http://host/path (RFC 9112 §3.2.2)
        path = "/" + path.partition("://")[2].partition("/")[2]
    headers = {name: env[key] for name, key in _HEADERS if key in env}
    return PlivoRequest(method, path, query, body, headers, env.get("REMOTE_ADDR", ""))


def _read_body(env: dict[str, Any]) -> bytes | Answer | None:
    """The body; None when it is too large, which is seen from its declared length without reading.

    The server has taken chunks together and declares their length, so without one there is no body.
    """
    declared: str = env.get("CONTENT_LENGTH") or "0"
    if not (declared.isascii() and declared.isdigit()):
        return MALFORMED
    if len(declared) > len(str(MAX_BODY)) or int(declared) > MAX_BODY:
        return None
    body: bytes = env["wsgi.input"].read(int(declared))
    return body
