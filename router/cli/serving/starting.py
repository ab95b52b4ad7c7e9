"""The start of the server: everything is looked at before anything runs."""

import os
import sys
from functools import partial

import click

from router.adapters.journal.scribe.process import Scribe
from router.app.settings import Endpoint, Settings, dev_public_url
from router.cli.invocation import this_process, words_to_start
from router.cli.listeners.pair import bind
from router.cli.loading import settings_or_exit, start_or_exit
from router.cli.serving.banner import Serving, banner
from router.cli.serving.crew import run_crew
from router.cli.serving.one_process import Settled, run_alone
from router.cli.serving.options import ServeOptions
from router.core.errors import UsageError
from router.wiring.server import gather_spills, start_log
from router.wiring.settings import serving_tokens


def start(options: ServeOptions, scribe: Scribe) -> int:
    """Serve until a signal ends it; the exit code. The scribe has not begun yet."""
    settings = settings_or_exit(options.settings, options.flags)
    if options.dev:
        _refuse_other_machines(settings)
    tokens = serving_tokens(settings, os.environ, options.dev)
    _refuse_gaps(settings, bool(tokens), options.dev)
    if settings.journal:
        # None is kept, or PostgreSQL is a process of its own already.
        scribe.close()
    else:
        scribe.begin(settings.data)
    begun = start_or_exit(settings)
    log = start_log(sys.stderr, settings)
    sockets = bind(settings.listen, settings.admin_listen)
    settled = Settled(
        settings=settings,
        tokens=tokens,
        public_url=_public_url(options, settings, sockets.public),
        begun=begun,
        scribe=None if settings.journal else scribe,
        sockets=sockets,
        log=log,
        # Whoever tries things out and closes the terminal means to end it, a SIGHUP too.
        reloads=not (options.dev and sys.stderr.isatty()),
    )
    gather_spills(settings, log)
    announce = partial(_announce, options, settled)
    code = (
        run_alone(settled, announce)
        if options.workers == 1
        else run_crew(settled, options.workers, announce)
    )
    scribe.close()
    log.info("stopped")
    return code


def _announce(options: ServeOptions, settled: Settled) -> None:
    admin_url = f"http://{settled.sockets.admin}"
    settings, rule_set = settled.settings, settled.begun.start.rule_set
    settled.log.info(
        "listening",
        public=f"http://{settled.sockets.public}",
        admin=admin_url,
        public_url=settled.public_url,
        rules=len(rule_set.rules),
        rule_set=rule_set.id,
        dev=options.dev,
        workers=options.workers,
    )
    if options.dev:
        plain = settings_or_exit(options.settings, {}, environment={})
        serving = Serving(
            program=words_to_start(this_process()),
            settings=settings,
            plain=plain,
            settings_file=options.settings,
            public_url=settled.public_url,
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
        if not endpoint.is_loopback:
            raise UsageError(
                f"--dev is for this machine only, and {key} is {endpoint}: "
                f"leave it out or write 127.0.0.1:{endpoint.port}"
            )


def _public_url(options: ServeOptions, settings: Settings, bound: Endpoint) -> str:
    if not options.dev or options.public_url is not None:
        return settings.public_url
    return dev_public_url(bound)
