"""`sms-router serve`: the server."""

from collections.abc import Callable

import click

from router.adapters.journal.scribe.process import Scribe
from router.cli.on_demand import loaded
from router.cli.options import collected, settings_options
from router.cli.serving.options import MAX_WORKERS, ServeOptions
from router.wiring.scribe import make_scribe


@click.command()
@click.option("--listen", metavar="HOST:PORT", help="For Plivo.  [default: 127.0.0.1:8080]")
@click.option(
    "--admin-listen", metavar="HOST:PORT", help="For the operator.  [default: 127.0.0.1:8081]"
)
@click.option("--public-url", metavar="URL", help="The address Plivo calls, without /receive_sms/.")
@click.option(
    "--dev", is_flag=True, help="Try things out: this machine only, with a token made for it."
)
@click.option(
    "--workers", metavar="N", type=click.IntRange(1, MAX_WORKERS), default=1,
    help="Processes that answer, for more than one processor.  [default: 1]",
)  # fmt: skip
@settings_options
@collected(ServeOptions)
def serve(options: ServeOptions) -> int:
    """Answer Plivo's messages by the rules.

    The auth token comes from PLIVO_AUTH_TOKEN (several with commas), from the file that
    PLIVO_AUTH_TOKEN_FILE names, or from systemd's credential plivo-auth-token. SIGHUP reads the
    rules again, SIGTERM and Ctrl-C end it once what is under way is answered.
    """
    scribe = make_scribe()
    # The scribe needs next to nothing of what is loaded from here on, and would have a copy of it.
    start: Callable[[ServeOptions, Scribe], int] = loaded("serving.starting:start")
    return start(options, scribe)
