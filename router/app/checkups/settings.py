"""Checkups of what was set: where it comes from, the token, the public URL, the admin listener."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from router.app.checkups.ports import Credentials, TokenPlace
from router.app.settings import RECEIVE_PATH, TO_BE_REPLACED, Endpoint
from router.app.settings_reading import variable_of
from router.app.settings_values import KEYS
from router.core.checkup import Checkup, Health, fail, ok, warn
from router.engine.wording import counted, listed

_PORTS = {"https": 443, "http": 80}
_OF_DOCUMENTS = ("example", "example.com", "example.net", "example.org")
"""Domains that nobody can have (RFC 2606, RFC 6761)."""
_EVERY = {"0.0.0.0", "::"}  # noqa: S104 - only looked for
_OURS_ALONE = (".local", ".internal", ".lan", ".home.arpa", ".localdomain", ".test", ".invalid")
"""Ends of names that no public name server answers for (RFC 6761, RFC 6762 and common use)."""


def settings_sources(
    file: str, environment: Mapping[str, str], flags: Mapping[str, str]
) -> tuple[str, ...]:
    """Everything the settings were read from, the weakest first; `file` is "" for none."""
    given = sorted(name for name in map(variable_of, KEYS) if environment.get(name, "").strip())
    return (*([file] if file else []), *given, *(f"--{key}" for key in flags))


def settings_checkup(sources: Sequence[str]) -> Checkup:
    """What the settings were read from. Wrong ones never come as far as here."""
    if not sources:
        return ok("settings", "no settings.yaml, variable or flag: every setting has its default")
    return ok("settings", f"read without a mistake from {listed(sources, 'and')}")


def token_checkup(found: Credentials, server_runs: bool) -> Checkup:
    """Whether there is an auth token, and where; never which."""
    advice = "set PLIVO_AUTH_TOKEN, or PLIVO_AUTH_TOKEN_FILE to a file that holds it"
    if broken := next((place for place in found.places if place.problem), None):
        return fail("token", broken.problem, f"mend {broken.name}: serve does not start without it")
    if found.dev:
        words = "there is none but the one that dev mode made: good for serve --dev alone"
        return warn("token", words, f"for Plivo, {advice}")
    if not found.values:
        if server_runs:
            words = "there is none here, so no signature can be tried; the running server has its"
            return warn("token", words, f"for this command, {advice}")
        if found.places:
            where = _places(found.places)
            words = f"{where} is set but holds none, and serve does not start without one"
            return fail("token", words, "put it there: Plivo's console has it on the overview page")
        return fail("token", "there is none, and serve does not start without one", advice)
    return _token_quality(found)


def _token_quality(found: Credentials) -> Checkup:
    holding = [place for place in found.places if place.count]
    words = f"{counted(len(found.values), 'token')}, from {_places(holding)}"
    if TO_BE_REPLACED in found.values:
        advice = "put your own in its place: Plivo's console has it on the overview page"
        return fail("token", f"{words}; one is {TO_BE_REPLACED}, which is no token", advice)
    if quoted := next((place for place in holding if place.in_quotes), None):
        advice = f"take the quotes out of {quoted.name}: they would count as part of the token"
        return fail("token", f"{words}; one stands in quotes", advice)
    if open_ := next((place for place in holding if place.open_to_all), None):
        advice = f"chmod o-rwx the file of {open_.name}, and give it to the router's user"
        return warn("token", f"{words}; every user of this machine can read it", advice)
    return ok("token", words)


def _places(places: Sequence[TokenPlace]) -> str:
    return listed([place.name for place in places], "and")


def address_checkup(url: str, dev: bool) -> Checkup:
    """Whether the public URL can be what Plivo calls. In dev mode nothing about it is a failure."""
    if not url:
        if dev:
            words = "not set: serve --dev takes the address it listens on"
        else:
            words = "not set, and serve does not start without it: Plivo signs the address it calls"
        advice = "set public-url to that address without /receive_sms/: https://sms.example.org"
        return Checkup("public-url", Health.WARN if dev else Health.FAIL, words, advice)
    parts = urlsplit(url)
    if doubts := tuple(_doubts(parts)):
        words = "; ".join(words for _, words, _ in doubts)
        advice = "; ".join(advice for _, _, advice in doubts)
        worst = Health.WARN if dev else doubts[0][0]
        return Checkup("public-url", worst, f"{url}: {words}", advice)
    path = f"; the path {parts.path} is a part of it" if parts.path else ""
    return ok("public-url", f"Plivo is to call {url}{RECEIVE_PATH}{path}")


def _doubts(parts: SplitResult) -> Iterator[tuple[Health, str, str]]:
    """What may be wrong with it, the worst first."""
    host = parts.hostname or ""
    if not _is_public(host):
        words = f"{host} cannot be reached from the internet, so not by Plivo"
        yield Health.FAIL, words, "set public-url to the name that the internet knows"
        return  # the rest is another matter once it is that name
    if any(f".{host.lower().rstrip('.')}".endswith(f".{domain}") for domain in _OF_DOCUMENTS):
        words = f"{host} is a name of examples, which nobody can have"
        yield Health.WARN, words, "set public-url to the name that leads to this router"
        return
    if parts.scheme != "https":
        words = "without https anybody on the way reads the texts"
        yield Health.WARN, words, "put a proxy with TLS in front, and set public-url to https://…"
    if parts.netloc != parts.netloc.lower():
        advice = "the signature covers each letter: write it in Plivo's console in the same way"
        yield Health.WARN, "the host has capital letters", advice
    if parts.port == _PORTS[parts.scheme]:
        advice = f"the signature covers the port: leave it out, or write :{parts.port} in Plivo too"
        yield Health.WARN, f"port {parts.port} goes without saying", advice
    elif parts.port is not None:
        advice = f"if that is meant, open it in the firewall and write :{parts.port} in Plivo too"
        yield Health.WARN, f"port {parts.port} is an unusual one", advice
    if "//" in parts.path:
        yield Health.WARN, "the path has two slashes in a row", "take one out, and in Plivo too"
    if _is_address(host):
        words = "an address where a name is usual: few certificates are for addresses"
        yield Health.WARN, words, "set public-url to a name that leads there"


def _is_public(host: str) -> bool:
    if _is_address(host):
        return ip_address(host).is_global
    return "." in host.rstrip(".") and not host.lower().rstrip(".").endswith(_OURS_ALONE)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def admin_checkup(admin: Endpoint, listen: Endpoint) -> Checkup:
    """Whether the admin listener is this machine's alone, and has an address of its own."""
    if admin.port == listen.port != 0 and ({admin.host, listen.host} & _EVERY or admin == listen):
        words = f"listen is {listen} and admin-listen {admin}: serve cannot have both"
        return fail("admin", words, "set admin-listen to another port")
    if admin.is_loopback:
        return ok("admin", f"the admin listener is at {admin}, for this machine alone")
    return warn(
        "admin",
        f"the admin listener is at {admin}: who reaches that can read metrics and reload the rules",
        f"set admin-listen to 127.0.0.1:{admin.port}, or let a firewall keep others away",
    )
