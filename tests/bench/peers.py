"""The servers that ours is measured against, on the same waitress with the same number of threads.

`python -m tests.bench.peers bare|flask PORT`: a falcon app that returns a constant, and the usual
Flask + plivo sample (verify the V2 signature, then answer with one Message).
"""

import os
import sys
from collections.abc import Callable
from typing import Any

import falcon
import flask
import plivo.utils
from plivo import plivoxml
from waitress import serve

THREADS = 8
CONSTANT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Message src="15557654321" '
    'dst="15551230000" type="sms">We are open 9-17.</Message></Response>'
)


class Constant:
    """Answers every request with the same bytes."""

    def on_post(self, _req: falcon.Request, resp: falcon.Response) -> None:
        """The least that a falcon server can do."""
        resp.content_type = "text/xml; charset=utf-8"
        resp.text = CONSTANT


def bare_falcon() -> Callable[..., Any]:
    """A falcon app with one constant route."""
    app = falcon.App()
    app.add_route("/receive_sms/", Constant())
    return app


def flask_sample() -> Callable[..., Any]:
    """The sample of Plivo's page, with the signature enforced."""
    app = flask.Flask(__name__)
    token = os.environ["PLIVO_AUTH_TOKEN"]

    @app.route("/receive_sms/", methods=["GET", "POST"])
    def receive() -> flask.Response:
        signature = flask.request.headers.get("X-Plivo-Signature-V2", "")
        nonce = flask.request.headers.get("X-Plivo-Signature-V2-Nonce", "")
        uri = flask.url_for("receive", _external=True)
        if not plivo.utils.validate_signature(uri, nonce, signature, token):
            flask.abort(403)
        response = plivoxml.ResponseElement()
        response.add(
            plivoxml.MessageElement(
                "We are open 9-17.",
                src=flask.request.values.get("To"),
                dst=flask.request.values.get("From"),
                type="sms",
            )
        )
        return flask.Response(response.to_string(), mimetype="text/xml")

    return app


if __name__ == "__main__":
    app = {"bare": bare_falcon, "flask": flask_sample}[sys.argv[1]]()
    serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=THREADS, _quiet=True)
