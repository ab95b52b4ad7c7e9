"""The doctor of an installation, put together with what looks at the real world."""

from functools import partial

from router.adapters.clock import SystemClock
from router.adapters.folder import DirectoryRulesFolder
from router.adapters.http_probe import DirectHttpProbe
from router.adapters.journal.looking import look_at_journal
from router.adapters.machine import ThisMachine
from router.app.doctor import Doctor, Installation
from router.app.ports import RollbackOrders, RuleHistory
from router.app.start import Compile, judge, read_folder


def open_doctor(
    installation: Installation,
    compile_files: Compile,
    history: RuleHistory,
    orders: RollbackOrders,
) -> Doctor:
    """What examines this installation; `compile_files` is the gate before the rules."""
    settings, clock = installation.settings, SystemClock()
    # The folder as it lies there: what a restoration has left to do is the server's to do.
    folder = DirectoryRulesFolder(settings.rules)
    return Doctor(
        installation=installation,
        look_at_rules=lambda: judge(read_folder(folder), compile_files, clock),
        look_at_journal=partial(look_at_journal, settings),
        history=history,
        orders=orders,
        probe=DirectHttpProbe(clock),
        machine=ThisMachine(),
        clock=clock,
    )
