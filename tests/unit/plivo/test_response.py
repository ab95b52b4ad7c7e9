import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plivo import plivoxml

from router.core.actions import NoReports, ReportsTo
from router.core.address import Address
from router.core.message import OutboundMessage
from router.core.segments import measure
from router.plivo.response import write_response

ANN, BOB, US = Address("+15550001111"), Address("+15550002222"), Address("+15557654321")


def message(text: str, **changes: object) -> OutboundMessage:
    fields = {"src": US, "dst": (ANN,), "text": text, "rule": "R"} | changes
    return OutboundMessage(**fields)  # type: ignore[arg-type]


def test_nothing_to_send_is_an_empty_response() -> None:
    assert write_response((), "https://x.example/sms_status/") == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<Response/>'
    )


def test_a_message_is_written_as_plivo_shows_it() -> None:
    assert write_response([message("Hi")], "https://x.example/sms_status/").decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Response><Message src="15557654321" dst="15550001111" type="sms" '
        'callbackUrl="https://x.example/sms_status/" callbackMethod="POST">Hi</Message></Response>'
    )


def test_it_is_the_element_that_plivos_own_library_makes() -> None:
    ours = ET.fromstring(write_response([message("A & <b>")], "https://x.example/s/?a=1&b=2"))
    theirs = plivoxml.ResponseElement().add(
        plivoxml.MessageElement(
            "A & <b>",
            src="15557654321",
            dst="15550001111",
            type="sms",
            callback_url="https://x.example/s/?a=1&b=2",
            callback_method="POST",
        )
    )
    assert ET.canonicalize(ET.tostring(ours)) == ET.canonicalize(theirs.to_string(pretty=False))


def test_messages_stand_in_their_order() -> None:
    root = ET.fromstring(write_response([message("1"), message("2"), message("3")], None))
    assert [child.text for child in root] == ["1", "2", "3"]


def test_several_destinations_are_joined_by_a_less_than_sign() -> None:
    xml = write_response([message("x", dst=(ANN, BOB, Address("72975")))], None)
    assert b'dst="15550001111&lt;15550002222&lt;72975"' in xml


def test_reports_go_to_our_url_to_another_or_nowhere() -> None:
    own, other, none = ET.fromstring(
        write_response(
            [
                message("x"),
                message("x", reports=ReportsTo("https://r.example/?a=1&b=2")),
                message("x", reports=NoReports()),
            ],
            "https://x.example/sms_status/",
        )
    )
    assert own.get("callbackUrl") == "https://x.example/sms_status/"
    assert other.get("callbackUrl") == "https://r.example/?a=1&b=2"
    assert {own.get("callbackMethod"), other.get("callbackMethod")} == {"POST"}
    assert set(none.attrib) == {"src", "dst", "type"}


def test_without_a_known_url_no_report_is_asked_for() -> None:
    (only,) = ET.fromstring(write_response([message("x")], None))
    assert "callbackUrl" not in only.attrib
    assert "callbackMethod" not in only.attrib


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  padded  ", "  padded  "),
        ("a\r\nb\rc\nd\te", "a\r\nb\rc\nd\te"),
        ("</Message><Message>&amp;{text}]]>", "</Message><Message>&amp;{text}]]>"),
        ("\x00\x0b\x1f\ufffe\uffff\ud800", "\ufffd" * 6),
        ("one page\ftwo", "one page\ntwo"),
        ("\x7f\x85\u2028\ue000\U0010ffff", "\x7f\x85\u2028\ue000\U0010ffff"),
        ("\U0001f600" * 368, "\U0001f600" * 368),
    ],
)
def test_a_text_comes_back_from_an_xml_parser(text: str, read: str) -> None:
    (only,) = ET.fromstring(write_response([message(text)], None))
    assert only.text == read


FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
texts = st.text(st.characters(codec=None), min_size=1)
addresses = st.one_of(
    st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
    st.from_regex(r"[0-9]{1,6}", fullmatch=True),
    texts.filter(lambda text: not text.startswith("+") and "<" not in text),
).map(Address)
messages = st.builds(
    OutboundMessage,
    src=addresses,
    dst=st.lists(addresses, min_size=1, max_size=4).map(tuple),
    text=texts,
    rule=st.just("R"),
    reports=st.one_of(st.just(NoReports()), st.builds(ReportsTo, texts)),
)


@given(st.lists(messages, max_size=4))
def test_any_answer_parses_back_to_the_same_texts_and_numbers(sent: list[OutboundMessage]) -> None:
    def clean(text: str) -> str:
        return FORBIDDEN.sub("\ufffd", text)

    def clean_text(text: str) -> str:
        return clean(text.replace("\f", "\n"))

    root = ET.fromstring(write_response(sent, None))
    assert root.tag == "Response"
    for element, one in zip(root, sent, strict=True):
        assert element.tag == "Message"
        assert element.text == clean_text(one.text)
        assert element.get("src") == clean(one.src.wire)
        assert (element.get("dst") or "").split("<") == [clean(to.wire) for to in one.dst]
        url = one.reports.url if isinstance(one.reports, ReportsTo) else None
        assert element.get("callbackUrl") == (None if url is None else clean(url))


@given(st.text(st.sampled_from("a\f\n\r\x00\x0b€я\ud800\U0001f600"), min_size=1, max_size=400))
def test_what_is_sent_costs_no_more_than_was_counted(text: str) -> None:
    (only,) = ET.fromstring(write_response([message(text)], None))
    counted, sent = measure(text), measure(only.text or "")
    assert sent.encoding is counted.encoding
    assert sent.units <= counted.units
    assert sent.count <= counted.count
