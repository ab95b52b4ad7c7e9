import shlex

import pytest

from router.plivo.captured_quotes import plainly_quoted


def words(command: str) -> list[bytes]:
    """What a shell would make of a command."""
    return [
        word.encode("utf-8", "surrogateescape") for word in shlex.split(plainly_quoted(command))
    ]


# Each was put before Bash 5.2, but for the pair of \u, of which it makes two bad characters.
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\nb\r\tc", b"a\nb\r\tc"),
        (r"it\'s \"it\" \\n\?", b'it\'s "it" \\n?'),
        (r"\x21\u0021\u21\U00000021\41\041", b"!!!!!!"),
        (r"caf\xc3\xa9 caf\u00e9 \351 \xFF\777", "café café ".encode() + b"\xe9 \xff\xff"),
        (r"\uD83D\uDE00", "😀".encode()),
        (r"\ud83d. \ude00", b"\xed\xa0\xbd. \xed\xb8\x80"),
        (r"\cA\ca\a\e\E\b\f\v", b"\x01\x01\a\x1b\x1b\b\f\v"),
        (r"\z \u \xg", rb"\z \u \xg"),
        ("😀é", "😀é".encode()),
        ("", b""),
    ],
)
def test_what_stands_between_a_dollars_quotes_is_what_a_shell_reads(
    written: str, meant: bytes
) -> None:
    assert words(f"curl -d $'{written}' a$'{written}'b") == [
        b"curl",
        b"-d",
        meant,
        b"a" + meant + b"b",
    ]


def test_a_sign_behind_the_last_one_of_unicode_stays_as_it_is_written() -> None:
    assert words(r"$'\U0011FFFF \U0010FFFF'") == [rb"\U0011FFFF " + "\U0010ffff".encode()]


def test_a_dollar_is_a_dollar_where_no_quote_begins_behind_it() -> None:
    assert words(r"""  "$'\u0021'" '$' \$'\n' "a\"$'" $HOME '$'a """) == [
        rb"$'\u0021'", b"$", rb"$\n", b"a\"$'", b"$HOME", b"$a",
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [r"curl $'\'", "curl $'abc", "curl $'abc\\"])
def test_one_that_is_not_closed_is_not_closed_after_all(cut: str) -> None:
    with pytest.raises(ValueError, match="quotation"):
        words(cut)
