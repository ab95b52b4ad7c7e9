from collections.abc import Callable
from threading import Barrier, Thread

from router.adapters.answers import InMemoryAnswers
from router.app.ports import AnsweredMessage, Claim, NewMessage, NonceReused

PATIENCE = 20.0


def answer(memory: InMemoryAnswers, uuid: str, xml: bytes = b"x") -> None:
    memory.claim(uuid, f"nonce of {uuid}", uuid.encode())
    memory.keep(uuid, xml)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Run the work in so many threads at once, to its end."""
    start = Barrier(count)

    def run(number: int) -> None:
        start.wait(PATIENCE)
        work(number)

    threads = [Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_the_oldest_answer_is_forgotten_when_there_are_too_many() -> None:
    memory = InMemoryAnswers(max_entries=3)
    for uuid in ("u-1", "u-2", "u-3", "u-4"):
        answer(memory, uuid)
    assert memory.claim("u-1", "n-1", b"a") == NewMessage()
    assert memory.claim("u-4", "n-4", b"b") == AnsweredMessage(b"x")


def test_the_oldest_nonce_is_forgotten_when_there_are_too_many() -> None:
    memory = InMemoryAnswers(max_entries=3)
    for number in range(4):
        assert memory.bind_nonce(f"n-{number}", b"first")
    assert not memory.bind_nonce("n-3", b"other")
    assert memory.bind_nonce("n-0", b"other")


def test_long_answers_make_room_sooner() -> None:
    memory = InMemoryAnswers(max_bytes=100)
    for number in range(5):
        answer(memory, f"u-{number}", b"x" * 40)
    assert memory.claim("u-2", "a", b"a") == NewMessage()
    assert memory.claim("u-3", "b", b"b") == AnsweredMessage(b"x" * 40)
    assert memory.claim("u-4", "c", b"c") == AnsweredMessage(b"x" * 40)


def test_an_answer_longer_than_all_the_room_is_still_kept_for_its_retry() -> None:
    memory = InMemoryAnswers(max_bytes=100)
    answer(memory, "u-1")
    answer(memory, "u-2", b"x" * 500)
    assert memory.claim("u-2", "n", b"n") == AnsweredMessage(b"x" * 500)
    assert memory.claim("u-1", "m", b"m") == NewMessage()


def test_room_is_counted_right_over_many_answers() -> None:
    memory = InMemoryAnswers(max_entries=10, max_bytes=1000)
    for number in range(500):
        answer(memory, f"u-{number}", b"x" * (number % 90))
    for number in range(490, 500):
        claimed = memory.claim(f"u-{number}", f"new {number}", b"y")
        assert claimed == AnsweredMessage(b"x" * (number % 90))


def test_twenty_copies_at_once_are_answered_by_one_of_them() -> None:
    memory = InMemoryAnswers()
    claims: list[Claim] = []

    def copy(number: int) -> None:
        claim = memory.claim("u-1", f"n-{number}", b"content")
        if claim == NewMessage():
            memory.keep("u-1", b"<Response/>")
        claims.append(claim)

    in_threads(20, copy)
    assert claims.count(NewMessage()) == 1
    assert claims.count(AnsweredMessage(b"<Response/>")) == 19


def test_when_the_one_that_answers_gives_up_the_next_one_takes_over() -> None:
    memory = InMemoryAnswers()
    outcomes: list[str] = []

    def copy(number: int) -> None:
        claim = memory.claim("u-1", f"n-{number}", b"content")
        if claim != NewMessage():
            outcomes.append("retry")
        elif not outcomes:
            outcomes.append("failed")
            memory.drop("u-1")
        else:
            outcomes.append("answered")
            memory.keep("u-1", b"<Response/>")

    in_threads(10, copy)
    assert outcomes.count("failed") == outcomes.count("answered") == 1
    assert outcomes.count("retry") == 8


def test_a_nonce_is_taken_by_one_of_many_contents_at_once() -> None:
    memory = InMemoryAnswers()
    claims: list[Claim] = []

    def replay(number: int) -> None:
        claims.append(memory.claim(f"u-{number}", "one nonce", b"%d" % number))

    in_threads(16, replay)
    assert claims.count(NewMessage()) == 1
    assert claims.count(NonceReused()) == 15
