"""The older set that somebody chose in place of the folder, and for how long it is served."""

from router.app.history import RollbackOrder
from router.app.ports import EventLog, NotKeptError, RollbackOrders
from router.app.start import Start
from router.app.verdicts import Held, Origin, Taken


class Rollbacks:
    """Follows the orders that `sms-router rollback` leaves. For one thread at a time."""

    def __init__(self, orders: RollbackOrders, log: EventLog, start: Start) -> None:
        self._orders = orders
        self._log = log
        self._seen = start.order
        self._in_force = start.order if start.origin is Origin.ROLLBACK else None

    @property
    def in_force(self) -> RollbackOrder | None:
        """The order that is being followed."""
        return self._in_force

    def news(self) -> bool:
        """Whether the order was given, changed or taken back since this was last asked."""
        order = self._orders.read()
        if order == self._seen:
            return False
        self._seen = order
        return True

    @property
    def newest(self) -> RollbackOrder | None:
        """The order as `news` last saw it."""
        return self._seen

    def follow(self, order: RollbackOrder | None) -> None:
        """From now on this order is in force, or none is."""
        self._in_force = order

    def holds(self, taken: Taken) -> Held | None:
        """The verdict in place of this one, when the folder is still what was rolled back from."""
        if self._in_force is None or taken.rule_set.id != self._in_force.away_from:
            return None
        return Held(taken.files, taken.rule_set, taken.at)

    def end(self) -> None:
        """The folder is served again: the order is done with."""
        self._in_force = None
        if self._seen is None:
            return
        try:
            # Another order may have come since; that one is still to be followed.
            if self._orders.read() == self._seen:
                self._orders.clear()
                self._seen = None
        except NotKeptError as problem:
            # It stays seen, so it is not followed again; a restart finds that the folder went on.
            self._log.warning("rollback_not_cleared", reason=str(problem))
