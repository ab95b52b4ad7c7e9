"""The steps that every request of Plivo's goes through before it is worked on."""

from dataclasses import dataclass
from functools import partial

from router.app.answers import AnswerMemory, Binding
from router.app.ports import Clock, EventLog
from router.app.steps import Steps
from router.plivo.fingerprint import fingerprint_of, fingerprint_of_bytes
from router.plivo.form import RequestPairs, read_pairs
from router.plivo.request import PlivoRequest
from router.plivo.signature import Unverified, Verified, Verifier
from router.plivo.signature_doubt import explain_refusal

_PLAIN = "text/plain; charset=utf-8"
_EXPLANATIONS_A_MINUTE = 20
_LONGEST_ADDRESS = 45
"""Characters of an IPv6 address that ends in an IPv4 one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: bytes
    content_type: str = _PLAIN


@dataclass(frozen=True, slots=True)
class Handled:
    """An answer, and what the metrics count it as: one of a fixed set of words.

    `family` and `token` say which signature fitted; "" where none did.
    """

    answer: Answer
    outcome: str
    family: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A request with a signature that fits; `binding` has its nonces and a digest of its content.

    The nonce of a V2 signature beside a V3 one is among them: V2 would let it sign any content.
    """

    pairs: RequestPairs
    verified: Verified
    binding: Binding
    request: PlivoRequest


FORBIDDEN = Answer(403, b"forbidden\n")
MALFORMED = Answer(400, b"malformed request\n")
FAILED = Handled(Answer(500, b"internal error\n"), "error")
"""What is counted when an exception goes on to the HTTP error handler."""


class Admission:
    """Checks signatures and nonces for one route, and logs the reason of each refusal."""

    def __init__(
        self, route: str, verifier: Verifier, memory: AnswerMemory, clock: Clock, log: EventLog
    ) -> None:
        self._route = route
        self._verifier = verifier
        self._memory = memory
        self._log = log
        self._explanations = _Ration(clock, _EXPLANATIONS_A_MINUTE)

    def check(self, request: PlivoRequest) -> Steps[Signed | Handled]:
        """Read the fields and check the signature over them.

        A refusal when no signature fits, and when one does but the fields cannot be read.
        """
        pairs = read_pairs(request)
        verified = self._verifier.verify(request, pairs)
        if isinstance(verified, Unverified):
            return self._unsigned(request, pairs, verified)
        nonces = tuple([nonce for nonce in (verified.nonce, verified.v2_nonce) if nonce])
        older = partial(fingerprint_of_bytes, request)
        binding = Binding(nonces, fingerprint_of(request, pairs), older)
        signed = Signed(pairs, verified, binding, request)
        return (yield from self.malformed(signed, pairs.problem)) if pairs.problem else signed

    def malformed(self, signed: Signed, reason: str) -> Steps[Handled]:
        """Refuse what is signed but unreadable; its nonce is spent all the same."""
        if not (yield from self._memory.bind(signed.binding)):
            return self.reused(signed)
        return self._refuse(MALFORMED, "malformed", reason, signed)

    def reused(self, signed: Signed) -> Handled:
        """Refuse a request whose nonce came with another request before."""
        reason = "the nonce was used by another request before: this is a replay with other content"
        return self._refuse(FORBIDDEN, "nonce-reused", reason, signed)

    def _unsigned(
        self, request: PlivoRequest, pairs: RequestPairs, unverified: Unverified
    ) -> Handled:
        # Working out what would have fitted costs a thousand signatures: junk must not buy that.
        doubts = (
            explain_refusal(request, pairs, self._verifier) if self._explanations.take() else ()
        )
        self._log.warning(
            "refused",
            route=self._route,
            status=FORBIDDEN.status,
            reason=unverified.reason,
            advice=list(doubts),
            **_origin(request),
        )
        return Handled(FORBIDDEN, "bad-signature")

    def _refuse(self, answer: Answer, outcome: str, reason: str, signed: Signed) -> Handled:
        verified = signed.verified
        self._log.warning(
            "refused",
            route=self._route,
            status=answer.status,
            reason=reason,
            family=verified.family,
            token=verified.token,
            **_origin(signed.request),
        )
        return Handled(answer, outcome, verified.family, str(verified.token))


def _origin(request: PlivoRequest) -> dict[str, str]:
    """Who asked, for the log: the other end of the connection and, of a proxy, whom that names.

    Of several names the last is the proxy's own; the others are what its client says.
    """
    named = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    origin = {"client": request.client}
    return origin | {"forwarded_for": named[:_LONGEST_ADDRESS]} if named else origin


class _Ration:
    """Lets something happen so many times in any minute, by and large."""

    def __init__(self, clock: Clock, a_minute: int) -> None:
        self._clock = clock
        self._a_minute = a_minute
        self._left = float(a_minute)
        self._at = clock.monotonic()

    def take(self) -> bool:
        """Whether it may happen once more now."""
        # Two threads at once may both take the last one: that is near enough, and needs no lock.
        now = self._clock.monotonic()
        grown = self._left + (now - self._at) * self._a_minute / 60
        self._left, self._at = min(grown, self._a_minute), now
        if self._left < 1:
            return False
        self._left -= 1
        return True
