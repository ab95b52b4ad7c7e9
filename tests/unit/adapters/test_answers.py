from collections.abc import Callable
from threading import Barrier, Thread
from typing import Self

from router.adapters.answers import MAX_BYTES, MAX_ENTRIES, InMemoryAnswers
from router.app.answers import AnsweredMessage, Claim, NewMessage, NonceReused
from tests.fakes.finished import Finished
from tests.fakes.journal_rows import bound, row

PATIENCE = 20.0


class Recent(Finished):
    """The memory in this process, for callers that wait."""

    memory: InMemoryAnswers


def finished(max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> Recent:
    return Recent(InMemoryAnswers(max_entries, max_bytes))


def answer(memory: Finished, uuid: str, xml: bytes = b"x") -> None:
    binding = bound(f"nonce of {uuid}")
    memory.claim(uuid, binding)
    memory.keep(row(uuid, xml), binding)


class Crowd:
    """Threads that all do the same at once; in a `with`, which waits for their end."""

    def __init__(self, count: int, work: Callable[[int], None]) -> None:
        self._start = Barrier(count + 1)
        self._work = work
        self._threads = [Thread(target=self._run, args=(n,), daemon=True) for n in range(count)]

    def _run(self, number: int) -> None:
        self._start.wait(PATIENCE)
        self._work(number)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self._start.wait(PATIENCE)
        return self

    def waits(self) -> bool:
        """Whether none has come to its end, although each had the time for it."""
        for thread in self._threads:
            thread.join(0.005)
        return all(thread.is_alive() for thread in self._threads)

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_the_oldest_answer_is_forgotten_when_there_are_too_many() -> None:
    memory = finished(max_entries=3)
    for uuid in ("u-1", "u-2", "u-3", "u-4"):
        answer(memory, uuid)
    assert memory.claim("u-1", bound("n-1", content=b"a")) == NewMessage()
    assert memory.claim("u-4", bound("n-4", content=b"b")) == AnsweredMessage(b"x")


def test_the_oldest_nonce_is_forgotten_when_there_are_too_many() -> None:
    memory = finished(max_entries=3)
    for number in range(4):
        assert memory.bind(bound(f"n-{number}", content=b"first"))
    assert not memory.bind(bound("n-3", content=b"other"))
    assert memory.bind(bound("n-0", content=b"other"))


def test_long_answers_make_room_sooner() -> None:
    memory = finished(max_bytes=100)
    for number in range(5):
        answer(memory, f"u-{number}", b"x" * 40)
    assert memory.claim("u-2", bound("a", content=b"a")) == NewMessage()
    assert memory.claim("u-3", bound("b", content=b"b")) == AnsweredMessage(b"x" * 40)
    assert memory.claim("u-4", bound("c", content=b"c")) == AnsweredMessage(b"x" * 40)


def test_an_answer_longer_than_all_the_room_is_still_kept_for_its_retry() -> None:
    memory = finished(max_bytes=100)
    answer(memory, "u-1")
    answer(memory, "u-2", b"x" * 500)
    assert memory.claim("u-2", bound("n", content=b"n")) == AnsweredMessage(b"x" * 500)
    assert memory.claim("u-1", bound("m", content=b"m")) == NewMessage()


def test_room_is_counted_right_over_many_answers() -> None:
    memory = finished(max_entries=10, max_bytes=1000)
    for number in range(500):
        answer(memory, f"u-{number}", b"x" * (number % 90))
    for number in range(490, 500):
        claimed = memory.claim(f"u-{number}", bound(f"new {number}", content=b"y"))
        assert claimed == AnsweredMessage(b"x" * (number % 90))


def test_copies_of_a_message_wait_for_the_one_that_is_being_answered() -> None:
    memory = finished()
    claims: list[Claim] = []

    def copy(number: int) -> None:
        claims.append(memory.claim("u-1", bound(f"n-{number}", content=b"content")))

    assert memory.claim("u-1", bound("n", content=b"content")) == NewMessage()
    with Crowd(20, copy) as copies:
        assert copies.waits()
        # Others need not wait.
        assert memory.claim("u-2", bound("other", content=b"other")) == NewMessage()
        memory.memory.remember("u-1", b"<Response/>")
    assert claims == [AnsweredMessage(b"<Response/>")] * 20


def test_when_the_one_that_answers_gives_up_one_other_takes_over() -> None:
    memory = finished()
    claims: list[Claim] = []

    def copy(number: int) -> None:
        claim = memory.claim("u-1", bound(f"n-{number}", content=b"content"))
        claims.append(claim)
        if claim == NewMessage():
            memory.memory.remember("u-1", b"<Response/>")

    memory.claim("u-1", bound("n", content=b"content"))
    with Crowd(20, copy) as copies:
        assert copies.waits()
        memory.drop("u-1")
    assert claims.count(NewMessage()) == 1
    assert claims.count(AnsweredMessage(b"<Response/>")) == 19


def test_a_nonce_is_taken_by_one_of_many_contents_at_once() -> None:
    memory = finished()
    claims: list[Claim] = []

    def replay(number: int) -> None:
        claims.append(memory.claim(f"u-{number}", bound("one nonce", content=b"%d" % number)))

    with Crowd(16, replay):
        pass
    assert claims.count(NewMessage()) == 1
    assert claims.count(NonceReused()) == 15
