"""Asks over HTTP once, straight: what came back, or in which way nothing did."""

import socket
import ssl
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from router.adapters.http_straight import connection_to, words_of
from router.app.checkups.ports import HttpAnswer, NoAnswer
from router.app.ports import Clock

PATIENCE_SECONDS = 8.0
"""As long as Plivo waits, for each step: connecting, sending, reading."""
MAX_BODY = 64 * 1024

# OpenSSL's codes for a chain that leads to no authority this machine knows: the server may have
# left a part of it out, or this machine's list may be missing (X509_V_ERR_UNABLE_TO_…, openssl).
_NO_AUTHORITY = frozenset({2, 20, 21})


class DirectHttpProbe:
    """Real HTTP, without a proxy and without following a redirect; implements HttpProbe."""

    def __init__(self, clock: Clock, patience: float = PATIENCE_SECONDS) -> None:
        self._clock = clock
        self._patience = patience

    def get(self, url: str) -> HttpAnswer | NoAnswer:
        """Ask for a page."""
        return self._ask("GET", url, {}, None)

    def post(self, url: str, headers: dict[str, str], body: bytes) -> HttpAnswer | NoAnswer:
        """Post a form."""
        return self._ask("POST", url, headers, body)

    def _ask(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> HttpAnswer | NoAnswer:
        parts = urlsplit(url)
        connection = connection_to(parts, self._patience)
        asked = self._clock.now()
        try:
            if (trouble := _connect(connection)) is not None:
                return trouble
            connection.request(method, parts.path or "/", body, headers)
            # An answer behind which the other side hangs up has the socket to itself.
            with connection.getresponse() as answer:
                content = answer.read(MAX_BODY)
                named = {name.lower(): value for name, value in answer.getheaders()}
                return HttpAnswer(answer.status, content, named, asked, self._clock.now())
        except TimeoutError:
            return NoAnswer("silent", f"more than {self._patience:.0f} seconds")
        except (OSError, HTTPException) as problem:
            return NoAnswer("broken", words_of(problem))
        finally:
            connection.close()


def _connect(  # noqa: PLR0911 - one for each way to fail
    connection: HTTPConnection,
) -> NoAnswer | None:
    """Connect, certificate and all; why not, if not."""
    try:
        connection.connect()
    except (socket.gaierror, UnicodeError):  # a label that is too long cannot even be asked for
        return NoAnswer("no-name", f"the name {connection.host} is not known")
    except ConnectionRefusedError:
        return NoAnswer("refused", "nothing listens there")
    except ssl.SSLCertVerificationError as problem:
        known = problem.verify_code not in _NO_AUTHORITY
        return NoAnswer("untrusted" if known else "unproven", problem.verify_message.rstrip("."))
    except ssl.SSLError as problem:
        return NoAnswer("broken", f"no TLS: {(problem.reason or 'unknown').lower()}")
    except ConnectionResetError as problem:
        return NoAnswer("broken", words_of(problem))
    except TimeoutError:
        return NoAnswer("unreachable", "no way there in time")
    except OSError as problem:
        return NoAnswer("unreachable", words_of(problem))
    return None
