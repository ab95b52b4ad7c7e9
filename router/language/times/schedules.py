"""Schedules and rotas as the engine runs them; None for one that has a finding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo

from router.core.actions import NumberTarget
from router.engine.rota import Rota
from router.engine.schedule import Schedule
from router.language.names.addressbook import AddressBook, One, country_of
from router.language.syntax import RuleFile
from router.language.times.clock_times import read_moment
from router.language.times.dates import read_date, read_days
from router.language.times.misread import Misread
from router.language.times.turn_lengths import read_length
from router.language.times.window_pieces import PlacedWindow
from router.language.times.windows import is_empty, read_windows
from router.language.times.zones import read_zone
from router.language.tree.nodes import Scalar
from router.language.written.times import WrittenRota, WrittenSchedule

FindPerson = Callable[[Scalar], NumberTarget | None]
"""Who a value stands for, if it is one person or number."""


def with_times(
    book: AddressBook, files: Sequence[RuleFile], default_country: str, default_zone: tzinfo
) -> AddressBook:
    """The book with the schedules and rotas of every file; of two of one name the first counts."""
    schedules: dict[str, Schedule | None] = {}
    rotas: dict[str, Rota | None] = {}
    for file in files:
        find = _finder(book, country_of(file, default_country))
        for written in file.schedules:
            schedules.setdefault(written.name.text, make_schedule(written, default_zone))
        for rota in file.rotas:
            rotas.setdefault(rota.name.text, make_rota(rota, default_zone, find))
    return replace(book, schedules=schedules, rotas=rotas)


def _finder(book: AddressBook, country: str) -> FindPerson:
    def find(value: Scalar) -> NumberTarget | None:
        found = book.find(value.text, country)
        return found.target if isinstance(found, One) else None

    return find


def zone_of(written: Scalar | None, default: tzinfo) -> tzinfo | None:
    """The zone as written, else the default; None for one that nobody knows."""
    if written is None:
        return default
    read = read_zone(written.text)
    return None if isinstance(read, Misread) else read


def make_schedule(written: WrittenSchedule, default_zone: tzinfo) -> Schedule | None:
    """A schedule, when every part of it can be read."""
    zone = zone_of(written.zone, default_zone)
    windows = [*read_windows(written.open)]
    closed = [read_days(value.text) for value in written.closed]
    placed = [read.window for read in windows if isinstance(read, PlacedWindow)]
    days = [read for read in closed if not isinstance(read, Misread) and read[0] <= read[1]]
    sound = len(placed) == len(windows) and len(days) == len(closed)
    if zone is None or not sound or any(is_empty(window) for window in placed):
        return None
    return Schedule(written.name.text, zone, tuple(placed), tuple(days))


def make_rota(written: WrittenRota, default_zone: tzinfo, find: FindPerson) -> Rota | None:
    """A rota, when every part of it can be read."""
    zone = zone_of(written.zone, default_zone)
    starts, every = read_moment(written.starts.text), read_length(written.every.text)
    turns = [find(turn) for turn in written.turns]
    swaps = _swaps(written, find)
    known = [turn for turn in turns if turn is not None]
    if zone is None or isinstance(starts, Misread) or isinstance(every, Misread):
        return None
    if swaps is None or len(known) < len(turns):
        return None
    return Rota(written.name.text, zone, starts, every, tuple(known), swaps)


def _swaps(written: WrittenRota, find: FindPerson) -> Mapping[date, NumberTarget] | None:
    swaps: dict[date, NumberTarget] = {}
    for swap in written.swaps:
        day, target = read_date(swap.day.text), find(swap.target)
        if isinstance(day, Misread) or target is None:
            return None
        swaps[day] = target
    return swaps
