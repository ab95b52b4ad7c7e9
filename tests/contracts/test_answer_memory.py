"""What every AnswerMemory does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from router.adapters.answers import InMemoryAnswers
from router.adapters.journal.opening import open_memory
from router.app.answers import KEPT, AnsweredMessage, NewMessage, NonceReused
from router.app.settings import Settings
from tests.fakes.answers import FakeAnswers
from tests.fakes.clock import FakeClock
from tests.fakes.event_log import FakeEventLog
from tests.fakes.finished import Finished
from tests.fakes.journal_rows import bound, report, row
from tests.fakes.metrics import FakeMetrics
from tests.fakes.rule_history import FakeRuleHistory
from tests.postgres import PostgresServer


@pytest.fixture(params=["fake", "in memory", "sqlite", "postgres"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Finished]:
    if request.param == "fake":
        yield Finished(FakeAnswers())
        return
    if request.param == "in memory":
        yield Finished(InMemoryAnswers())
        return
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database()
    settings = Settings(data=str(tmp_path), journal=url)
    clock, log, metrics = FakeClock(), FakeEventLog(), FakeMetrics()
    journal = open_memory(settings, FakeRuleHistory(), clock, log, metrics)
    journal.start()
    yield Finished(journal)
    journal.stop()


ONE, TWO = b"1", b"2"


class TestAnswerMemory:
    def test_a_message_never_seen_is_new(self, memory: Finished) -> None:
        assert memory.claim("u-1", bound("n-1")) == NewMessage()
        assert memory.claim("u-2", bound("n-2")) == NewMessage()

    def test_a_message_that_was_answered_gets_the_same_bytes(self, memory: Finished) -> None:
        first = bound("n-1")
        memory.claim("u-1", first)
        assert memory.keep(row("u-1", b"<Response/>"), first) == KEPT
        for binding in (first, bound("n-2"), bound("n-3", content=TWO)):
            assert memory.claim("u-1", binding) == AnsweredMessage(b"<Response/>")

    def test_a_message_that_was_dropped_is_new_again(self, memory: Finished) -> None:
        memory.claim("u-1", bound("n-1"))
        memory.drop("u-1")
        assert memory.claim("u-1", bound("n-1")) == NewMessage()

    def test_an_empty_answer_is_an_answer(self, memory: Finished) -> None:
        memory.claim("u-1", bound("n-1"))
        memory.keep(row("u-1", b""), bound("n-1"))
        assert memory.claim("u-1", bound("n-1")) == AnsweredMessage(b"")

    def test_a_nonce_belongs_to_the_first_request_that_had_it(self, memory: Finished) -> None:
        first = bound("n-1", content=ONE)
        memory.claim("u-1", first)
        memory.keep(row("u-1"), first)
        assert memory.claim("u-2", bound("n-1", content=TWO)) == NonceReused()
        assert memory.claim("u-1", bound("n-1", content=TWO)) == NonceReused()
        assert memory.claim("u-2", bound("n-2", content=TWO)) == NewMessage()

    def test_a_nonce_that_is_bound_to_the_bytes_of_a_request_is_its_own(
        self, memory: Finished
    ) -> None:
        # As the programs did before nonces were bound to the fields.
        older = bound("n-1", content=ONE)
        memory.claim("u-1", older)
        memory.keep(row("u-1", b"<Response/>"), older)
        again = bound("n-1", content=TWO, of_bytes=ONE)
        assert memory.claim("u-1", again) == AnsweredMessage(b"<Response/>")
        assert memory.bind(again)
        other = bound("n-1", content=TWO, of_bytes=b"3")
        assert memory.claim("u-1", other) == NonceReused()
        assert not memory.bind(other)

    def test_each_nonce_of_a_request_is_bound(self, memory: Finished) -> None:
        both = bound("n-1", "n-2", content=ONE)
        memory.claim("u-1", both)
        memory.keep(row("u-1"), both)
        for nonce in ("n-1", "n-2"):
            assert memory.claim("u-2", bound(nonce, content=TWO)) == NonceReused()
        assert memory.claim("u-2", bound("n-3", "n-2", content=TWO)) == NonceReused()

    def test_a_nonce_is_bound_for_messages_and_reports_alike(self, memory: Finished) -> None:
        assert memory.bind(bound("n-1", content=ONE))
        assert memory.bind(bound("n-1", content=ONE))
        assert not memory.bind(bound("n-1", content=TWO))
        assert memory.claim("u-1", bound("n-1", content=TWO)) == NonceReused()
        assert memory.claim("u-1", bound("n-2", content=TWO)) == NewMessage()
        assert not memory.bind(bound("n-2", content=ONE))
        assert memory.keep_report(report(), bound("n-4", content=ONE))
        assert memory.keep_report(report(), bound("n-4", content=ONE))
        assert not memory.keep_report(report(), bound("n-4", content=TWO))
        assert not memory.bind(bound("n-4", content=TWO))

    def test_a_refused_claim_takes_nothing_on(self, memory: Finished) -> None:
        memory.bind(bound("n-1", content=ONE))
        memory.claim("u-1", bound("n-1", content=TWO))
        assert memory.claim("u-1", bound("n-2", content=TWO)) == NewMessage()
