"""`sms-router send`: what Plivo would do, a signed request to a running router."""

import os
import secrets
import uuid
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit

import click

from router.adapters.http_straight import connection_to, words_of
from router.app.settings import RECEIVE_PATH
from router.app.settings_values import Wrong, read_public_url
from router.cli.loading import settings_or_exit
from router.cli.message import default_url, read_recipient, read_sender
from router.cli.options import SettingsOptions, collected, message_options, settings_options
from router.core.address import Address
from router.core.errors import RefusedError, UsageError
from router.core.segments import measure
from router.plivo.signing import sign
from router.wiring.settings import sending_tokens

PATIENCE_SECONDS = 15
"""Plivo itself waits 8 s for an answer; somebody who looks for the reason may wait a bit longer."""
MAX_ANSWER_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Answered:
    """What the router answered over HTTP."""

    status: int
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions(SettingsOptions):
    """What `send` was asked; None is "as usual"."""

    text: str
    sender: str | None
    recipient: str | None
    url: str | None


@click.command(short_help="Send a running router one signed message, as Plivo would.")
@message_options
@click.option(
    "--url",
    metavar="URL",
    help="Where the router is.  [default: the setting public-url, else where it listens]",
)
@settings_options
@collected(SendOptions)
def send(options: SendOptions) -> int:
    """Send a running router one signed message, as Plivo would, and print the XML it answers."""
    settings = settings_or_exit(options.settings, options.flags)
    tokens = sending_tokens(settings, os.environ)
    if not tokens:
        raise UsageError(
            "there is no auth token to sign with: set PLIVO_AUTH_TOKEN to the router's, "
            "or name the --data folder of a router that runs with --dev"
        )
    address = message_url(options.url if options.url is not None else default_url(settings))
    fields = message_fields(
        read_sender(options.sender, settings, {}),
        read_recipient(options.recipient, settings, {}),
        options.text,
    )
    answer = _post(address, fields, tokens.values[0])
    if answer.status != 200:
        raise RefusedError(_refusal(address, answer))
    click.echo(answer.body)
    return 0


def message_url(url: str) -> str:
    """The URL for messages: of a router's own URL, or of one that names the path already."""
    base = url.strip().rstrip("/")
    base = base.removesuffix(RECEIVE_PATH.rstrip("/"))
    checked = read_public_url(base)
    if isinstance(checked, Wrong):
        raise UsageError(f"--url: {checked.words}: {checked.hint}")
    # Plivo calls, and signs, exactly what it was given: a path typed in full stays as typed.
    return url.strip() if base != url.strip().rstrip("/") else checked + RECEIVE_PATH


def message_fields(sender: Address, recipient: Address, text: str) -> tuple[tuple[str, str], ...]:
    """The form Plivo posts for one message (Plivo's page on receiving messages)."""
    # Bytes of the command line that are no text come as lone surrogates, which no form can hold.
    clean = text.encode("utf-8", "replace").decode()
    return (
        ("From", sender.wire),
        ("To", recipient.wire),
        ("Type", "sms"),
        ("Text", clean),
        ("MessageUUID", str(uuid.uuid4())),
        ("Units", str(measure(clean).count)),
        ("TotalRate", "0"),
        ("TotalAmount", "0"),
        ("MessageIntent", ""),
    )


def _post(url: str, fields: tuple[tuple[str, str], ...], token: str) -> Answered:
    nonce = secrets.token_hex(16)
    headers = sign(url, "POST", fields, token, nonce) | {
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": "sms-router send",
    }
    parts = urlsplit(url)
    connection = connection_to(parts, PATIENCE_SECONDS)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, urlencode(fields), headers)
        # An answer behind which the other side hangs up has the socket to itself.
        with connection.getresponse() as answer:
            body = answer.read(MAX_ANSWER_BYTES).decode("utf-8", "replace").rstrip("\n")
            return Answered(answer.status, body)
    except ConnectionRefusedError:
        raise RefusedError(
            f"nothing listens at {parts.scheme}://{parts.netloc}: is the router running?"
        ) from None
    except TimeoutError:
        raise RefusedError(
            f"{parts.netloc} gave no answer within {PATIENCE_SECONDS} seconds"
        ) from None
    except (OSError, HTTPException) as problem:
        raise RefusedError(f"cannot talk to {parts.netloc}: {words_of(problem)}") from None
    finally:
        connection.close()


def _refusal(url: str, answer: Answered) -> str:
    line = (answer.body.splitlines() or [""])[0][:200]
    words = f"{url} answered {answer.status}: {line}"
    if answer.status == 403:
        words += (
            "\nThe router's log says why. It checks signatures against its own public URL and auth"
            " tokens: --url and the token used here must be the same."
        )
    return words
