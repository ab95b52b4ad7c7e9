"""Write the answer to Plivo: a `<Response>` of `<Message>` elements (Plivo's Message XML page)."""

import re
from collections.abc import Sequence
from typing import assert_never
from xml.etree import ElementTree as ET

from router.core.actions import NoReports, OwnReports, Reports, ReportsTo
from router.core.message import OutboundMessage

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOTHING = (_DECLARATION + "<Response/>").encode()
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 §2.2 does not allow in a document, lone surrogates among it."""


def write_response(messages: Sequence[OutboundMessage], report_url: str | None) -> bytes:
    """The XML document, in UTF-8, that makes Plivo send these messages in this order.

    `report_url` is where the router itself takes delivery reports (None when its public URL is
    not known). Characters that XML forbids become U+FFFD; every other one comes back as it was
    from any XML parser.
    """
    if not messages:
        return _NOTHING
    root = ET.Element("Response")
    for message in messages:
        ET.SubElement(root, "Message", _attributes(message, report_url)).text = _clean(message.text)
    document = _DECLARATION + ET.tostring(root, encoding="unicode")
    # ElementTree leaves a carriage return of the text bare, and a parser would read a line feed.
    return document.replace("\r", "&#13;").encode()


def _attributes(message: OutboundMessage, report_url: str | None) -> dict[str, str]:
    attributes = {
        "src": _clean(message.src.wire),
        "dst": _clean("<".join(address.wire for address in message.dst)),
        "type": "sms",
    }
    if (url := _callback_url(message.reports, report_url)) is not None:
        attributes["callbackUrl"] = _clean(url)
        attributes["callbackMethod"] = "POST"
    return attributes


def _callback_url(reports: Reports, report_url: str | None) -> str | None:
    match reports:
        case OwnReports():
            return report_url
        case ReportsTo(url):
            return url
        case NoReports():
            return None
        case _:
            assert_never(reports)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
