"""Examples as lines to paste into a rule file."""

import re
from datetime import UTC, datetime, tzinfo
from typing import Final

from router.core.actions import RotaTarget, Target
from router.core.address import AddressKind
from router.language.ruletests import Incoming

_PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .!?/+_-]*[A-Za-z0-9.!?/+_-])?", re.ASCII)
_MEANT_OTHERWISE: Final = frozenset({"null", "yes", "no", "on", "off", "true", "false", "y", "n"})
"""What an editor may take for something else than a text."""


def example_in_braces(incoming: Incoming, zone: tzinfo) -> str:
    """The example in one pair of braces, such as `{text: hours, from: ann}`."""
    parts = [f"text: {value(incoming.text)}"]
    for key, target in (("from", incoming.sender), ("to", incoming.recipient)):
        if target is not None:
            parts.append(f"{key}: {_party(target)}")
    if incoming.at is not None:
        parts.append(f"at: {_moment(incoming.at, zone)}")
    return f"{{{', '.join(parts)}}}"


def value(text: str) -> str:
    """A text as a value inside braces: quoted unless it is plain words."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _MEANT_OTHERWISE:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _party(target: Target) -> str:
    if isinstance(target, RotaTarget) or target.name:
        return value(target.name)
    if target.address.kind is AddressKind.SENDER_ID:
        return f"{{sender-id: {value(target.address.value)}}}"
    return target.address.value


def _moment(at: datetime, zone: tzinfo) -> str:
    """By the zone's clock if that says it, else as an instant."""
    local = at.astimezone(zone)
    plain = local.replace(tzinfo=None, fold=0)
    if not (at.second or at.microsecond) and plain.replace(tzinfo=zone).astimezone(UTC) == at:
        return f"{local:%Y-%m-%d %H:%M}"
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
