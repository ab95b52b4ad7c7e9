from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest

from router.app.admission import Answer
from router.app.handle_inbound import HandleInbound
from router.app.live_rules import LiveRules
from router.app.steps import Running, Signal, finish
from router.core.actions import Action, Forward, NumberTarget, Reply, Template
from router.core.address import Address
from router.core.position import Span
from router.core.segments import measure
from router.engine.facts import Facts
from router.engine.index.rule_index import RuleIndex
from router.engine.matchers import Everything, Matcher
from router.engine.placeholders import parse_template
from router.engine.ruleset import Rule, RuleSet
from router.plivo.fingerprint import fingerprint_of_bytes
from router.plivo.request import PlivoRequest
from router.plivo.signature import Verifier
from tests.fakes.answers import FakeAnswers
from tests.fakes.clock import FakeClock
from tests.fakes.event_log import FakeEventLog
from tests.fakes.metrics import CountedRequest, FakeMetrics
from tests.unit.app.requests import MESSAGE, PUBLIC, TOKEN, message, signed

FORBIDDEN = Answer(403, b"forbidden\n")
MALFORMED = Answer(400, b"malformed request\n")
NOTHING = b'<?xml version="1.0" encoding="UTF-8"?>\n<Response/>'


def template(source: str) -> Template:
    made = parse_template(source)
    assert isinstance(made, Template)
    return made


def rules(*actions: Action, match: Matcher | None = None, rule_set_id: str = "abc") -> RuleSet:
    span = Span("rules/10.yaml", 2, 11, 2, 12)
    return RuleSet(rule_set_id, (Rule("Hours", span, match or Everything(), actions),))


REPLY = rules(Reply(template("We are open.")))


@dataclass(frozen=True, slots=True)
class BrokenMatcher:
    """A condition with a bug, for two messages; then it holds."""

    met: list[str]

    def test(self, facts: Facts) -> bool:
        self.met.append(facts.message.uuid)
        if len(self.met) <= 2:
            raise ZeroDivisionError
        return True

    def why(self, facts: Facts) -> str:
        return facts.message.text


@dataclass(frozen=True, slots=True)
class ReloadingMatcher:
    """A condition during whose test another rule set goes live."""

    router: "list[Router]"

    def test(self, facts: Facts) -> bool:
        (router,) = self.router
        router.live.swap(rules(Reply(template("New.")), rule_set_id="new"), router.clock.now())
        return True

    def why(self, facts: Facts) -> str:
        return facts.message.text


class Router:
    """The use case with everything around it within reach."""

    def __init__(
        self,
        rule_set: RuleSet = REPLY,
        tokens: tuple[str, ...] = (TOKEN,),
        require: str = "any",
        report_url: str | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.log = FakeEventLog()
        self.metrics = FakeMetrics()
        self.memory = FakeAnswers()
        self.live = LiveRules(RuleIndex(rule_set), self.clock.now())
        verifier = Verifier(PUBLIC, tokens, require)  # type: ignore[arg-type]
        self.begin = HandleInbound(
            self.live, verifier, self.memory, self.clock, self.log, self.metrics, report_url
        )

    def answer(self, request: PlivoRequest) -> Answer:
        return finish(self.begin(request))

    @property
    def outcomes(self) -> list[str]:
        return [request.outcome for request in self.metrics.requests]


def test_a_signed_message_gets_the_xml_of_its_rules() -> None:
    router = Router(report_url=PUBLIC + "/sms_status/")
    answer = router.answer(signed())
    assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert answer.body.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Response><Message src="15557654321" dst="15551230000" type="sms" '
        'callbackUrl="https://sms.example.com/sms_status/?ref=u-1.0" callbackMethod="POST">'
        "We are open.</Message></Response>"
    )


def test_a_message_that_no_rule_takes_gets_an_empty_response() -> None:
    answer = Router(RuleSet("abc", ())).answer(signed())
    assert (answer.status, answer.body) == (200, NOTHING)


def test_one_message_makes_one_line_in_the_log_with_all_that_became_of_it() -> None:
    ann = NumberTarget(Address("+15550001111"), "ann")
    router = Router(rules(Reply(template("ж" * 71)), Forward(ann)))
    router.answer(signed(message(Text="Hours?", MessageIntent="help")))
    (event,) = router.log.events
    assert (event.level, event.name) == ("info", "message")
    assert event.fields == {
        "message_uuid": "u-1",
        "from_number": "+15551230000",
        "to_number": "+15557654321",
        "text": "Hours?",
        "intent": "help",
        "rules": ["Hours"],
        "unsent": [],
        "messages": 2,
        "segments": measure("ж" * 71).count + 1,
        "family": "V2",
        "token": 0,
        "rule_set": "abc",
        "milliseconds": 0.0,
    }


def test_a_rule_that_leaves_something_unsent_is_named_in_the_log() -> None:
    router = Router(rules(Reply(template("{text}"))))
    router.answer(signed(message(Text="")))
    (event,) = router.log.events
    assert event["unsent"] == ["Hours"]


def test_the_metrics_count_the_outcome_the_family_and_the_token() -> None:
    router = Router(tokens=("other", TOKEN))
    router.answer(signed(families=("v3",)))
    assert router.metrics.requests == [CountedRequest("receive_sms", "answered", "V3", "1", 0.0)]
    assert router.metrics.fired == [("Hours",)]


def test_a_retry_gets_the_same_bytes_whatever_the_rules_say_by_then() -> None:
    router = Router()
    first = router.answer(signed())
    router.live.swap(rules(Reply(template("Closed.")), rule_set_id="def"), router.clock.now())
    assert router.answer(signed()) == first
    assert router.answer(signed(nonce="2")) == first
    assert router.answer(signed(message(MessageUUID="u-2"), nonce="3")) != first
    assert router.outcomes == ["answered", "retry", "retry", "answered"]
    assert [event.name for event in router.log.events] == ["message", "retry", "retry", "message"]
    assert router.metrics.fired == [("Hours",), ("Hours",)]


def test_a_message_under_way_ends_with_the_rules_it_began_with() -> None:
    routers: list[Router] = []
    first = Rule("First", rules().rules[0].span, ReloadingMatcher(routers), ())  # type: ignore[arg-type]
    old = rules(Reply(template("Old.")), rule_set_id="old")
    router = Router(replace(old, rules=(first, *old.rules)))
    routers.append(router)
    assert ">Old.<" in router.answer(signed()).body.decode()
    assert router.log.events[0]["rule_set"] == "old"
    assert ">New.<" in router.answer(signed(message(MessageUUID="u-2"), nonce="2")).body.decode()


def test_a_nonce_serves_for_one_content_only() -> None:
    router = Router()
    router.answer(signed())
    assert router.answer(signed(message(Text="Something else"))) == FORBIDDEN
    assert router.answer(signed(message(MessageUUID="u-2"))) == FORBIDDEN
    assert router.outcomes == ["answered", "nonce-reused", "nonce-reused"]
    assert "nonce" in str(router.log.named("refused")[0]["reason"])
    assert router.memory.answers.keys() == {"u-1"}


@pytest.mark.parametrize("families", [("v2",), ("v3",)])
def test_a_retry_may_be_encoded_otherwise(families: tuple[str, ...]) -> None:
    router = Router()
    first = router.answer(signed(families=families))
    fields = sorted(MESSAGE.items(), reverse=True)
    body = "&".join(f"{name}={quote(value).replace('o', '%6f')}" for name, value in fields)
    assert router.answer(signed(body=body.encode(), families=families)) == first
    assert router.outcomes == ["answered", "retry"]


def test_a_retry_is_known_by_the_bytes_that_an_older_program_bound_its_nonce_to() -> None:
    router = Router()
    request = signed()
    first = router.answer(request)
    router.memory.nonces["1"] = fingerprint_of_bytes(request)
    assert router.answer(request) == first
    assert router.answer(signed(message(Text="Something else"))) == FORBIDDEN
    assert router.outcomes == ["answered", "retry", "nonce-reused"]


def test_the_nonce_of_a_v2_signature_beside_a_v3_one_is_spent_as_well() -> None:
    router = Router()
    v2, v3 = signed(nonce="22"), signed(nonce="33", families=("v3",))
    assert router.answer(replace(v3, headers={**v2.headers, **v3.headers})).status == 200
    stolen = replace(v2, body=v2.body.replace(b"u-1", b"u-2"))
    assert router.answer(stolen) == FORBIDDEN
    again = signed(message(MessageUUID="u-3"), nonce="44", families=("v3",))
    assert router.answer(replace(again, headers={**v2.headers, **again.headers})) == FORBIDDEN


@pytest.mark.parametrize("part", ["path", "query", "body", "method"])
def test_a_nonce_is_bound_to_every_part_of_its_request(part: str) -> None:
    router = Router()
    first = signed()
    router.answer(first)
    other = {
        "path": replace(signed(path="/receive_sms")),
        "query": replace(first, query="a=1"),
        "body": replace(first, body=first.body + b"&More=1"),
        "method": replace(first, method="GET", query=first.body.decode(), body=b""),
    }
    assert router.answer(other[part]) == FORBIDDEN


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (message(From=""), "the field From is missing or blank"),
        (message(To=" "), "the field To is missing or blank"),
        ({"From": "15551230000", "To": "15557654321"}, "the field MessageUUID is missing or blank"),
    ],
)
def test_a_signed_message_without_its_fields_is_malformed(
    fields: dict[str, str], reason: str
) -> None:
    router = Router()
    assert router.answer(signed(fields)) == MALFORMED
    (event,) = router.log.events
    assert (event.level, event.name, event["reason"]) == ("warning", "refused", reason)
    assert router.metrics.requests == [CountedRequest("receive_sms", "malformed", "V2", "0", 0.0)]


def test_a_malformed_request_spends_its_nonce() -> None:
    router = Router()
    assert router.answer(signed(message(From=""))) == MALFORMED
    assert router.answer(signed(message(From=""))) == MALFORMED
    assert router.answer(signed()) == FORBIDDEN
    assert router.answer(signed(message(To=""), nonce="2")) == MALFORMED
    assert router.answer(signed(message(From=""), nonce="2")) == FORBIDDEN


def test_bad_utf8_is_malformed_when_the_signature_does_not_depend_on_it() -> None:
    router = Router()
    assert router.answer(signed(body=b"From=1555&Text=%FF")) == MALFORMED
    assert "UTF-8" in str(router.log.events[0]["reason"])
    assert router.answer(signed(body=b"Text=%FF", families=("v3",), nonce="2")) == FORBIDDEN


def test_what_nobody_signed_is_forbidden_and_the_reason_is_in_the_log_alone() -> None:
    router = Router()
    unsigned = replace(signed(), headers={"host": "sms.example.com"})
    assert router.answer(unsigned) == FORBIDDEN
    (event,) = router.log.events
    assert (event.level, event.name) == ("warning", "refused")
    assert "X-Plivo-Signature-V2" in str(event["reason"])
    assert event["advice"] == []
    assert router.metrics.requests == [CountedRequest("receive_sms", "bad-signature", "", "", 0.0)]


def test_who_is_refused_is_in_the_log_and_whom_the_proxy_names() -> None:
    router = Router()
    unsigned = replace(signed(), headers={}, client="127.0.0.1")
    router.answer(unsigned)
    router.answer(replace(unsigned, headers={"x-forwarded-for": "made up, 203.0.113.7"}))
    router.answer(replace(unsigned, headers={"x-forwarded-for": "1" * 5000}))
    router.answer(replace(signed(), client="127.0.0.1"))
    router.answer(replace(signed(message(Text="Something else")), client="192.0.2.1"))
    refused = router.log.named("refused")
    assert [event["client"] for event in refused] == ["127.0.0.1"] * 3 + ["192.0.2.1"]
    assert "forwarded_for" not in refused[0].fields
    assert refused[1]["forwarded_for"] == "203.0.113.7"
    assert refused[2]["forwarded_for"] == "1" * 45


def test_a_signature_for_another_address_comes_with_advice() -> None:
    router = Router()
    assert router.answer(replace(signed(), path="/receive_sms")) == FORBIDDEN
    assert "slash" in str(router.log.events[0]["advice"])


def test_advice_is_rationed_so_that_junk_cannot_buy_work() -> None:
    router = Router()
    junk = signed(token="wrong")
    for _ in range(25):
        router.answer(junk)
    assert [bool(event["advice"]) for event in router.log.events] == [True] * 20 + [False] * 5
    router.clock.advance(3.5)
    router.answer(junk)
    router.answer(junk)
    assert [bool(event["advice"]) for event in router.log.events[25:]] == [True, False]


def test_the_ration_of_advice_does_not_pile_up_over_a_quiet_day() -> None:
    router = Router()
    router.clock.advance(86_400)
    for _ in range(25):
        router.answer(signed(token="wrong"))
    assert sum(bool(event["advice"]) for event in router.log.events) == 20


def test_v2_alone_is_forbidden_when_v3_is_required() -> None:
    router = Router(require="v3")
    assert router.answer(signed()) == FORBIDDEN
    assert router.log.events[0]["advice"] == [
        "the V2 signature fits, but the setting require-signature is v3"
    ]
    assert router.answer(signed(families=("v3",))).status == 200


def test_a_bug_goes_on_to_the_door_and_gives_the_claim_back() -> None:
    broken = BrokenMatcher([])
    router = Router(rules(Reply(template("Open.")), match=broken))  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            router.answer(signed())
    assert router.memory.claimed == set()
    assert router.answer(signed()).status == 200
    assert router.outcomes == ["error", "error", "answered"]
    assert broken.met == ["u-1"] * 3


def test_an_answer_is_given_and_told_of_when_its_row_is_kept_and_not_before() -> None:
    router = Router()
    router.memory.disk = Signal()
    running = Running(router.begin(signed()))
    assert not running.advance()
    assert (router.memory.rows, router.log.events, router.outcomes) == ([], [], [])
    router.memory.disk.set()
    assert running.advance()
    assert running.result.status == 200
    assert [row.uuid for row in router.memory.rows] == ["u-1"]
    assert (router.log.events[0].name, router.outcomes) == ("message", ["answered"])


def test_a_text_of_xml_and_placeholders_comes_through_exactly() -> None:
    text = "</Message>&lt;{text}{0}{{}} %s \U0001f600"
    ann = NumberTarget(Address("+15550001111"))
    body = Router(rules(Forward(ann))).answer(signed(message(Text=text))).body.decode()
    assert "&lt;/Message&gt;&amp;lt;{text}{0}{{}} %s \U0001f600</Message>" in body


def test_every_posted_field_reaches_the_message() -> None:
    seen: list[tuple[tuple[str, str], ...]] = []

    @dataclass(frozen=True, slots=True)
    class Watching:
        def test(self, facts: Facts) -> bool:
            seen.append(facts.message.fields)
            return False

        def why(self, facts: Facts) -> str:
            return facts.message.text

    router = Router(rules(match=Watching()))  # type: ignore[arg-type]
    router.answer(signed(message(PowerpackUUID="p", Brand="new")))
    assert seen == [tuple((MESSAGE | {"PowerpackUUID": "p", "Brand": "new"}).items())]
