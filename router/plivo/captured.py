"""Read a request that somebody captured: raw HTTP, a `curl` command, what `curl -v` prints, or a
list of headers.

What cannot be read is said in words that quote nothing of the file: signatures stand in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from router.plivo.captured_curl import as_raw_http, is_curl_command
from router.plivo.request import PlivoRequest
from router.plivo.signing import V2, V3

DEFAULT_PATH = "/receive_sms/"

_REQUEST_LINE = re.compile(
    r"""["']?(GET|POST|PUT|HEAD|PATCH|DELETE|OPTIONS)\s+(\S+?)(?:\s+HTTP/[0-9.]+)?["']?""",
    re.IGNORECASE,
)
_WITH_VERSION = re.compile(r"\sHTTP/[0-9.]+[\"']?$", re.IGNORECASE)
_NAME = re.compile(r":?[A-Za-z0-9][A-Za-z0-9_ -]*")
_QUOTES = "\"'"
_FORM_BODY = re.compile(rb"[A-Za-z0-9_%+.-]+=")
_FORM = re.compile(r"[A-Za-z0-9_%+.]+=[^\s]*")
_METHOD_NAMES = frozenset({":method", "method", "request-method"})
_TARGET_NAMES = frozenset({":path", "path", "url", "request-url"})
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{43}=")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Captured:
    """The request of a file, and sentences on what was guessed or could not be read."""

    request: PlivoRequest
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """There is no request in the file, and why."""

    reason: str


@dataclass(slots=True)
class _Head:
    """What stands before the body."""

    method: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    strange: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_captured(raw: bytes) -> Captured | Unreadable:
    """The request of a file; liberal in what it takes."""
    text = _decoded(raw)
    if is_curl_command(text):
        text = as_raw_http(text)
    lines = _without_curl(text.split(b"\n"))
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return Unreadable("the file is empty")
    head = _Head()
    end = _read_head(lines, start, head)
    if head.strange:
        count = len(head.strange)
        these = f"line {head.strange[0]} is" if count == 1 else f"{count} lines are"
        head.doubts.append(f"{these} neither a header nor a form: passed over")
    if not head.headers:
        return Unreadable("the file holds no header: paste the request with its headers")
    body = _body(b"\n".join(lines[end:]), head)
    return Captured(_request(head, body), tuple(head.doubts))


def _decoded(raw: bytes) -> bytes:
    """Without a byte order mark; what an editor saved as UTF-16, as UTF-8."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.removeprefix(mark).decode(encoding, "replace").encode()
    return raw


def _without_curl(lines: list[bytes]) -> list[bytes]:
    """What was sent, where `curl -v` printed what was sent, what came and what it did."""
    if not any(line.startswith(b"> ") for line in lines):
        return lines
    sent = []
    for line in lines:
        if line.startswith(b">"):
            sent.append(line[1:].removeprefix(b" "))
        elif line.startswith(b"<"):
            break  # from here on it is the answer
        elif sent and not line.startswith((b"* ", b"{ [", b"} [")):
            sent.append(line)
    return sent


def _read_head(lines: list[bytes], start: int, head: _Head) -> int:
    """Fill `head`; gives the number of the line that the body begins at."""
    for number, raw in enumerate(lines[start:], start):
        line = raw.rstrip(b"\r").decode("latin-1")
        if not line.strip():
            return number + 1
        if found := _request_line(line.strip(), first=number == start):
            head.method, head.target = found[1].upper(), found[2]
            head.strange.clear()  # what tcpdump and its like say of the packet
        elif header := _header(line.strip()):
            _take(*header, head)
        elif _FORM.fullmatch(line.strip()):
            return number  # somebody left the blank line out
        else:
            head.strange.append(number + 1)
    return len(lines)


def _request_line(line: str, *, first: bool) -> re.Match[str] | None:
    """A request line; below others it must name the version, as a text may begin with GET."""
    return _REQUEST_LINE.fullmatch(line) if first or _WITH_VERSION.search(line) else None


def _header(line: str) -> tuple[str, str] | None:
    """Name and value of `Name: value`, also where a program printed both in quotes."""
    bare = line.lstrip(_QUOTES)
    # HTTP/2 has names that begin with a colon.
    first, (rest, colon, value) = bare[:1], bare[1:].partition(":")
    name = (first + rest).strip().strip(_QUOTES)
    if not colon or not _NAME.fullmatch(name):
        return None
    value = value.strip()
    quoted = value.removesuffix(",").rstrip()
    if len(quoted) > 1 and quoted[0] == quoted[-1] and quoted[0] in _QUOTES:
        value = quoted[1:-1]
    return name, value


def _take(written: str, value: str, head: _Head) -> None:
    """Keep one header, under the name that HTTP has for it."""
    name = written.lower().replace("_", "-").replace(" ", "-").removeprefix("http-")
    if name in _METHOD_NAMES:
        head.method = value.upper()
    elif name in _TARGET_NAMES:
        head.target = value
    elif name == ":authority":
        head.headers.setdefault("host", value)
    elif not name.startswith(":"):
        before = head.headers.get(name)
        head.headers[name] = value if before is None else f"{before}, {value}"


def _body(raw: bytes, head: _Head) -> bytes:
    """The body as it was sent: an editor ends a file with a line break, a terminal adds more."""
    declared = head.headers.get("content-length", "")
    length = int(declared) if declared.isdecimal() and len(declared) < 10 else None
    if length is not None and len(raw) >= length and not raw[length:].strip():
        return raw[:length]
    body = raw.strip(b"\r\n")
    if b"\n" in body:
        body = body.replace(b"\r", b"").replace(b"\n", b"")
        head.doubts.append("the body stands on several lines, which no form does: taken as one")
    if length is not None and len(body) != length:
        head.doubts.append(
            f"the body has {len(body)} bytes, but Content-Length says {length}: a V3 signature is"
            " over the whole body"
        )
    return body


def _request(head: _Head, body: bytes) -> PlivoRequest:
    target = head.target.partition("#")[0]
    if "://" in target:  # what Plivo was told to call, or a request through a proxy
        authority, slash, rest = target.partition("://")[2].partition("/")
        head.headers.setdefault("host", authority)
        target = (slash + rest) or "/"
    path, _, query = target.partition("?")
    if not path.startswith("/"):
        path = DEFAULT_PATH
        head.doubts.append(f"there is no request line: the path is taken to be {path}")
    if not head.method:
        head.method = "GET" if query and not body else "POST"
        head.doubts.append(f"the method is not told: taken to be {head.method}")
    if head.method == "POST" and not body:
        head.doubts.append("there is no body: V3 signatures are over it, so only V2 can be tried")
    if body and not _FORM_BODY.match(body):
        head.doubts.append(
            "the body is no form, which begins like From=15551230000&To=…: some program has"
            " rewritten it, and a V3 signature is over the form"
        )
    head.doubts.extend(_cut_signatures(head.headers))
    return PlivoRequest(head.method, path, query, body, head.headers)


def _cut_signatures(headers: dict[str, str]) -> Iterator[str]:
    """A sentence for each header whose signature is none: covered or cut by who captured it."""
    for scheme in (V3, V2):
        for family, name in scheme.families:
            given = [one.strip() for one in headers.get(name, "").split(",") if one.strip()]
            if given and not any(_SIGNATURE.fullmatch(one) for one in given):
                yield (
                    f"the header of the {family} signature holds none: one has 44 characters and"
                    " ends with ="
                )
