from threading import Thread

import pytest

from router.app.steps import Running, Signal, Steps, finish

PATIENCE = 20.0


def two_waits(first: Signal, second: Signal) -> Steps[str]:
    yield first
    yield second
    return "done"


def test_steps_that_wait_for_nothing_are_at_their_end_at_once() -> None:
    def steps() -> Steps[int]:
        yield from ()
        return 3

    running = Running(steps())
    assert running.advance()
    assert running.result == 3


def test_steps_go_on_past_what_has_happened_and_no_further() -> None:
    first, second = Signal(), Signal()
    running = Running(two_waits(first, second))
    assert not running.advance()
    assert running.waits_for is first
    assert not running.advance()
    first.set()
    assert not running.advance()
    assert running.waits_for is second
    second.set()
    assert running.advance()
    assert running.result == "done"


def test_what_has_happened_before_is_not_waited_for() -> None:
    first, second = Signal(), Signal()
    first.set()
    second.set()
    assert Running(two_waits(first, second)).advance()


def test_a_signal_calls_each_listener_once_whether_it_came_before_or_after() -> None:
    signal, called = Signal(), list[str]()
    signal.when_done(lambda: called.append("before"))
    signal.set()
    signal.set()
    signal.when_done(lambda: called.append("after"))
    assert called == ["before", "after"]


def test_who_has_a_thread_waits_for_what_another_thread_does() -> None:
    first, second = Signal(), Signal()
    results: list[str] = []
    waiting = Thread(target=lambda: results.append(finish(two_waits(first, second))))
    waiting.start()
    first.set()
    second.set()
    waiting.join(PATIENCE)
    assert results == ["done"]


def test_what_steps_raise_comes_out_where_they_are_run() -> None:
    def steps() -> Steps[int]:
        yield signal
        raise ZeroDivisionError

    signal = Signal()
    running = Running(steps())
    assert not running.advance()
    signal.set()
    with pytest.raises(ZeroDivisionError):
        running.advance()
