"""Checkups by requests of our own: whether the server lets in what is signed here.

They are signed but lack every field of a message. So a router that finds the signature right
answers 400, one that does not 403; to neither it is a message: the journal keeps the nonce alone.
"""

import secrets
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from router.app.admission import FORBIDDEN, MALFORMED, Answer
from router.app.checkups.ports import HttpAnswer, HttpProbe, NoAnswer
from router.app.settings import RECEIVE_PATH, Endpoint, Settings, dev_public_url
from router.core.checkup import Checkup, fail, ok, warn
from router.plivo.form import FORM_TYPE
from router.plivo.signature import read_public_url
from router.plivo.signing import sign

FORM = (("Doctor", "a signed request that is no message"),)
FITS, DOES_NOT_FIT = MALFORMED, FORBIDDEN
NO_ROUTE = Answer(404, b"not found\n")

_FROM_OUTSIDE = "try from outside: text the number, and look in the log for message or refused"
_UNTRIED = "there is no {}, so no signature can be tried"


@dataclass(frozen=True, slots=True)
class Tried:
    """What each token got: its answer (status and body), or the reason why there was none.

    `fitting` are the indices of the tokens that the server has too.
    """

    answers: tuple[HttpAnswer | NoAnswer, ...]

    @property
    def fitting(self) -> tuple[int, ...]:
        """Which tokens were let in."""
        return tuple(i for i, answer in enumerate(self.answers) if _is(answer, FITS))

    @property
    def heard(self) -> bool:
        """Whether a router answered at all."""
        return any(_is(answer, FITS) or _is(answer, DOES_NOT_FIT) for answer in self.answers)


def post_signed(probe: HttpProbe, public_url: str, token: str, at: str) -> HttpAnswer | NoAnswer:
    """Post the form that is no message to `at`, signed as Plivo signs for the public URL."""
    nonce = secrets.token_hex(16)
    headers = sign(public_url + RECEIVE_PATH, "POST", FORM, token, nonce)
    headers |= {"content-type": FORM_TYPE, "user-agent": "sms-router doctor"}
    return probe.post(at, headers, urlencode(FORM).encode())


def try_listener(probe: HttpProbe, settings: Settings, tokens: tuple[str, ...]) -> Tried:
    """Try each token straight at the server, as if a proxy had passed the request on unchanged."""
    path = read_public_url(settings.public_url).prefix + RECEIVE_PATH
    at = f"http://{settings.listen.from_here}{path}"
    answers: list[HttpAnswer | NoAnswer] = []
    for token in tokens:
        if answers and isinstance(answers[-1], NoAnswer):  # it would only take its time again
            answers.append(answers[-1])
        else:
            answers.append(post_signed(probe, settings.public_url, token, at))
    return Tried(tuple(answers))


def try_public(
    probe: HttpProbe, settings: Settings, tokens: tuple[str, ...], here: Tried
) -> HttpAnswer | NoAnswer:
    """Try the public URL with the tokens, those the server has first, until something is not 403.

    There is one token at least.
    """
    likely = [*here.fitting, *(i for i in range(len(tokens)) if i not in here.fitting)]
    at = settings.public_url + RECEIVE_PATH
    for index in likely:
        answer = post_signed(probe, settings.public_url, tokens[index], at)
        if not _is(answer, DOES_NOT_FIT):
            break
    return answer


def as_served(settings: Settings, dev: bool) -> Settings:
    """With the public URL that dev mode takes when none is set."""
    if settings.public_url or not dev or not settings.listen.port:
        return settings
    return replace(settings, public_url=dev_public_url(settings.listen))


def untried(name: str, tokens: tuple[str, ...], public_url: str) -> Checkup | None:
    """Why nothing can be tried at all, if so."""
    if tokens and public_url:
        return None
    what = "public-url" if tokens else "token"
    return warn(name, _UNTRIED.format(what), f"see {what} above")


def not_ours(*names: str) -> tuple[Checkup, ...]:
    """Nothing can be tried with dev mode's token on a server that was started without dev mode."""
    words = "the server does not have dev mode's token, so no signature can be tried"
    return tuple(warn(name, words, "give this command the server's token") for name in names)


def listener_checkup(listen: Endpoint, here: Tried) -> Checkup:
    """Whether the running server takes what is signed with these settings and tokens."""
    name, count, at = "listener", len(here.answers), listen.from_here
    if len(here.fitting) == count:
        with_all = "the token" if count == 1 else f"each of {count} tokens"
        return ok(name, f"the server at {at} takes a request signed with {with_all}")
    if here.fitting:
        missing = ", ".join(str(i + 1) for i in range(count) if i not in here.fitting)
        words = f"the server at {at} does not have token {missing} of {count}"
        return warn(name, words, "restart it: it reads its tokens when it starts")
    answer = here.answers[0]
    if _is(answer, DOES_NOT_FIT):
        return fail(
            name,
            f"the server at {at} refuses a request signed with this token for this public-url",
            "it has another token or public-url than this command: give both the same, restart it",
        )
    if isinstance(answer, NoAnswer) and answer.trouble == "silent":
        words = f"something listens at {at}, but gives no answer ({answer.words})"
        return fail(name, words, "if it is the server, it is stuck: see its log, restart it")
    if isinstance(answer, NoAnswer):
        words = f"nothing answers at {at} ({answer.words})"
        return warn(name, words, "start the server, or give this command its --listen")
    words = f"what answers at {at} ({answer.status}) is not this router, or has another public-url"
    advice = (
        "if another program has this port, end it or set listen to another one; else give this"
        " command and the server the same settings"
    )
    return fail(name, words, advice)


def public_checkup(settings: Settings, answer: HttpAnswer | NoAnswer, here: Tried) -> Checkup:
    """Whether a request signed here arrives through the public URL as it was signed."""
    name, url = "signature", settings.public_url + RECEIVE_PATH
    if isinstance(answer, NoAnswer):
        return _not_reached(name, url, answer)
    if _is(answer, FITS):
        return ok(name, f"a request signed here arrives right through {url}")
    if _is(answer, DOES_NOT_FIT):
        return fail(name, f"the router behind {url} refuses the signature", _refused(here))
    if _is(answer, NO_ROUTE):
        words = f"the router behind {url} does not know the path that arrives"
        return fail(name, words, "let the proxy pass the path on unchanged")
    if 300 <= answer.status < 400:
        target = answer.headers.get("location", "")
        words = f"{url} redirects ({answer.status}) to {target[:200] or 'nowhere'}"
        return fail(name, words, _redirected(url, target))
    words, advice = _from_others(answer.status, str(settings.listen.from_here))
    return fail(name, f"{url} answered {answer.status}: {words}", advice)


def _not_reached(name: str, url: str, answer: NoAnswer) -> Checkup:
    match answer.trouble:
        case "silent":
            words = f"{url} was reached but gave no answer in time ({answer.words})"
            return fail(name, words, "Plivo waits 8 seconds: is the server running and not stuck?")
        case "broken":
            words = f"{url} was reached but hung up ({answer.words})"
            return fail(name, words, "is it http in place of https, or a proxy without a server?")
        case "untrusted":
            words = f"the certificate of {url} is not good ({answer.words})"
            advice = "have one made for this name by a public authority, and renewed in time"
            return fail(name, words, advice)
        case "unproven":
            words = f"the certificate of {url} cannot be proven from here ({answer.words})"
            advice = "have the proxy send the whole chain; apt-get install ca-certificates here"
            return warn(name, words, advice)
        case "no-name":
            words = f"{url} cannot be reached from here ({answer.words})"
            return warn(name, words, f"see that its DNS record is there and right; {_FROM_OUTSIDE}")
        case "refused" | "unreachable":
            words = f"{url} cannot be reached from here ({answer.words}), which may be meant"
            return warn(name, words, _FROM_OUTSIDE)


def _refused(here: Tried) -> str:
    if here.fitting:
        return (
            "the server here takes it, so the proxy changes the path, drops the headers"
            " X-Plivo-…, or passes to another router: let it pass all on unchanged"
        )
    if here.heard:
        return "the server here refuses it too: see listener"
    return "give this command the token and the public-url of that router"


def _redirected(url: str, target: str) -> str:
    asked, sent = urlsplit(url), target.partition(":")[0].lower()
    if asked.scheme == "http" and sent == "https":
        return f"set public-url to {target[:200].removesuffix(RECEIVE_PATH)}"
    return "a redirect loses the signature: let the proxy pass the path on as it is, slash and all"


def _from_others(status: int, at: str) -> tuple[str, str]:
    """What an answer means that is not the router's, and what to do about it."""
    open_ = "let /receive_sms/ and /sms_status/ through: the signature is the proof"
    for statuses, words, advice in (
        ((401, 407), "something in front asks for a login", f"{open_}, so they need none"),
        ((403,), "something in front of the router forbids it", open_),
        ((400,), "something in front of the router does not understand it", open_),
        ((404, 410), "what answers there has no such path", f"let the proxy pass it to {at}"),
        ((405,), "what answers there takes no POST", f"let the proxy pass POST and GET to {at}"),
        ((413, 429), "something in front of the router limits it", f"{open_}, without that limit"),
        ((502, 503, 504), "the proxy cannot reach the router", f"is it running? Pass to {at}"),
        ((500,), "the router, or something in front, is broken", "see the logs of both"),
    ):
        if status in statuses:
            return words, advice
    return "this is not the router's answer", f"let the proxy pass /receive_sms/ to {at}"


def _is(answer: HttpAnswer | NoAnswer, meant: Answer) -> bool:
    told = (meant.status, meant.body)
    return isinstance(answer, HttpAnswer) and (answer.status, answer.body) == told
