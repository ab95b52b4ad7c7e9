"""A request that a program shows as the `curl` command that would send it once more."""

import shlex

from router.plivo.captured_quotes import plainly_quoted

_HEADER = ("-H", "--header")
_METHOD = ("-X", "--request")
_URL = ("--url",)
_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii")
_WITH_VALUE = (*_HEADER, *_METHOD, *_URL, *_DATA)


def is_curl_command(raw: bytes) -> bool:
    """Whether the file begins with the word curl, and does not go on with what that printed."""
    return raw.lstrip()[:5] in (b"curl ", b"curl\t") and b"\n> " not in raw


def as_raw_http(raw: bytes) -> bytes:
    """The command as raw HTTP: request line, headers, blank line, body.

    Options that change nothing in the request are passed over. A command that no shell would take,
    as a quote is not closed, comes back as it is.
    """
    text = raw.decode("utf-8", "surrogateescape")
    text = text.replace("\\\r\n", " ").replace("\\\n", " ")
    try:
        words = shlex.split(plainly_quoted(text))[1:]
    except ValueError:
        return raw
    told = _options(words)
    body = "&".join(told[_DATA])
    method = (told[_METHOD] or ["POST" if body else "GET"])[-1]
    target = (told[_URL] or [""])[-1]
    lines = [f"{method} {target} HTTP/1.1", *told[_HEADER], "", body]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _options(words: list[str]) -> dict[tuple[str, ...], list[str]]:
    """What was said, by kind of option; a word that stands alone and looks like one is the URL."""
    told: dict[tuple[str, ...], list[str]] = {_HEADER: [], _METHOD: [], _URL: [], _DATA: []}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in _WITH_VALUE:
            _kind(word, told).append(next(rest, ""))
        elif equals and name in _WITH_VALUE and name.startswith("--"):
            _kind(name, told).append(value)
        elif word[:2] in _WITH_VALUE:  # -XPOST
            _kind(word[:2], told).append(word[2:])
        elif "://" in word:
            told[_URL].append(word)
    return told


def _kind(name: str, told: dict[tuple[str, ...], list[str]]) -> list[str]:
    return next(values for kind, values in told.items() if name in kind)
