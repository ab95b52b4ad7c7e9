"""`sms-router serve`: the server."""

import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import click

from router.app.ports import EventLog
from router.app.settings import Endpoint, Settings
from router.cli.banner import Serving, banner
from router.cli.invocation import this_process, words_to_start
from router.cli.listeners import Listeners
from router.cli.loading import settings_or_exit, start_or_exit
from router.cli.options import SettingsOptions, collected, settings_options
from router.core.errors import UsageError
from router.engine.ruleset import RuleSet
from router.web.holding import Begun, HoldingApplication
from router.wiring import Application, build, serving_tokens, start_compiler, start_log


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions(SettingsOptions):
    """What `serve` was asked; None where a flag was left out."""

    listen: str | None
    admin_listen: str | None
    public_url: str | None
    dev: bool

    @property
    def flags(self) -> dict[str, str | None]:
        """Settings by name, as the flags give them."""
        return {
            "rules": self.rules,
            "data": self.data,
            "listen": self.listen,
            "admin-listen": self.admin_listen,
            "public-url": self.public_url,
        }


@click.command()
@click.option("--listen", metavar="HOST:PORT", help="For Plivo.  [default: 127.0.0.1:8080]")
@click.option(
    "--admin-listen", metavar="HOST:PORT", help="For the operator.  [default: 127.0.0.1:8081]"
)
@click.option("--public-url", metavar="URL", help="The address Plivo calls, without /receive_sms/.")
@click.option(
    "--dev", is_flag=True, help="Try things out: this machine only, with a token made for it."
)
@settings_options
@collected(ServeOptions)
def serve(options: ServeOptions) -> int:
    """Answer Plivo's messages by the rules.

    The auth token comes from PLIVO_AUTH_TOKEN (several with commas), from the file that
    PLIVO_AUTH_TOKEN_FILE names, or from systemd's credential plivo-auth-token. SIGHUP reads the
    rules again, SIGTERM and Ctrl-C end it once what is under way is answered.
    """
    settings = settings_or_exit(options.settings, options.flags)
    if options.dev:
        _refuse_other_machines(settings)
    tokens = serving_tokens(settings, os.environ, options.dev)
    _refuse_gaps(settings, bool(tokens), options.dev)
    begun = start_or_exit(settings)
    log = start_log(sys.stderr, settings)
    compiler = start_compiler(begun, log)
    public, admin = _PublicDoor(), _Door()
    listeners = Listeners.open(public, admin, settings.listen, settings.admin_listen)
    # From here on a signal ends it in good order, also before the listeners run.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: listeners.request_stop())
    public_url = _public_url(options, settings, listeners.public)
    application = build(settings, tokens, public_url, begun.start, compiler, log)
    public.application, admin.application = application.public, application.admin
    # Whoever tries things out and closes the terminal means to end it, and that is a SIGHUP too.
    if not (options.dev and sys.stderr.isatty()):
        signal.signal(signal.SIGHUP, lambda *_: application.reloader.ask())
    application.memory.start()
    _announce(options, settings, listeners, public_url, begun.start.rule_set, log)
    _run(application, listeners, log)
    return 0


class _Door:
    """Stands at a listener for the application, which can only be built once the port is known."""

    application: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.application(environ, start_response)


class _PublicDoor:
    """The same at the public one."""

    application: HoldingApplication

    def begin(self, environ: WSGIEnvironment) -> Begun:
        """Take a request as far as it goes without waiting."""
        return self.application.begin(environ)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.application(environ, start_response)


def _run(application: Application, listeners: Listeners, log: EventLog) -> None:
    stop = application.watch_rules()
    try:
        listeners.run()
    finally:
        stop.set()
        application.memory.stop()
    log.info("stopped")


def _announce(  # noqa: PLR0913, PLR0917 - it tells all there is
    options: ServeOptions,
    settings: Settings,
    listeners: Listeners,
    public_url: str,
    rule_set: RuleSet,
    log: EventLog,
) -> None:
    admin_url = f"http://{listeners.admin}"
    log.info(
        "listening",
        public=f"http://{listeners.public}",
        admin=admin_url,
        public_url=public_url,
        rules=len(rule_set.rules),
        rule_set=rule_set.id,
        dev=options.dev,
    )
    if options.dev:
        plain = settings_or_exit(options.settings, {}, environment={})
        serving = Serving(
            program=words_to_start(this_process()),
            settings=settings,
            plain=plain,
            settings_file=options.settings,
            public_url=public_url,
            admin_url=admin_url,
            rule_set=rule_set,
        )
        click.echo(banner(serving), nl=False)
        sys.stdout.flush()


def _refuse_gaps(settings: Settings, tokens: bool, dev: bool) -> None:
    """Say everything that is missing for checking signatures, in one run."""
    missing = []
    if not tokens:
        missing.append(
            "there is no Plivo auth token: set PLIVO_AUTH_TOKEN, or PLIVO_AUTH_TOKEN_FILE to a file"
            " that holds it (to try things out without one: serve --dev)"
        )
    if not settings.public_url and not dev:
        missing.append(
            "the setting public-url is missing: Plivo signs the address it calls, so set it to that"
            " address without /receive_sms/, such as https://sms.example.org"
        )
    if missing:
        raise UsageError("\nError: ".join(missing))


def _refuse_other_machines(settings: Settings) -> None:
    for key, endpoint in (("listen", settings.listen), ("admin-listen", settings.admin_listen)):
        if not _is_loopback(endpoint.host):
            raise UsageError(
                f"--dev is for this machine only, and {key} is {endpoint}: "
                f"leave it out or write 127.0.0.1:{endpoint.port}"
            )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _public_url(options: ServeOptions, settings: Settings, bound: Endpoint) -> str:
    if not options.dev or options.public_url is not None:
        return settings.public_url
    host = "127.0.0.1" if bound.host == "localhost" else bound.host
    return f"http://{Endpoint(host, bound.port)}"
