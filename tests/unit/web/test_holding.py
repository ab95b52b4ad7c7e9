from threading import Thread

from router.app.admission import Answer
from router.app.steps import Signal
from tests.unit.web.test_public import Door
from tests.unit.web.wsgi import Page, ask, asked

PATIENCE = 20.0


def held_door(answer: Answer | Exception | None = None) -> Door:
    """A door whose use case waits for a disk."""
    door = Door(answer=answer)
    door.disk = Signal()
    return door


def test_an_answer_that_is_there_is_begun_to_its_end() -> None:
    begun = Door().app.begin(asked("POST", "/receive_sms/"))
    assert begun.advance()
    assert (begun.status, begun.body) == ("200 OK", [b"<Response/>"])


def test_an_answer_that_waits_comes_when_what_it_waits_for_has_happened() -> None:
    door, called = held_door(), list[bool]()
    environ = asked("POST", "/receive_sms/")
    begun = door.app.begin(environ)
    assert not begun.advance()
    begun.when_ready(lambda: called.append(True))
    assert called == []
    door.disk.set()
    assert called == [True]
    assert begun.advance()
    page = ask(lambda _, start: door.app(environ, start), "POST", "/receive_sms/")
    assert (page.status, page.body) == (200, b"<Response/>")
    assert page.headers == {"content-type": "text/xml; charset=utf-8", "content-length": "11"}
    assert len(door.asked) == 1


def test_a_server_of_the_usual_kind_waits_for_the_answer() -> None:
    door, pages = held_door(Answer(403, b"forbidden\n")), list[Page]()
    waiting = Thread(target=lambda: pages.append(ask(door.app, "POST", "/receive_sms/")))
    waiting.start()
    door.disk.set()
    waiting.join(PATIENCE)
    assert [(page.status, page.body) for page in pages] == [(403, b"forbidden\n")]


def test_a_bug_behind_a_wait_is_answered_500_and_logged_like_any_other() -> None:
    door = held_door(ZeroDivisionError("secret"))
    begun = door.app.begin(asked("POST", "/receive_sms/"))
    assert not begun.advance()
    door.disk.set()
    assert begun.advance()
    assert (begun.status, begun.body) == ("500 Internal Server Error", [b"internal error\n"])
    (event,) = door.log.events
    assert (event.level, event.name) == ("error", "bug")
    assert event.fields == {"exception": "ZeroDivisionError"}
