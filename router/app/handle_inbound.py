"""Answer one incoming text: the request as Plivo sent it in, the `<Response>` out."""

from typing import assert_never

from router.app.admission import FAILED, Admission, Answer, Handled, Signed
from router.app.answers import (
    AnsweredMessage,
    AnswerMemory,
    Kept,
    NewMessage,
    NonceReused,
)
from router.app.live_rules import LiveRules
from router.app.ports import Clock, EventLog, Metrics
from router.app.recording import record, references
from router.app.steps import Steps
from router.core.decision import Decision
from router.core.journal import JournalRow
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.plivo.fields import Malformed
from router.plivo.inbound import read_inbound
from router.plivo.request import PlivoRequest
from router.plivo.response import write_response
from router.plivo.signature import Verifier

ROUTE = "receive_sms"
XML_TYPE = "text/xml; charset=utf-8"


class HandleInbound:
    """The use case behind `/receive_sms/`. Safe to call from many threads.

    `report_url` is where the messages it sends ask for delivery reports; None for nowhere.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one place (wiring) hands it all it needs
        self,
        live: LiveRules,
        verifier: Verifier,
        memory: AnswerMemory,
        clock: Clock,
        log: EventLog,
        metrics: Metrics,
        report_url: str | None,
    ) -> None:
        self._live = live
        self._memory = memory
        self._clock = clock
        self._log = log
        self._metrics = metrics
        self._report_url = report_url
        self._admission = Admission(ROUTE, verifier, memory, clock, log)

    def __call__(self, request: PlivoRequest) -> Steps[Answer]:
        """200 with XML, 403 or 400. A bug's exception goes on, so that Plivo asks again."""
        started = self._clock.monotonic()
        handled = FAILED
        try:
            handled = yield from self._handle(request, started)
            return handled.answer
        finally:
            seconds = self._clock.monotonic() - started
            self._metrics.request(ROUTE, handled.outcome, handled.family, handled.token, seconds)

    def _handle(self, request: PlivoRequest, started: float) -> Steps[Handled]:
        signed = yield from self._admission.check(request)
        if isinstance(signed, Handled):
            return signed
        message = read_inbound(signed.pairs.fields, self._clock.now())
        if isinstance(message, Malformed):
            return (yield from self._admission.malformed(signed, message.reason))
        claim = yield from self._memory.claim(message.uuid, signed.binding)
        match claim:
            case NonceReused():
                return self._admission.reused(signed)
            case AnsweredMessage(xml):
                return self._again(message, xml, signed)
            case NewMessage():
                return (yield from self._answer(message, signed, started))
            case _:
                assert_never(claim)

    def _answer(self, message: InboundMessage, signed: Signed, started: float) -> Steps[Handled]:
        """Answer a message that is claimed; when that is not possible the claim is given back."""
        settled = False
        try:
            decision = decide(self._live.index, message)
            row = self._row(message, decision, signed, started)
            outcome = yield from self._memory.keep(row, signed.binding)
            settled = True
        finally:
            if not settled:
                self._memory.drop(message.uuid)
        match outcome:
            case Kept():
                self._metrics.rules_fired(decision.fired)
                self._log_message(message, decision, row, started)
                return _handled(row.xml, "answered", signed)
            case AnsweredMessage(xml):
                return self._again(message, xml, signed)
            case NonceReused():
                return self._admission.reused(signed)
            case _:
                assert_never(outcome)

    def _row(
        self, message: InboundMessage, decision: Decision, signed: Signed, started: float
    ) -> JournalRow:
        sent = references(message.uuid, decision, self._report_url is not None)
        xml = write_response(decision.messages, self._report_url, sent)
        milliseconds = round((self._clock.monotonic() - started) * 1000, 2)
        family, token = signed.verified.family, signed.verified.token
        return record(message, decision, sent, xml, family, token, milliseconds)

    def _again(self, message: InboundMessage, xml: bytes, signed: Signed) -> Handled:
        """The stored answer for a message that was answered before."""
        self._log.info("retry", message_uuid=message.uuid, family=signed.verified.family)
        return _handled(xml, "retry", signed)

    def _log_message(
        self, message: InboundMessage, decision: Decision, row: JournalRow, started: float
    ) -> None:
        self._log.info(
            "message",
            message_uuid=message.uuid,
            from_number=message.sender.value,
            to_number=message.recipient.value,
            text=message.text,
            intent=next((value for name, value in message.fields if name == "MessageIntent"), ""),
            rules=list(decision.fired),
            # Only the rules' names: the words of a note may quote a number.
            unsent=[note.rule for note in decision.notes],
            messages=len(row.messages),
            segments=row.segments,
            family=row.family,
            token=row.token,
            rule_set=decision.rule_set,
            milliseconds=round((self._clock.monotonic() - started) * 1000, 2),
        )


def _handled(xml: bytes, outcome: str, signed: Signed) -> Handled:
    verified = signed.verified
    return Handled(Answer(200, xml, XML_TYPE), outcome, verified.family, str(verified.token))
