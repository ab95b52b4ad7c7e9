"""`doctor`: look at everything an installation stands on, in order, and say what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from router.app.checkups.folders import (
    data_checkup,
    history_checkup,
    journal_checkup,
    rules_checkup,
    status_checkup,
)
from router.app.checkups.machine import (
    clock_checkup,
    files_checkup,
    user_checkup,
    versions_checkup,
    zone_checkup,
)
from router.app.checkups.people import people_checkup
from router.app.checkups.ports import (
    Credentials,
    HttpAnswer,
    HttpProbe,
    JournalState,
    Machine,
    NoAnswer,
)
from router.app.checkups.server import (
    ServerState,
    read_state,
    server_checkup,
    watcher_checkup,
)
from router.app.checkups.settings import (
    address_checkup,
    admin_checkup,
    settings_checkup,
    token_checkup,
)
from router.app.checkups.signature import (
    Tried,
    as_served,
    listener_checkup,
    not_ours,
    public_checkup,
    try_listener,
    try_public,
    untried,
)
from router.app.ports import Clock, RollbackOrders, RuleHistory
from router.app.settings import Settings
from router.app.verdicts import FolderVerdict
from router.core.checkup import Checkup, warn


@dataclass(frozen=True, slots=True)
class Installation:
    """What was set, and where it was read from."""

    settings: Settings
    sources: tuple[str, ...]
    credentials: Credentials


@dataclass(frozen=True, slots=True)
class Doctor:
    """Examines one installation. It changes nothing in it."""

    installation: Installation
    look_at_rules: Callable[[], FolderVerdict]
    look_at_journal: Callable[[], JournalState]
    history: RuleHistory
    orders: RollbackOrders
    probe: HttpProbe
    machine: Machine
    clock: Clock

    def __call__(self) -> tuple[Checkup, ...]:
        """Every checkup, in the order in which somebody would set things up."""
        settings = self.installation.settings
        answer = self._ask_server()
        state = read_state(answer)
        folder = self.look_at_rules()
        found = self.installation.credentials
        through, signatures = self._try_signatures()
        return (
            settings_checkup(self.installation.sources),
            token_checkup(found, state is not None),
            address_checkup(settings.public_url, found.dev),
            rules_checkup(folder, settings.rules),
            people_checkup(folder),
            *self._disk(state),
            server_checkup(settings.admin_listen, answer, state, settings.timezone),
            watcher_checkup(state, folder),
            admin_checkup(settings.admin_listen, settings.listen),
            *signatures,
            *self._machine(through),
        )

    def _ask_server(self) -> HttpAnswer | NoAnswer | None:
        admin = self.installation.settings.admin_listen
        return self.probe.get(f"http://{admin.from_here}/readyz") if admin.port else None

    def _disk(self, state: ServerState | None) -> Iterator[Checkup]:
        settings = self.installation.settings
        zone = settings.timezone
        yield status_checkup(self.machine.folder(settings.rules), settings.rules, settings.data)
        yield data_checkup(self.machine.folder(settings.data), settings.data)
        yield history_checkup(self.history.entries(), self.orders.read(), zone)
        yield journal_checkup(self.look_at_journal(), state.journal if state else "", zone)

    def _try_signatures(self) -> tuple[HttpAnswer | NoAnswer | None, tuple[Checkup, ...]]:
        """The public URL's answer, for the clock, and what requests of our own came to."""
        credentials = self.installation.credentials
        settings = as_served(self.installation.settings, credentials.dev)
        tokens = credentials.values
        checkups = tuple(
            why
            for name in ("listener", "signature")
            if (why := untried(name, tokens, settings.public_url))
        )
        if checkups:
            return None, checkups
        if settings.listen.port:
            here = try_listener(self.probe, settings, tokens)
            listener = listener_checkup(settings.listen, here)
        else:
            here = Tried(())
            words = "listen has port 0, which may be any: not asked"
            listener = warn("listener", words, "give this command the server's --listen")
        if credentials.dev and here.heard and not here.fitting:
            return None, not_ours("listener", "signature")
        answer = try_public(self.probe, settings, tokens, here)
        return answer, (listener, public_checkup(settings, answer, here))

    def _machine(self, through: HttpAnswer | NoAnswer | None) -> Iterator[Checkup]:
        settings, now = self.installation.settings, self.clock.now()
        yield clock_checkup(now, through)
        yield zone_checkup(settings.timezone, self.machine.zone(), now)
        yield user_checkup(self.machine.user(), self.machine.folder(settings.data))
        yield files_checkup(self.machine.open_files())
        yield versions_checkup(self.machine.versions())
