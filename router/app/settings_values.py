"""How each setting's value is read from the text somebody wrote, in a file, variable or flag."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from router.app.settings import NO_JOURNAL, RECEIVE_PATH, STATUS_PATH, Endpoint
from router.language.numbers import country_code
from router.language.quoting import quoted
from router.language.times.misread import Misread
from router.language.times.zones import read_zone

MAX_RETENTION_DAYS = 36_500
_IN_URLS = re.compile("[!-~]+")
_HOME = re.compile(r"(?:^|/)~(?:/|$)")
_SPAN = re.compile(r"([0-9]{1,9})\s*([a-z]*)", re.ASCII | re.IGNORECASE)
_DAYS_OF = {
    **dict.fromkeys(("d", "day", "days"), 1),
    **dict.fromkeys(("w", "week", "weeks"), 7),
    **dict.fromkeys(("month", "months"), 30),
    **dict.fromkeys(("y", "year", "years"), 365),
}
"""How many days one of these has. Only days are taken; the others are for the advice."""
_OTHERWISE_CALLED = {"UK": "GB", "USA": "US"}
"""What people write for a country's two letters, and what those are."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot be taken (`words`), and what to write instead (`hint`)."""

    words: str
    hint: str


def read_folder(text: str) -> str | Wrong:
    """A folder: any path that is not blank, and has no `~` for somebody's home in it."""
    if not text.strip():
        return Wrong("there is no name here", "write the folder's, or leave it out")
    if _HOME.search(text):
        return Wrong(
            f"{quoted(text)} has a ~, which only a shell takes for somebody's home",
            "write the whole path, such as /home/ann/sms",
        )
    if "\0" in text:
        return Wrong("the folder's name holds a character that no file name can hold", "retype it")
    return text


def read_endpoint(text: str) -> Endpoint | Wrong:
    """`HOST:PORT`; IPv6 in brackets, `[::1]:8080`; port 0 asks for any free one."""
    wrong = Wrong(f"{quoted(text)} is not a host and a port", "write them as 127.0.0.1:8080")
    host, colon, port = text.rpartition(":")
    if not colon or not host or not re.fullmatch(r"[0-9]{1,5}", port, re.ASCII):
        return wrong
    if int(port) > 65535:
        return Wrong(f"{quoted(text)} has a port above 65535", "write a port from 1 to 65535")
    if host.startswith("[") and host.endswith("]"):
        return Endpoint(host[1:-1], int(port)) if _is_ipv6(host[1:-1]) else wrong
    if ":" in host:
        return Wrong(
            f"{quoted(text)} is an IPv6 address without brackets", f"write it as [{host}]:{port}"
        )
    return Endpoint(host, int(port)) if re.fullmatch(r"[\w.-]+", host) else wrong


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def read_public_url(text: str) -> str | Wrong:  # noqa: PLR0911 - one per mistake
    """The URL Plivo calls, up to the path prefix; a slash at its end is dropped."""
    example = "write it as https://sms.example.org"
    if not _IN_URLS.fullmatch(text):
        ascii_url = _with_ascii_host(text)
        hint = f"write {ascii_url}" if ascii_url else example
        shown = quoted(_without_user(text))
        return Wrong(f"{shown} holds a character that no URL may hold", hint)
    parts = _split(text)
    if parts is None:
        return Wrong(f"{quoted(text)} is not a URL", example)
    if parts.scheme not in ("http", "https"):
        rest = parts.netloc + parts.path if "://" in text else text
        return Wrong(
            f"{quoted(text)} does not begin with http:// or https://", f"write https://{rest}"
        )
    if not parts.hostname:
        return Wrong(f"{quoted(text)} names no host", example)
    if "@" in parts.netloc:
        return Wrong(
            f"{quoted(_without_user(text))} holds a user name or password", "leave them out"
        )
    if "?" in text or "#" in text:
        kept = re.split("[?#]", text)[0]
        return Wrong(f"{quoted(text)} has a part behind ? or #", f"write {kept}")
    for path in (RECEIVE_PATH, STATUS_PATH):
        if f"{parts.path.rstrip('/')}/".endswith(path):
            prefix = text.rstrip("/").removesuffix(path.rstrip("/"))
            return Wrong(
                f"{quoted(text)} ends with {path}, which the server adds by itself",
                f"write {prefix}",
            )
    return text.rstrip("/")


def _with_ascii_host(url: str) -> str:
    """The URL with its host as the DNS has it, `xn--…`; "" when that makes it no sound URL."""
    found = re.fullmatch(r"(https?://)([^/:?#@]+)(.*)", url)
    if not found:
        return ""
    try:
        mended = found[1] + found[2].encode("idna").decode("ascii") + found[3]
    except UnicodeError:
        return ""
    sound = _IN_URLS.fullmatch(mended) and isinstance(read_public_url(mended), str)
    return mended if sound else ""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _without_user(url: str) -> str:
    return re.sub(r"//.*@", "//…@", url)


def read_timezone(text: str) -> ZoneInfo | Wrong:
    """A name from the IANA time zone database, such as America/New_York."""
    read = read_zone(text)
    return Wrong(read.words, read.hint) if isinstance(read, Misread) else read


def read_country(text: str) -> str | Wrong:
    """Two letters (ISO 3166), in any case."""
    if code := country_code(text):
        return code
    meant = _OTHERWISE_CALLED.get(text.upper())
    hint = f"write {meant}" if meant else "write its two letters, such as US or GB"
    return Wrong(f"{quoted(text)} is not a country", hint)


def read_signature_rule(text: str) -> Literal["any", "v3"] | Wrong:
    """`any` family that is right, or `v3` alone."""
    match text.lower():
        case "any":
            return "any"
        case "v3":
            return "v3"
        case _:
            return Wrong(f"{quoted(text)} is not a choice here", 'write "any" or "v3"')


def read_flag(text: str) -> bool | Wrong:
    """`yes`, `no` and what else the rule files read as such."""
    match text.lower():
        case "yes" | "true" | "on":
            return True
        case "no" | "false" | "off":
            return False
        case _:
            return Wrong(f"{quoted(text)} is neither yes nor no", "write yes or no")


def read_days(text: str) -> int | Wrong:
    """`N days`, from 1 day to a hundred years."""
    found = _SPAN.fullmatch(text)
    if not found:
        return Wrong(f"{quoted(text)} is not a number of days", "write it as 90 days")
    days = _DAYS_OF.get(found[2].lower(), 0)
    if days != 1:
        meant = f"{int(found[1]) * (days or 1)} days"
        return Wrong(f"{quoted(text)} is not a number of days", f"write it as {meant}")
    if not 1 <= int(found[1]) <= MAX_RETENTION_DAYS:
        return Wrong(f"{quoted(text)} is out of range", f"write 1 to {MAX_RETENTION_DAYS} days")
    return int(found[1])


def read_journal(text: str) -> str | Wrong:
    """A PostgreSQL URL, or `none`; a wrong one is not quoted: it may hold a password."""
    if text.lower() == NO_JOURNAL:
        return NO_JOURNAL
    parts = _split(text)
    if parts is None or parts.scheme not in ("postgresql", "postgres"):
        return Wrong(
            "this is no place for a journal",
            "write postgresql://USER@HOST/DATABASE, or leave it out: it is in the data folder then",
        )
    return text


Reader = Callable[[str], object]
"""Takes the text, blanks at either end removed, and gives the value or Wrong."""

READERS: dict[str, Reader] = {
    "rules": read_folder,
    "data": read_folder,
    "listen": read_endpoint,
    "admin-listen": read_endpoint,
    "public-url": read_public_url,
    "timezone": read_timezone,
    "country": read_country,
    "require-signature": read_signature_rule,
    "delivery-reports": read_flag,
    "retention": read_days,
    "log-text": read_flag,
    "journal": read_journal,
}
"""Every setting of one value; `numbers` is the one list."""
KEYS = (*READERS, "numbers")
