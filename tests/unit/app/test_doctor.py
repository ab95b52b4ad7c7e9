from datetime import UTC
from typing import Any

from router.app.checkups.ports import Credentials, JournalState, TokenPlace
from router.app.doctor import Doctor, Installation
from router.app.history import AcceptedSet
from router.app.settings import Endpoint, Settings
from router.app.verdicts import Taken
from router.core.checkup import Checkup, Health
from tests.fakes.clock import FakeClock
from tests.fakes.doctor import MOMENT, FakeHttpProbe, FakeMachine, FakeRouter, answer
from tests.fakes.rule_history import FakeRollbackOrders, FakeRuleHistory
from tests.unit.app.checkups.test_server import page
from tests.unit.app.rulesets import rule_set

URL = "https://sms.oldtown.clinic"
RULES = rule_set("rules: [{name: a, match: everything, actions: nothing}]")
GIVEN = Credentials(("one",), (TokenPlace("PLIVO_AUTH_TOKEN", 1),))


def sound_probe() -> FakeHttpProbe:
    router = FakeRouter(URL, ("one",))
    return FakeHttpProbe(
        pages={"http://127.0.0.1:8081/readyz": page()},
        listeners={"http://127.0.0.1:8080": router, URL: router},
    )


def examined(
    settings: Settings, credentials: Credentials = GIVEN, **parts: Any
) -> dict[str, Checkup]:
    """The checkups by name; each name is there once."""
    history = FakeRuleHistory()
    history.keep(AcceptedSet(RULES.id, MOMENT, 1, 1), ())
    usual: dict[str, Any] = {
        "look_at_rules": lambda: Taken((), RULES, (), MOMENT),
        "look_at_journal": lambda: JournalState("sqlite", "data/journal.sqlite3", "SQLite 3.40.1"),
        "history": history,
        "orders": FakeRollbackOrders(),
        "probe": sound_probe(),
        "machine": FakeMachine(),
        "clock": FakeClock(MOMENT),
    }
    doctor = Doctor(Installation(settings, ("settings.yaml",), credentials), **(usual | parts))
    checkups = doctor()
    by_name = {one.name: one for one in checkups}
    assert len(by_name) == len(checkups)
    return by_name


def test_a_sound_installation_is_ok_all_over() -> None:
    found = examined(Settings(public_url=URL, timezone=UTC))
    assert {one.verdict for one in found.values()} == {Health.OK}, found
    assert list(found) == [
        "settings", "token", "public-url", "rules", "people", "status page", "data", "history",
        "journal", "server", "watcher", "admin", "listener", "signature", "clock", "timezone",
        "user", "open files", "versions",
    ]  # fmt: skip


def test_without_a_server_nothing_is_worse_than_a_doubt() -> None:
    found = examined(Settings(public_url=URL), probe=FakeHttpProbe())
    doubted = {name for name, one in found.items() if one.verdict is Health.WARN}
    assert doubted == {"server", "watcher", "listener", "signature"}
    assert Health.FAIL not in {one.verdict for one in found.values()}


def test_without_token_and_url_they_fail_and_what_needs_them_is_not_tried() -> None:
    probe = FakeHttpProbe()
    found = examined(Settings(), Credentials(), probe=probe)
    failed = {name for name, one in found.items() if one.verdict is Health.FAIL}
    assert failed == {"token", "public-url"}
    assert not probe.posted


def test_dev_mode_is_tried_where_it_listens() -> None:
    here = "http://127.0.0.1:8080"
    probe = FakeHttpProbe(listeners={here: FakeRouter(here, ("made",))})
    found = examined(Settings(), Credentials(("made",), dev=True), probe=probe)
    assert found["signature"].verdict is Health.OK
    assert Health.FAIL not in {one.verdict for one in found.values()}


def test_a_token_that_dev_mode_left_proves_nothing_against_a_server_with_its_own() -> None:
    left = Credentials(("made",), dev=True)
    found = examined(Settings(public_url=URL), left)
    doubts = [found[name] for name in ("token", "listener", "signature")]
    assert {one.verdict for one in doubts} == {Health.WARN}
    assert "give this command the server's token" in found["signature"].advice


def test_ports_that_may_be_any_are_not_asked() -> None:
    anywhere = Endpoint("127.0.0.1", 0)
    settings = Settings(public_url=URL, listen=anywhere, admin_listen=anywhere)
    found = examined(settings)
    assert (found["listener"].verdict, found["server"].verdict) == (Health.WARN, Health.WARN)
    assert found["signature"].verdict is Health.OK


def test_the_clock_is_compared_with_what_the_public_url_answered() -> None:
    probe = sound_probe()
    probe.listeners[URL] = lambda *_: answer(502, date="Sun, 22 Nov 2026 14:00:00 GMT")
    assert examined(Settings(public_url=URL), probe=probe)["clock"].verdict is Health.FAIL


def test_the_running_server_tells_of_its_journal() -> None:
    probe = sound_probe()
    probe.pages["http://127.0.0.1:8081/readyz"] = page(journal="degraded")
    assert examined(Settings(public_url=URL), probe=probe)["journal"].verdict is Health.FAIL
