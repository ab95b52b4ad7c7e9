"""Write the answer to Plivo: a `<Response>` of `<Message>` elements (Plivo's Message XML page)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never
from urllib.parse import quote

from router.core.actions import NoReports, OwnReports, Reports, ReportsTo
from router.core.message import OutboundMessage
from router.plivo.reports import REFERENCE

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOTHING = (_DECLARATION + "<Response/>").encode()
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 §2.2 does not allow in a document, lone surrogates among it."""
# White space but for a blank would be read back as one there (§3.3.3).
_IN_ATTRIBUTE = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
    "\r": "&#13;", "\n": "&#10;", "\t": "&#9;",
})  # fmt: skip


def write_response(
    messages: Sequence[OutboundMessage], report_url: str | None, references: Sequence[str] = ()
) -> bytes:
    """The XML document, in UTF-8, that makes Plivo send these messages in this order.

    `report_url` is where the router itself takes delivery reports (None when its public URL is
    not known), and `references` has for each message what its reports bring back in that URL's
    query ("" for nothing): V2 signatures leave the query out, V3 signatures cover it. Characters
    that XML forbids become U+FFFD, but for the page break of GSM-7, which becomes a line feed;
    every other one comes back as it was from any XML parser.
    """
    if not messages:
        return _NOTHING
    elements = "".join(
        [
            _element(message, report_url, references[place] if references else "")
            for place, message in enumerate(messages)
        ]
    )
    return f"{_DECLARATION}<Response>{elements}</Response>".encode()


def _element(message: OutboundMessage, report_url: str | None, reference: str) -> str:
    destinations = "<".join([address.wire for address in message.dst])
    url = _callback_url(message.reports, report_url, reference)
    callback = "" if url is None else f' callbackUrl="{url}" callbackMethod="POST"'
    return (
        f'<Message src="{_attribute(message.src.wire)}" dst="{_attribute(destinations)}"'
        f' type="sms"{callback}>{_content(message.text)}</Message>'
    )


def _callback_url(reports: Reports, report_url: str | None, reference: str) -> str | None:
    """Where reports go, as it stands in an attribute; None for nowhere."""
    match reports:
        case OwnReports():
            if not report_url or not reference:
                return report_url and _url(report_url)
            # The pieces of a UUID need no quoting, and nearly every reference is made of them.
            plain = reference.isascii() and reference.replace("-", "").replace(".", "").isalnum()
            quoted = reference if plain else quote(reference, safe="", errors="replace")
            return f"{_url(report_url)}?{REFERENCE}={quoted}"
        case ReportsTo(url):
            return _url(url)
        case NoReports():
            return None
        case _:
            assert_never(reports)


@lru_cache(maxsize=64)
def _url(url: str) -> str:
    return _attribute(url)


def _content(text: str) -> str:
    if not text.isprintable():
        # The page break is the one character of GSM-7 that XML forbids. U+FFFD in its place would
        # make the whole text UCS-2: over twice the segments, and too long from 738 characters on.
        text = _allowed(text.replace("\f", "\n")).replace("\r", "\0")
    # Searches by hand are quicker than a table that every character goes through. A bare carriage
    # return, which is "\0" by now, would be read back as a line feed (§2.11).
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\0", "&#13;")


def _attribute(value: str) -> str:
    return value if value.isalnum() else _allowed(value).translate(_IN_ATTRIBUTE)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
