"""What the doors say to a request they do not take: one short fixed line, the reason in the log."""

from collections.abc import Mapping
from typing import Any

import falcon

from router.app.ports import EventLog

_LINES = {
    404: b"not found\n",
    405: b"method not allowed\n",
    413: b"request too large\n",
    500: b"internal error\n",
}
_BAD_REQUEST = b"bad request\n"
PLAIN = "text/plain; charset=utf-8"

App = falcon.App[falcon.Request, falcon.Response]


def refuse(resp: falcon.Response, status: int) -> None:
    """Answer with a status and its fixed line; a status without one says "bad request"."""
    resp.status = status
    resp.content_type = PLAIN
    resp.data = _LINES.get(status, _BAD_REQUEST)


def install_refusals(app: App, log: EventLog, allowed: Mapping[str, str]) -> None:
    """Give an application the house's refusals, in place of Falcon's JSON.

    `allowed` maps each route to the methods of its `Allow` header. An exception that is not HTTP's
    is a bug: it is logged with its traceback and answered 500.
    """

    def refused(
        req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError, _: Mapping[str, Any]
    ) -> None:
        route = allowed.get(req.uri_template or "", "")
        status = error.status_code
        # Falcon calls a method it never heard of a bad request, but on a known route it is the
        # method that is wrong.
        if route and isinstance(error, falcon.HTTPMethodNotAllowed | falcon.HTTPBadRequest):
            status = 405
            resp.set_header("Allow", route)
        refuse(resp, status)

    def broke(
        req: falcon.Request, resp: falcon.Response, error: Exception, _: Mapping[str, Any]
    ) -> None:
        log.bug("bug", route=req.uri_template or "", exception=type(error).__name__)
        refuse(resp, 500)

    app.add_error_handler(Exception, broke)
    app.add_error_handler(falcon.HTTPError, refused)


class Door:
    """What every resource shares: Falcon would answer OPTIONS by itself, which is not offered."""

    def on_options(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Refuse, naming the methods there are."""
        raise falcon.HTTPMethodNotAllowed(())
