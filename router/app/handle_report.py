"""Take one delivery report."""

from router.app.admission import FAILED, Admission, Answer, Handled
from router.app.answers import AnswerMemory
from router.app.ports import Clock, EventLog, Metrics
from router.app.steps import Steps
from router.core.journal import ReportRow
from router.core.report import DeliveryReport
from router.plivo.fields import Malformed
from router.plivo.reports import KNOWN_STATUSES, read_report
from router.plivo.request import PlivoRequest
from router.plivo.signature import Verifier

ROUTE = "sms_status"
OTHER_STATUS = "other"
"""What a status that Plivo does not document is counted as: the metrics' words stay few."""


class HandleReport:
    """The use case behind `/sms_status/`. Safe to call from many threads."""

    def __init__(
        self,
        verifier: Verifier,
        memory: AnswerMemory,
        clock: Clock,
        log: EventLog,
        metrics: Metrics,
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._log = log
        self._metrics = metrics
        self._admission = Admission(ROUTE, verifier, memory, clock, log)

    def __call__(self, request: PlivoRequest) -> Steps[Answer]:
        """200 and empty, 403 or 400; what is counted as the outcome is the report's status."""
        started = self._clock.monotonic()
        handled = FAILED
        try:
            handled = yield from self._handle(request)
            return handled.answer
        finally:
            seconds = self._clock.monotonic() - started
            self._metrics.request(ROUTE, handled.outcome, handled.family, handled.token, seconds)

    def _handle(self, request: PlivoRequest) -> Steps[Handled]:
        signed = yield from self._admission.check(request)
        if isinstance(signed, Handled):
            return signed
        report = read_report(signed.pairs.fields)
        if isinstance(report, Malformed):
            return (yield from self._admission.malformed(signed, report.reason))
        if not (yield from self._memory.keep_report(self._row(report), signed.binding)):
            return self._admission.reused(signed)
        fields, verified = dict(report.fields), signed.verified
        self._log.info(
            "report",
            message_uuid=report.message_uuid,
            status=report.status,
            sequence=report.sequence,
            error_code=report.error_code,
            reference=report.reference,
            from_number=fields["From"],
            to_number=fields["To"],
            family=verified.family,
            token=verified.token,
        )
        status = report.status.lower()
        outcome = status if status in KNOWN_STATUSES else OTHER_STATUS
        return Handled(Answer(200, b""), outcome, verified.family, str(verified.token))

    def _row(self, report: DeliveryReport) -> ReportRow:
        return ReportRow(
            outbound_uuid=report.message_uuid,
            reference=report.reference,
            status=report.status,
            sequence=report.sequence,
            error_code=report.error_code,
            received_at=self._clock.now(),
            fields=report.fields,
        )
