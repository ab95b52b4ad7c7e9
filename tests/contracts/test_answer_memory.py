"""What every AnswerMemory does."""

import pytest

from router.adapters.answers import InMemoryAnswers
from router.app.ports import AnsweredMessage, AnswerMemory, NewMessage, NonceReused
from tests.fakes.answers import FakeAnswers

ONE, TWO = b"1" * 32, b"2" * 32


@pytest.fixture(params=[FakeAnswers, InMemoryAnswers])
def memory(request: pytest.FixtureRequest) -> AnswerMemory:
    made: AnswerMemory = request.param()
    return made


class TestAnswerMemory:
    def test_a_message_never_seen_is_new(self, memory: AnswerMemory) -> None:
        assert memory.claim("u-1", "n-1", ONE) == NewMessage()
        assert memory.claim("u-2", "n-2", TWO) == NewMessage()

    def test_a_message_that_was_answered_gets_the_same_bytes(self, memory: AnswerMemory) -> None:
        memory.claim("u-1", "n-1", ONE)
        memory.keep("u-1", b"<Response/>")
        for nonce, content in (("n-1", ONE), ("n-2", ONE), ("n-3", TWO)):
            assert memory.claim("u-1", nonce, content) == AnsweredMessage(b"<Response/>")

    def test_a_message_that_was_dropped_is_new_again(self, memory: AnswerMemory) -> None:
        memory.claim("u-1", "n-1", ONE)
        memory.drop("u-1")
        assert memory.claim("u-1", "n-1", ONE) == NewMessage()

    def test_an_empty_answer_is_an_answer(self, memory: AnswerMemory) -> None:
        memory.claim("u-1", "n-1", ONE)
        memory.keep("u-1", b"")
        assert memory.claim("u-1", "n-1", ONE) == AnsweredMessage(b"")

    def test_a_nonce_belongs_to_the_first_request_that_had_it(self, memory: AnswerMemory) -> None:
        memory.claim("u-1", "n-1", ONE)
        memory.keep("u-1", b"x")
        assert memory.claim("u-2", "n-1", TWO) == NonceReused()
        assert memory.claim("u-1", "n-1", TWO) == NonceReused()
        assert memory.claim("u-2", "n-2", TWO) == NewMessage()

    def test_a_nonce_is_bound_for_messages_and_reports_alike(self, memory: AnswerMemory) -> None:
        assert memory.bind_nonce("n-1", ONE)
        assert memory.bind_nonce("n-1", ONE)
        assert not memory.bind_nonce("n-1", TWO)
        assert memory.claim("u-1", "n-1", TWO) == NonceReused()
        assert memory.claim("u-1", "n-2", TWO) == NewMessage()
        assert not memory.bind_nonce("n-2", ONE)

    def test_a_refused_claim_takes_nothing_on(self, memory: AnswerMemory) -> None:
        memory.bind_nonce("n-1", ONE)
        memory.claim("u-1", "n-1", TWO)
        assert memory.claim("u-1", "n-2", TWO) == NewMessage()
