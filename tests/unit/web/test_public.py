import io

import pytest

from router.app.admission import Answer
from router.app.steps import Signal, Steps
from router.plivo.request import PlivoRequest
from router.web.public import MAX_BODY, create_public_app
from tests.fakes.event_log import FakeEventLog
from tests.unit.web.wsgi import Page, ask

PLAIN = "text/plain; charset=utf-8"
ROUTES = ["/receive_sms/", "/receive_sms", "/sms_status/", "/sms_status"]


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError(f"{size} bytes were read of a body that is refused")


class Door:
    """A public application that remembers what it was asked."""

    def __init__(self, prefix: str = "", answer: Answer | Exception | None = None) -> None:
        self.asked: list[PlivoRequest] = []
        self.log = FakeEventLog()
        self.disk = Signal()
        self.disk.set()
        self._answer = answer or Answer(200, b"<Response/>", "text/xml; charset=utf-8")
        self.app = create_public_app(self.take, self.take_report, prefix, self.log)

    def take(self, request: PlivoRequest) -> Steps[Answer]:
        self.asked.append(request)
        if not self.disk.done:
            yield self.disk
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def take_report(self, request: PlivoRequest) -> Steps[Answer]:
        self.asked.append(request)
        yield from ()
        return Answer(200, b"")


@pytest.mark.parametrize("path", ["/receive_sms/", "/receive_sms"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_message_is_answered_with_and_without_the_slash(method: str, path: str) -> None:
    page = ask(Door().app, method, path)
    assert (page.status, page.body) == (200, b"<Response/>")
    assert page.headers["content-type"] == "text/xml; charset=utf-8"
    assert page.headers["content-length"] == "11"


@pytest.mark.parametrize("path", ["/sms_status/", "/sms_status"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_report_is_answered_empty(method: str, path: str) -> None:
    page = ask(Door().app, method, path)
    assert (page.status, page.body, page.headers["content-type"]) == (200, b"", PLAIN)


@pytest.mark.parametrize("prefix", ["/sms", "/sms/", "/a/b"])
def test_the_routes_stand_under_the_prefix_and_without_it(prefix: str) -> None:
    door = Door(prefix)
    for start in ("", prefix.rstrip("/")):
        assert ask(door.app, "POST", start + "/receive_sms/").status == 200
        assert ask(door.app, "GET", start + "/sms_status").status == 200
        assert ask(door.app, "GET", start + "/healthz").body == b"ok\n"
    assert ask(door.app, "POST", "/other/receive_sms/").status == 404


def test_the_request_reaches_the_use_case_as_it_was_sent() -> None:
    door = Door()
    ask(
        door.app,
        "POST",
        "/receive%5Fsms/?b=%C3%A9+x&a",
        b"From=1&From=2&x=%FF",
        CONTENT_TYPE="application/x-www-form-urlencoded",
        HTTP_HOST="h.example:80",
        HTTP_X_PLIVO_SIGNATURE_V2="s2",
        HTTP_X_PLIVO_SIGNATURE_MA_V2="m2",
        HTTP_X_PLIVO_SIGNATURE_V2_NONCE="n2",
        HTTP_X_PLIVO_SIGNATURE_V3="s3",
        HTTP_X_PLIVO_SIGNATURE_MA_V3="m3",
        HTTP_X_PLIVO_SIGNATURE_V3_NONCE="n3",
        HTTP_X_FORWARDED_HOST="f.example",
        HTTP_X_FORWARDED_PORT="8443",
        HTTP_X_FORWARDED_PREFIX="/p",
        HTTP_X_FORWARDED_FOR="203.0.113.7",
        REMOTE_ADDR="192.0.2.1",
        HTTP_COOKIE="not looked at",
    )
    assert door.asked == [
        PlivoRequest(
            "POST",
            "/receive%5Fsms/",
            "b=%C3%A9+x&a",
            b"From=1&From=2&x=%FF",
            {
                "content-type": "application/x-www-form-urlencoded",
                "host": "h.example:80",
                "x-plivo-signature-v2": "s2",
                "x-plivo-signature-ma-v2": "m2",
                "x-plivo-signature-v2-nonce": "n2",
                "x-plivo-signature-v3": "s3",
                "x-plivo-signature-ma-v3": "m3",
                "x-plivo-signature-v3-nonce": "n3",
                "x-forwarded-host": "f.example",
                "x-forwarded-port": "8443",
                "x-forwarded-prefix": "/p",
                "x-forwarded-for": "203.0.113.7",
            },
            "192.0.2.1",
        )
    ]


def test_a_get_has_its_fields_in_the_query_and_no_body() -> None:
    door = Door()
    ask(door.app, "GET", "/receive_sms/?From=1&Text=%E4", b"From=2")
    (asked,) = door.asked
    assert (asked.query, asked.body) == ("From=1&Text=%E4", b"")


@pytest.mark.parametrize(
    "target", ["http://h.example:80/receive_sms/?a=1", "/receive_sms/?a=1#part"]
)
def test_the_absolute_form_and_a_fragment_are_understood(target: str) -> None:
    door = Door()
    ask(door.app, "POST", target)
    assert [(asked.path, asked.query) for asked in door.asked] == [("/receive_sms/", "a=1")]


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW"]
)
def test_other_methods_are_refused_and_the_right_ones_named(method: str, path: str) -> None:
    page = ask(Door().app, method, path)
    assert (page.status, page.headers["allow"]) == (405, "GET, POST")
    assert page.body == (b"" if method == "HEAD" else b"method not allowed\n")


@pytest.mark.parametrize(
    "path", ["/", "", "/receive_sms/x", "/Receive_sms/", "/readyz", "/metrics", "/-/reload",
             "/receive_sms//", "/%FF%FE"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
def test_other_paths_are_not_found(method: str, path: str) -> None:
    page = ask(Door().app, method, path)
    assert (page.status, page.body) == (404, b"not found\n")
    assert page.headers["content-type"] == PLAIN


def test_a_method_nobody_knows_on_a_path_nobody_knows_is_not_found() -> None:
    assert ask(Door().app, "BREW", "/teapot").status == 404


@pytest.mark.parametrize("path", ROUTES)
def test_a_body_of_64_kib_is_taken_and_one_byte_more_is_not(path: str) -> None:
    door = Door()
    assert ask(door.app, "POST", path, b"x" * MAX_BODY).status == 200
    assert len(door.asked[0].body) == 65536
    page = ask(door.app, "POST", path, b"x" * (MAX_BODY + 1))
    assert (page.status, page.body) == (413, b"request too large\n")
    assert page.headers["content-type"] == PLAIN
    assert len(door.asked) == 1


def test_a_query_counts_as_a_body_does() -> None:
    door = Door()
    assert ask(door.app, "GET", f"/receive_sms/?{'x' * MAX_BODY}").status == 200
    assert ask(door.app, "GET", f"/receive_sms/?{'x' * (MAX_BODY + 1)}").status == 413
    assert ask(door.app, "POST", f"/receive_sms/?{'x' * 40_000}", b"y" * 30_000).status == 413
    assert len(door.asked) == 1


@pytest.mark.parametrize("length", ["65537", "999999999999", "9" * 5000])
def test_a_body_that_says_it_is_too_large_is_refused_unread(length: str) -> None:
    assert ask(Door().app, "POST", "/receive_sms/", Unread(), CONTENT_LENGTH=length).status == 413


@pytest.mark.parametrize("length", ["-1", "x", "1.5", "+3", "²"])
def test_a_length_that_is_no_number_is_malformed(length: str) -> None:
    page = ask(Door().app, "POST", "/receive_sms/", Unread(), CONTENT_LENGTH=length)
    assert (page.status, page.body) == (400, b"malformed request\n")


def test_without_a_length_there_is_no_body() -> None:
    door = Door()
    assert ask(door.app, "POST", "/receive_sms/").status == 200
    assert ask(door.app, "POST", "/receive_sms/", CONTENT_LENGTH="").status == 200
    assert [asked.body for asked in door.asked] == [b"", b""]


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_goes_out_as_the_use_case_words_it(status: int) -> None:
    page = ask(Door(answer=Answer(status, b"no\n")).app, "POST", "/receive_sms/")
    assert (page.status, page.body, page.headers["content-type"]) == (status, b"no\n", PLAIN)


def test_a_bug_is_answered_500_in_one_line_and_its_traceback_is_logged() -> None:
    bug = ZeroDivisionError("secret")
    door = Door(answer=bug)
    page = ask(door.app, "POST", "/receive_sms/")
    assert (page.status, page.body) == (500, b"internal error\n")
    (event,) = door.log.events
    assert (event.level, event.name, event.exception) == ("error", "bug", bug)
    assert event.fields == {"route": "/receive_sms/", "exception": "ZeroDivisionError"}


@pytest.mark.parametrize(("method", "body"), [("GET", b"ok\n"), ("HEAD", b"")])
def test_health_is_told_while_the_process_serves(method: str, body: bytes) -> None:
    page = ask(Door().app, method, "/healthz")
    assert (page.status, page.body, page.headers["content-type"]) == (200, body, PLAIN)


def test_health_takes_nothing_but_a_look() -> None:
    page: Page = ask(Door().app, "POST", "/healthz")
    assert (page.status, page.headers["allow"]) == (405, "GET, HEAD")
