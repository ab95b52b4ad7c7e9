import pytest

from router.plivo.captured import Captured, Unreadable, read_captured
from router.plivo.request import PlivoRequest

SIGNATURE = "A" * 43 + "="
BODY = b"From=15551230000&Text=a+b"
HEADERS = {
    "host": "sms.example.org",
    "x-plivo-signature-v2": SIGNATURE,
    "x-plivo-signature-v2-nonce": "12345",
}
WRITTEN = f"""\
Host: sms.example.org
X-Plivo-Signature-V2: {SIGNATURE}
X-Plivo-Signature-V2-Nonce: 12345
"""
RAW = f"POST /receive_sms/?a=1 HTTP/1.1\n{WRITTEN}\n{BODY.decode()}"


def captured(text: str | bytes) -> Captured:
    found = read_captured(text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Captured)
    return found


def doubts(text: str | bytes) -> list[str]:
    """The beginnings of the sentences, up to their colon."""
    return [doubt.partition(":")[0] for doubt in captured(text).doubts]


def request(**changes: object) -> PlivoRequest:
    whole = {
        "method": "POST", "path": "/receive_sms/", "query": "a=1", "body": BODY, "headers": HEADERS,
    }  # fmt: skip
    return PlivoRequest(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        RAW,
        RAW.replace("\n", "\r\n"),
        RAW + "\n",
        RAW + "\r\n\r\n",
        "\n\n" + RAW,
        "\ufeff" + RAW,
        RAW.encode("utf-16"),
        b"\xfe\xff" + RAW.encode("utf-16-be"),
        RAW.replace("POST ", "post "),
        RAW.replace(" HTTP/1.1", ""),
        RAW.replace("POST /receive_sms/?a=1 HTTP/1.1", '"POST /receive_sms/?a=1 HTTP/2"'),
        RAW.replace("Host: ", "host:"),
        RAW.replace("X-Plivo", "HTTP_X_PLIVO").replace("Host", "HTTP_HOST"),
        RAW.replace("12345\n\n", "12345\n"),
    ],
)
def test_raw_http_is_read_however_it_was_saved(text: str | bytes) -> None:
    assert captured(text) == Captured(request())


def test_what_curl_prints_is_read() -> None:
    sent = "".join(
        f"> {line}\n" for line in ("POST /receive_sms/?a=1 HTTP/1.1", *WRITTEN.split("\n"))
    )
    text = (
        "* Connected to sms.example.org (192.0.2.1) port 443\n"
        f"{sent}"
        "} [25 bytes data]\n"
        f"{BODY.decode()}\n"
        "* upload completely sent off: 25 bytes\n"
        "< HTTP/1.1 403 Forbidden\n< \nforbidden\n"
    )
    assert captured(text) == Captured(request())


def test_what_curl_prints_before_an_answer_came_is_read() -> None:
    text = "".join(f"> {line}\r\n" for line in ("GET /receive_sms/?a=1 HTTP/1.1", "Host: a", ""))
    found = captured(f"* Trying\r\n{text}* Operation timed out\r\n").request
    assert found == PlivoRequest("GET", "/receive_sms/", "a=1", b"", {"host": "a"})


@pytest.mark.parametrize(
    "noise",
    [
        "16:20:01.123 IP 10.0.0.9.40414 > 10.0.0.5.8080: Flags [P.], length 500\nE..4.@.@\n",
        "POST\n",
    ],
)
def test_a_request_line_below_what_a_program_says_of_the_packet_is_found(noise: str) -> None:
    found = captured(noise + RAW)
    assert found.doubts == ()
    assert (found.request.method, found.request.path) == ("POST", "/receive_sms/")


CURL = f"""\
curl 'https://sms.example.org/receive_sms/?a=1' \\
  -H 'X-Plivo-Signature-V2: {SIGNATURE}' \\
  --header "X-Plivo-Signature-V2-Nonce: 12345" \\
  --compressed --data-raw '{BODY.decode()}'
"""


@pytest.mark.parametrize(
    "text",
    [
        CURL,
        CURL.replace("\n", "\r\n"),
        CURL.replace("curl ", "curl -XPOST "),
        CURL.replace("curl ", "curl -X GET --request POST --max-time=5 --url="),
        CURL.replace(f"'{BODY.decode()}'", "'From=15551230000' -d Text=a+b"),
    ],
)
def test_a_curl_command_that_a_program_offers_to_copy_is_read(text: str) -> None:
    found = captured(text)
    assert found.doubts == ()
    assert found.request == request(headers=HEADERS)


def test_what_a_browser_puts_between_a_dollars_quotes_is_read_as_a_shell_does() -> None:
    found = captured(
        CURL.replace(f"'{BODY.decode()}'", r"$'From=15551230000&Text=it\'s\u0021\xe9\n'")
    )
    assert found.request.body == b"From=15551230000&Text=it's!\xe9"


def test_bytes_of_a_curl_command_that_are_no_text_are_sent_as_they_are() -> None:
    command = b"curl https://sms.example.org/ -H 'X-A: 1' -d From=1555\xff"
    found = read_captured(command)
    assert isinstance(found, Captured)
    assert found.request.body == b"From=1555\xff"


def test_a_curl_command_with_what_it_printed_below_is_what_it_printed() -> None:
    printed = "".join(f"> {line}\n" for line in RAW.splitlines())
    assert captured(f"curl -v https://other.example.org\n* Trying\n{printed}").request == request()


def test_a_curl_command_without_a_body_is_a_get_and_one_that_is_cut_off_is_no_request() -> None:
    found = captured(f"curl https://sms.example.org/receive_sms/?a=1 -H 'X-A: {SIGNATURE}' -H")
    assert (found.request.method, found.request.query) == ("GET", "a=1")
    assert captured(CURL.replace("'https://sms.example.org", "'/").replace("?a=1", "")).doubts
    cut = read_captured(CURL[:60].encode())
    assert cut == Unreadable("the file holds no header: paste the request with its headers")


def test_a_body_that_is_no_form_is_doubted() -> None:
    said = "the body is no form, which begins like From=15551230000&To=…"
    for body in ('{"From": "15551230000"}', "From: 15551230000"):
        assert doubts(RAW.replace(BODY.decode(), body)) == [said]


def test_a_list_of_headers_is_a_request_to_the_usual_path() -> None:
    found = captured(f"{WRITTEN}\n{BODY.decode()}\n")
    assert found.request == request(query="")
    assert doubts(f"{WRITTEN}\n{BODY.decode()}\n") == [
        "there is no request line",
        "the method is not told",
    ]


def test_headers_as_a_program_prints_them_are_read() -> None:
    lines = [f'  "{name}": "{value}",' for name, value in HEADERS.items()]
    found = captured("\n".join([*lines, "", BODY.decode()]))
    assert found.request.headers == HEADERS


def test_the_names_that_browsers_and_http_2_have_for_the_request_line_are_read() -> None:
    head = ":method: post\n:path: /receive_sms/?a=1\n:authority: sms.example.org\n:scheme: https\n"
    rest = WRITTEN.partition("\n")[2]
    assert captured(f"{head}{rest}\n{BODY.decode()}") == Captured(request())
    head = "Request URL: https://sms.example.org/receive_sms/?a=1\nRequest Method: POST\n"
    assert captured(f"{head}{rest}\n{BODY.decode()}") == Captured(request())


@pytest.mark.parametrize(
    "target", ["https://sms.example.org/receive_sms/?a=1#x", "/receive_sms/?a=1"]
)
def test_a_whole_url_in_the_request_line_gives_path_and_host(target: str) -> None:
    text = RAW.replace("/receive_sms/?a=1", target)
    assert captured(text) == Captured(request())


def test_a_url_without_a_path_is_the_path_slash() -> None:
    assert captured(RAW.replace("/receive_sms/?a=1", "https://a.example.org")).request.path == "/"


def test_a_query_without_a_body_is_a_get() -> None:
    found = captured(f"path: /receive_sms/?From=1\n{WRITTEN}")
    assert (found.request.method, found.request.query) == ("GET", "From=1")


def test_a_header_that_is_there_twice_is_joined() -> None:
    found = captured(RAW.replace("\n\n", "\nX-Plivo-Signature-V2: B\n\n"))
    assert found.request.headers["x-plivo-signature-v2"] == f"{SIGNATURE}, B"


def test_the_declared_length_says_where_the_body_ends() -> None:
    with_length = RAW.replace("\n\n", "\nContent-Length: 26\n\n")
    assert captured(with_length + "\n\n").request.body == BODY + b"\n"
    assert captured(with_length.replace("26", "25") + "\n\n").request.body == BODY


@pytest.mark.parametrize("length", ["30", "3"])
def test_a_body_of_another_length_is_doubted(length: str) -> None:
    text = RAW.replace("\n\n", f"\nContent-Length: {length}\n\n")
    assert doubts(text) == [f"the body has 25 bytes, but Content-Length says {length}"]
    assert not captured(RAW.replace("\n\n", "\nContent-Length: x\n\n")).doubts


def test_a_body_that_a_terminal_wrapped_is_joined() -> None:
    text = RAW.replace("&Text", "&\r\nText")
    assert captured(text).request == request()
    assert doubts(text) == ["the body stands on several lines, which no form does"]


def test_a_post_without_a_body_is_doubted() -> None:
    assert doubts(RAW.replace(BODY.decode(), "")) == ["there is no body"]
    assert doubts(RAW.partition("\n\n")[0]) == ["there is no body"]


def test_a_line_that_is_nothing_is_named_by_its_number_alone() -> None:
    found = captured(RAW.replace("\nHost", "\n{ secret stuff\nHost"))
    assert found.doubts == ("line 2 is neither a header nor a form: passed over",)
    assert found.request == request()
    found = captured(RAW.replace("\nHost", "\n{\n{\nHost"))
    assert found.doubts == ("2 lines are neither a header nor a form: passed over",)


def test_a_signature_that_was_covered_is_doubted_without_showing_it() -> None:
    found = captured(RAW.replace(SIGNATURE, "abc…"))
    assert found.doubts == (
        "the header of the V2 signature holds none: one has 44 characters and ends with =",
    )
    assert not captured(RAW.replace(SIGNATURE, f"x, {SIGNATURE}")).doubts


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b"\x00\xff\xfe\n", "the file holds no header: paste the request with its headers"),
        (b"POST /receive_sms/ HTTP/1.1\n\nFrom=1", "the file holds no header: paste the request"),
        (b"From=1&To=2", "the file holds no header: paste the request"),
    ],
)
def test_a_file_without_a_request_says_why(raw: bytes, reason: str) -> None:
    found = read_captured(raw)
    assert isinstance(found, Unreadable)
    assert found.reason.startswith(reason)
