"""Bytes into text, and what is said of bytes that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.diagnostics import Diagnostic
from router.language.source import MAX_BYTES, SourceFile, SourceText, decode


def text(content: bytes) -> SourceText:
    decoded = decode(SourceFile("a.yaml", content))
    assert isinstance(decoded, SourceText)
    return decoded


def refused(content: bytes, problem: str = "") -> Diagnostic:
    decoded = decode(SourceFile("a.yaml", content, problem))
    assert isinstance(decoded, tuple)
    (finding,) = decoded
    return finding


def test_a_byte_order_mark_is_taken_off() -> None:
    assert text(b"\xef\xbb\xbfrules:").text == "rules:"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_every_system(end: str) -> None:
    assert text(f"a: é{end}b: c{end}".encode()).lines == ("a: é", "b: c", "")


def test_a_line_separator_pasted_into_a_text_is_no_line_end() -> None:
    assert text("a: b\u2028c\u0085d".encode()).lines == ("a: b\u2028c\u0085d",)


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("a: é\nb: ü".encode("latin-1"), "not-utf-8", (1, 4)),
        ("a: é\nb: ".encode() + b"\xfc", "not-utf-8", (2, 4)),
        (b"\xef\xbb\xbf\xff", "not-utf-8", (1, 1)),
        ("a: b".encode("utf-16"), "not-utf-8", (1, 1)),
        ("a: b".encode("utf-32"), "not-utf-8", (1, 1)),
        ("a: bcdef".encode("utf-16-be"), "not-utf-8", (1, 1)),
        (b"a: b\nc: \x00d", "not-text", (2, 4)),
        (b"\x89PNG\x01\x02\x03\x04\xff", "not-text", (1, 1)),
        (b"#" * (MAX_BYTES + 1), "too-large", (1, 1)),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(
    content: bytes, code: str, place: tuple[int, int]
) -> None:
    finding = refused(content)

    assert finding.code == code
    assert (finding.span.line, finding.span.column) == place
    assert finding.hints


def test_an_old_encoding_is_recognized_by_the_letter_it_spoils() -> None:
    assert refused("geöffnet".encode("latin-1")).message == 'the letter "ö" is not saved as UTF-8'


def test_a_file_that_could_not_be_read_says_why() -> None:
    finding = refused(b"", problem="it is a folder")

    assert finding.code == "unreadable"
    assert finding.message == "this file cannot be read: it is a folder"


def test_a_file_of_just_the_largest_size_is_read() -> None:
    assert len(text(b"#" * MAX_BYTES).text) == MAX_BYTES


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_one_finding_inside_the_file(content: bytes) -> None:
    decoded = decode(SourceFile("a.yaml", content))
    if isinstance(decoded, SourceText):
        assert decoded.text.encode() == content.removeprefix(b"\xef\xbb\xbf")
    else:
        assert len(decoded) == 1
        assert decoded[0].span.line <= content.count(b"\n") + content.count(b"\r") + 1
