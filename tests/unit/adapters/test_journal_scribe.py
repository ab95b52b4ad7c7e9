"""The scribe: what goes down its line, what it writes, and what comes back when it does not."""

import os
import pickle
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from router.adapters.forking import forked
from router.adapters.journal.entries import MessageEntry
from router.adapters.journal.message_columns import message_record
from router.adapters.journal.scribe.line import ScribeLine
from router.adapters.journal.scribe.process import LARGEST, NOT_WRITTEN, WRITTEN, Scribe
from router.adapters.journal.sqlite.scribing import SqliteRows
from router.adapters.journal.sqlite.store import SqliteStore
from router.adapters.journal.ticket import Ticket
from router.app.answers import KEPT
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal_rows import bound, row
from tests.waiting import eventually


def entry(uuid: str, **changes: Any) -> MessageEntry:
    return MessageEntry(row(uuid, **changes), bound(f"nonce of {uuid}"))


class Side:
    """One end of a line, and whatever it says; the other end is the test's."""

    def __init__(self) -> None:
        near, self.far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.far.settimeout(20)
        self.refused: list[Ticket] = []
        self.line = ScribeLine(near, self.refused.extend)
        self.line.begin()

    def ticket(self, uuid: str, **changes: object) -> Ticket:
        made = Ticket(entry(uuid, **changes), self.line.send)
        self.line.add(made)
        return made

    def sent(self) -> list[str]:
        """The uuids of the next group."""
        return [record[0]["uuid"] for record in pickle.loads(self.far.recv(LARGEST))]

    def sent_nothing(self) -> bool:
        self.far.setblocking(False)
        try:
            return not self.far.recv(1)
        except BlockingIOError:
            return True
        finally:
            self.far.settimeout(20)


@pytest.fixture
def side() -> Iterator[Side]:
    made = Side()
    yield made
    made.line.end()
    made.far.close()


def test_what_has_come_when_somebody_waits_is_one_group_and_settled_once_it_is_written(
    side: Side,
) -> None:
    tickets = [side.ticket(f"u-{number}") for number in range(3)]
    assert side.sent_nothing()
    tickets[0].when_done(lambda: None)
    assert side.sent() == ["u-0", "u-1", "u-2"]
    assert not any(ticket.done for ticket in tickets)
    side.far.send(WRITTEN)
    assert side.line.ready()
    assert [(one.outcome, one.written, one.done) for one in tickets] == [(KEPT, True, True)] * 3


def test_what_comes_while_a_group_is_under_way_goes_off_together_behind_it(side: Side) -> None:
    side.ticket("u-0").when_done(lambda: None)
    assert side.sent() == ["u-0"]
    for number in (1, 2):
        side.ticket(f"u-{number}").when_done(lambda: None)
    assert side.sent_nothing()
    side.far.send(WRITTEN)
    assert side.line.ready()
    assert side.sent() == ["u-1", "u-2"]


def test_a_group_has_a_bounded_size(side: Side) -> None:
    tickets = [side.ticket(f"u-{number}") for number in range(70)]
    tickets[0].when_done(lambda: None)
    assert len(side.sent()) == 64
    side.far.send(WRITTEN)
    assert side.line.ready()
    assert len(side.sent()) == 6


def test_what_is_not_written_is_handed_back(side: Side) -> None:
    ticket = side.ticket("u-0")
    side.line.send()
    side.far.send(NOT_WRITTEN)
    assert side.line.ready()
    assert side.refused == [ticket]
    assert not ticket.done
    assert not ticket.written


def test_a_look_at_nothing_changes_nothing(side: Side) -> None:
    side.ticket("u-0")
    side.line.send()
    assert side.line.ready()
    assert side.line.free
    assert side.refused == []


def test_it_takes_nothing_before_somebody_reads_and_after(side: Side) -> None:
    near, far = socket.socketpair()
    other = ScribeLine(near, side.refused.extend)
    assert not other.free
    other.begin()
    assert other.free
    other.end()
    far.close()
    assert not other.free


def test_it_takes_nothing_while_what_it_has_is_given_up_and_takes_up_again_afterwards(
    side: Side,
) -> None:
    stuck, behind = side.ticket("u-0"), side.ticket("u-1")
    side.line.send()
    late = side.ticket("u-2")
    for ticket in (stuck, behind, late):
        ticket.set_aside = True
    assert not side.line.free
    side.far.send(WRITTEN)
    assert side.line.ready()
    assert stuck.written
    assert side.line.free
    assert side.sent() == ["u-0", "u-1"]
    assert side.sent_nothing(), "the backlog has what was set aside before it was sent"


def test_a_group_that_is_too_large_goes_another_way(side: Side) -> None:
    ticket = side.ticket("u-0", text="x" * LARGEST)
    side.line.send()
    assert side.refused == [ticket]
    assert side.line.free


def test_when_the_scribe_is_gone_everything_is_handed_back(side: Side) -> None:
    first = side.ticket("u-0")
    side.line.send()
    second = side.ticket("u-1")
    side.far.close()
    assert not side.line.ready()
    assert side.refused == [first, second]
    assert not side.line.free


def test_what_cannot_be_sent_any_more_is_handed_back(side: Side) -> None:
    side.far.close()
    ticket = side.ticket("u-0")
    side.line.send()
    assert side.refused == [ticket]


class Desk:
    """A real scribe with a real file, which somebody else has made."""

    def __init__(self, data: Path) -> None:
        self.store = SqliteStore(str(data), FakeEventLog())
        self.store.open()
        self.scribe = Scribe(SqliteRows)
        self.scribe.begin(str(data))

    def line(self) -> socket.socket:
        made = self.scribe.line()
        made.settimeout(20)
        return made

    @contextmanager
    def held(self) -> Iterator[None]:
        """Whatever is sent in the block comes at once."""
        os.kill(self.scribe.pid, signal.SIGSTOP)
        yield
        os.kill(self.scribe.pid, signal.SIGCONT)

    def has(self, *uuids: str) -> set[str]:
        return set(self.store.find(uuids, ()).answers)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.scribe.close()
    made.store.close()


def put(line: socket.socket, *entries: MessageEntry) -> None:
    line.send(pickle.dumps([message_record(one) for one in entries]))


def test_it_writes_what_several_send_and_tells_each(desk: Desk) -> None:
    one, other = desk.line(), desk.line()
    with desk.held():
        put(one, entry("u-1"), entry("u-2"))
        put(other, entry("u-3"))
    assert (one.recv(1), other.recv(1)) == (WRITTEN, WRITTEN)
    assert desk.has("u-1", "u-2", "u-3", "u-4") == {"u-1", "u-2", "u-3"}
    one.close()
    other.close()


def test_of_a_group_with_a_known_message_it_writes_nothing_but_the_others(desk: Desk) -> None:
    desk.store.write([entry("u-1")], ())
    one, other = desk.line(), desk.line()
    with desk.held():
        put(one, entry("u-1"), entry("u-2"))
        put(other, entry("u-3"))
    assert (one.recv(1), other.recv(1)) == (NOT_WRITTEN, WRITTEN)
    assert desk.has("u-1", "u-2", "u-3") == {"u-1", "u-3"}
    one.close()
    other.close()


def test_of_two_that_come_together_with_the_same_message_one_is_written(desk: Desk) -> None:
    one, other = desk.line(), desk.line()
    with desk.held():
        put(one, entry("u-1"))
        put(other, MessageEntry(row("u-1"), bound("another nonce")))
    assert sorted((one.recv(1), other.recv(1))) == sorted((WRITTEN, NOT_WRITTEN))
    assert desk.has("u-1") == {"u-1"}
    one.close()
    other.close()


def test_a_file_that_is_gone_is_not_written_until_somebody_makes_a_new_one(
    desk: Desk, tmp_path: Path
) -> None:
    line = desk.line()
    put(line, entry("u-1"))
    assert line.recv(1) == WRITTEN
    for file in tmp_path.iterdir():
        file.unlink()
    put(line, entry("u-2"))
    assert line.recv(1) == NOT_WRITTEN
    assert not (tmp_path / "journal.sqlite3").exists()
    desk.store.close()
    desk.store.open()
    put(line, entry("u-3"))
    assert line.recv(1) == WRITTEN
    assert desk.has("u-1", "u-2", "u-3") == {"u-3"}
    line.close()


def test_it_ends_when_nobody_is_left_and_not_at_a_signal(desk: Desk) -> None:
    line = desk.line()
    for uuid in ("u-1", "u-2"):
        put(line, entry(uuid))
        assert line.recv(1) == WRITTEN
        os.kill(desk.scribe.pid, signal.SIGTERM)
    desk.scribe.let_go()
    put(line, entry("u-3"))
    line.close()
    eventually(lambda: os.waitpid(desk.scribe.pid, os.WNOHANG)[0] == desk.scribe.pid)
    assert desk.has("u-1", "u-2", "u-3") == {"u-1", "u-2", "u-3"}, "what was sent is written first"


def test_it_ends_when_it_is_told_though_another_process_holds_its_parents_end(desk: Desk) -> None:
    pid = forked(lambda: time.sleep(60), lambda: None)
    try:
        line = desk.line()
        put(line, entry("u-1"))
        line.close()
        desk.scribe.close()
        with pytest.raises(ChildProcessError):
            os.waitpid(desk.scribe.pid, os.WNOHANG)
        assert desk.has("u-1") == {"u-1"}
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_one_that_is_killed_is_told_with_its_exit_code_and_leaves_nothing_defunct(
    desk: Desk,
) -> None:
    codes: list[int] = []
    desk.scribe.watch(codes.append)
    os.kill(desk.scribe.pid, signal.SIGKILL)
    eventually(lambda: codes == [-signal.SIGKILL])
    with pytest.raises(ChildProcessError):
        os.waitpid(desk.scribe.pid, os.WNOHANG)


def test_one_that_is_watched_and_told_to_end_is_no_loss(desk: Desk) -> None:
    codes: list[int] = []
    line = desk.line()
    desk.scribe.watch(codes.append)
    put(line, entry("u-1"))
    line.close()
    desk.scribe.close()
    assert desk.has("u-1") == {"u-1"}
    with pytest.raises(ChildProcessError):
        os.waitpid(desk.scribe.pid, os.WNOHANG)
    assert codes == []


def test_without_a_scribe_a_line_says_that_nobody_is_there(desk: Desk) -> None:
    os.kill(desk.scribe.pid, signal.SIGKILL)
    os.waitpid(desk.scribe.pid, 0)
    line = desk.line()
    assert line.recv(1) == b""
    line.close()


def test_one_that_is_never_needed_ends_at_once_and_touches_nothing(tmp_path: Path) -> None:
    made = Scribe(SqliteRows)
    made.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(made.pid, os.WNOHANG)
    assert list(tmp_path.iterdir()) == []
