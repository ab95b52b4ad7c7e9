"""The doctor of an installation, with all that looks at the real world for it."""

from collections.abc import Mapping
from functools import partial

from router.adapters.clock import SystemClock
from router.adapters.folder import DirectoryRulesFolder
from router.adapters.http_probe import DirectHttpProbe
from router.adapters.journal.looking import look_at_journal
from router.adapters.machine import ThisMachine
from router.adapters.tokens import look_at_tokens
from router.app.doctor import Doctor, Installation
from router.app.gate import Gate
from router.app.settings import Settings
from router.app.start import judge, read_folder
from router.wiring.rules import compile_options, rollback_orders, rule_history


def doctor(settings: Settings, sources: tuple[str, ...], environment: Mapping[str, str]) -> Doctor:
    """What looks at the installation of these settings; `sources` are what they were read from."""
    clock = SystemClock()
    # The folder as it lies there: what a restoration has left to do is the server's to do.
    folder = DirectoryRulesFolder(settings.rules)
    gate = Gate(compile_options(settings), advise=True)
    return Doctor(
        installation=Installation(settings, sources, look_at_tokens(settings.data, environment)),
        look_at_rules=lambda: judge(read_folder(folder), gate, clock),
        look_at_journal=partial(look_at_journal, settings),
        history=rule_history(settings),
        orders=rollback_orders(settings),
        probe=DirectHttpProbe(clock),
        machine=ThisMachine(),
        clock=clock,
    )
