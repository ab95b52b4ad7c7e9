import pytest

from router.app.admission import Answer
from router.app.handle_report import HandleReport
from router.app.steps import finish
from router.plivo.request import PlivoRequest
from router.plivo.signature import Verifier
from tests.fakes.answers import FakeAnswers
from tests.fakes.clock import FakeClock
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal_rows import bound
from tests.fakes.metrics import CountedRequest, FakeMetrics
from tests.unit.app.requests import PUBLIC, TOKEN, signed

REPORT = {
    "MessageUUID": "o-1",
    "From": "15557654321",
    "To": "15551230000",
    "Status": "delivered",
    "Sequence": "2",
    "ErrorCode": "",
}
TAKEN = Answer(200, b"")


class Router:
    """The use case with everything around it within reach."""

    def __init__(self) -> None:
        self.log = FakeEventLog()
        self.metrics = FakeMetrics()
        self.memory = FakeAnswers()
        self.begin = HandleReport(
            Verifier(PUBLIC, (TOKEN,)), self.memory, FakeClock(), self.log, self.metrics
        )

    def take(self, request: PlivoRequest) -> Answer:
        return finish(self.begin(request))


def report(nonce: str = "1", **changes: str) -> PlivoRequest:
    return signed(REPORT | changes, path="/sms_status/", nonce=nonce)


def test_a_report_is_taken_and_logged_and_counted_by_its_status() -> None:
    router = Router()
    assert router.take(report()) == TAKEN
    (event,) = router.log.events
    assert (event.level, event.name) == ("info", "report")
    assert event.fields == {
        "message_uuid": "o-1",
        "status": "delivered",
        "sequence": 2,
        "error_code": "",
        "reference": "",
        "from_number": "15557654321",
        "to_number": "15551230000",
        "family": "V2",
        "token": 0,
    }
    assert router.metrics.requests == [CountedRequest("sms_status", "delivered", "V2", "0", 0.0)]


@pytest.mark.parametrize(
    ("status", "counted"),
    [
        ("queued", "queued"),
        ("sent", "sent"),
        ("Undelivered", "undelivered"),
        ("failed", "failed"),
        ("rejected", "rejected"),
        ("teleported", "other"),
        ("", "other"),
    ],
)
def test_an_unknown_status_is_taken_and_counted_with_the_others(status: str, counted: str) -> None:
    router = Router()
    assert router.take(report(Status=status)) == TAKEN
    assert router.metrics.requests[0].outcome == counted
    assert router.log.events[0]["status"] == status


def test_the_same_report_again_is_taken_again() -> None:
    router = Router()
    assert router.take(report()) == router.take(report()) == TAKEN


@pytest.mark.parametrize("field", ["MessageUUID", "From", "To"])
def test_a_report_without_its_fields_is_malformed(field: str) -> None:
    router = Router()
    assert router.take(report(**{field: ""})).status == 400
    assert router.metrics.requests[0].outcome == "malformed"


def test_bad_utf8_is_malformed() -> None:
    assert Router().take(signed(body=b"Status=%FF", path="/sms_status/")).status == 400


def test_a_nonce_serves_for_one_report_only() -> None:
    router = Router()
    router.take(report())
    assert router.take(report(Status="failed")).status == 403
    assert router.metrics.requests[1].outcome == "nonce-reused"


def test_a_nonce_of_a_message_does_not_serve_for_a_report() -> None:
    router = Router()
    assert finish(router.memory.bind(bound("1")))
    assert router.take(report()).status == 403


def test_what_nobody_signed_is_forbidden() -> None:
    router = Router()
    unsigned = PlivoRequest("POST", "/sms_status/", "", b"", {})
    assert router.take(unsigned) == Answer(403, b"forbidden\n")
    assert router.log.events[0]["route"] == "sms_status"
    assert router.metrics.requests[0].outcome == "bad-signature"


def test_a_signature_for_the_message_url_does_not_serve_for_reports() -> None:
    wrong = signed(REPORT, path="/receive_sms/")
    moved = PlivoRequest("POST", "/sms_status/", "", wrong.body, wrong.headers)
    assert Router().take(moved).status == 403
