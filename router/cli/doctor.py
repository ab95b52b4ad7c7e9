"""`sms-router doctor`: whether this installation is sound, or a captured request let in."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import click

from router.app.checkups.request import examine_request
from router.app.checkups.settings import settings_sources
from router.app.settings import Settings
from router.cli.loading import FINDINGS, settings_or_exit
from router.cli.options import ServerOptions, collected, format_option, settings_options
from router.core.checkup import Checkup, Health
from router.core.errors import UsageError
from router.plivo.signature import Verifier
from router.render.checkups import as_json, as_text
from router.wiring.doctor import doctor as examining
from router.wiring.settings import sending_tokens, settings_file

MAX_REQUEST = 256 * 1024
"""Bytes of a capture that are looked at; the server itself takes 64 KiB of a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorOptions(ServerOptions):
    """What `doctor` was asked: `style` is text or json; None where a flag was left out."""

    request: BinaryIO | None
    style: str


@click.command(short_help="Is this installation sound, and what is to do?")
@click.option(
    "--request",
    type=click.File("rb"),
    metavar="FILE",
    help="Only say whether this captured request (headers and body; - for stdin) would be let in.",
)
@click.option("--listen", metavar="HOST:PORT", help="Where the server listens for Plivo.")
@click.option("--admin-listen", metavar="HOST:PORT", help="Where it listens for the operator.")
@click.option("--public-url", metavar="URL", help="The address Plivo calls.")
@format_option("text", "json")
@settings_options
@collected(DoctorOptions)
def doctor(options: DoctorOptions) -> int:
    """Look at everything this installation stands on: a line each, with what to do.

    Run it as the server's user, with the server's settings and token. It changes nothing; a running
    server gets a signed request that is no message. Ends with 1 when a line says fail.
    """
    settings = settings_or_exit(options.settings, options.flags)
    if options.request is None:
        checkups = _about_all(options, settings)
    else:
        checkups = _about_request(options.request.read(MAX_REQUEST), settings)
    page = as_json(checkups) if options.style == "json" else as_text(checkups)
    click.echo(page, nl=False)
    return FINDINGS if any(one.verdict is Health.FAIL for one in checkups) else 0


def _about_all(options: DoctorOptions, settings: Settings) -> Sequence[Checkup]:
    given = {key: text for key, text in options.flags.items() if text is not None}
    sources = settings_sources(settings_file(options.settings) or "", os.environ, given)
    return examining(settings, sources, os.environ)()


def _about_request(raw: bytes, settings: Settings) -> Sequence[Checkup]:
    tokens = sending_tokens(settings, os.environ)
    if not tokens:
        raise UsageError(
            "there is no auth token to check the request with: set PLIVO_AUTH_TOKEN to the router's"
        )
    verifier = Verifier(settings.public_url, tokens.values, settings.require_signature)
    return examine_request(raw, verifier, datetime.now(UTC))
