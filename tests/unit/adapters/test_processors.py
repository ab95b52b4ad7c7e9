"""Work done in another process: begun by fresh programs, with one thread as a start has."""

import os
import pickle
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent, indent
from typing import NamedTuple

import pytest

from router.adapters import processors
from router.adapters.processors import ForkedProcessors, pickled
from router.core.actions import OWN_REPORTS
from router.core.address import Address
from router.language.reading import read_file
from router.language.source import SourceFile
from tests.cases import GOOD, cases


def ended(work: str, then: str) -> str:
    """What a fresh process prints that begins some work, on a machine of several processors."""
    begin = """\
    import os
    import signal
    from router.adapters.processors import ForkedProcessors

    os.sched_getaffinity = lambda _: {0, 1, 2}
    here, seen = os.getpid(), []

    def work():
    """
    rest = f"made = ForkedProcessors().begin(work)\n{dedent(then)}"
    program = f"{dedent(begin)}{indent(dedent(work), '    ')}\n{rest}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_work_is_done_elsewhere_and_comes_back() -> None:
    work = "seen.append(1); return os.getpid() != here, {'a': [1, 2]}"
    assert ended(work, "print(made(), seen)") == "(True, {'a': [1, 2]}) []\n"


def test_more_than_a_pipe_holds_comes_back_whole() -> None:
    assert ended("return 'x' * 5_000_000", "print(len(made()))") == "5000000\n"


def test_it_sees_what_was_there_when_it_was_begun() -> None:
    assert ended("return seen[:]", "seen.append(1)\nprint(made(), seen)") == "[] [1]\n"


def test_lost_work_is_done_here() -> None:
    lost = """\
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return "here"
    """
    assert ended(lost, "print(made())") == "here\n"


def test_a_bug_is_met_here() -> None:
    then = """\
    try:
        made()
    except ZeroDivisionError as error:
        print(error)
    """
    assert ended("return 1 / 0", then) == "division by zero\n"


def test_no_process_is_left_when_all_has_come_back() -> None:
    then = """\
    made()
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        print("none")
    """
    assert ended("return 1", then) == "none\n"


def test_who_may_have_no_children_does_the_work_here() -> None:
    program = """\
    import multiprocessing, os
    from router.adapters.processors import ForkedProcessors
    os.sched_getaffinity = lambda _: {0, 1}
    def inner():
        spare = ForkedProcessors().spare
        print(spare, ForkedProcessors().begin(os.getpid)() == os.getpid(), flush=True)
    child = multiprocessing.get_context("fork").Process(target=inner, daemon=True)
    print(ForkedProcessors().spare, flush=True)
    child.start()
    child.join()
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1\n0 True\n", "")


def test_one_with_threads_forks_nothing() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert ForkedProcessors().spare == 0
        assert ForkedProcessors().begin(os.getpid)() == os.getpid()
    finally:
        stop.set()
        thread.join()


def test_at_most_three_others_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    for there, spare in ((1, 0), (2, 1), (4, 3), (64, 3)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, there=there: set(range(there)))
        assert ForkedProcessors().spare == spare


def test_where_no_process_can_be_had_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(os, "fork", refuse)
    assert ForkedProcessors().begin(os.getpid)() == os.getpid()


def test_ctrl_c_ends_the_other_process_without_a_word() -> None:
    then = """\
    made()
    print("here again")
    """
    lost = """\
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGINT)
    return 1
    """
    assert ended(lost, then) == "here again\n"
    assert signal.SIGINT in processors.ENDING


class Named(NamedTuple):
    """A tuple with names."""

    one: int
    other: str = ""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Made by keywords alone."""

    one: int = field(kw_only=True)


@dataclass(slots=True)
class WithMore:
    """It has a field that it is not made of."""

    one: int
    more: list[int] = field(default_factory=list, init=False)


@dataclass
class Loose:
    """It may hold anything."""

    one: int


def test_whatever_is_sent_comes_out_as_it_was() -> None:
    more = WithMore(1)
    more.more.append(2)
    loose = Loose(1)
    vars(loose)["more"] = 2
    assert vars(pickle.loads(pickled(loose))) == {"one": 1, "more": 2}
    for sent in (Named(1, "x"), Keyed(one=1), more, OWN_REPORTS, Address("+15550001111"), {1: "x"}):
        got = pickle.loads(pickled(sent))
        assert type(got) is type(sent)
        assert got == sent


def test_what_is_read_of_a_file_comes_out_as_it_was() -> None:
    for case in filter(Path.is_file, cases(GOOD)):
        reading = read_file(SourceFile(case.name, case.read_bytes()))
        assert pickle.loads(pickled(reading)) == reading


def test_one_object_in_two_places_stays_one() -> None:
    address = Address("+15550001111")
    first, second = pickle.loads(pickled([address, address]))
    assert first is second
