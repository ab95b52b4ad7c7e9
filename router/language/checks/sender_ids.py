"""Sender ids that no text can come from."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.syntax import AddressCondition, SenderIdSource
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet

LONGEST = 11
"""Characters an alphanumeric sender id can have (3GPP TS 23.040 §9.1.2.5)."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `sender-id:` that is a number, or too long."""
    for leaf in whole.every_leaf:
        if isinstance(leaf, AddressCondition):
            for value in leaf.values:
                if isinstance(value, SenderIdSource) and (finding := _problem(value.sender_id)):
                    yield finding
    for file in whole.files:
        for message in file.messages():
            sender = message.sender
            if sender and sender.is_sender_id and (finding := _problem(sender.written)):
                yield finding


def _problem(written: Scalar) -> Diagnostic | None:
    name = written.text.strip()
    if not any(char.isalpha() for char in name) and any(char.isdigit() for char in name):
        message = f"{quoted(name)} is a number, and a sender id is a name with letters"
        hint = f"write the number alone, without sender-id: {name}"
    elif len(name) > LONGEST:
        message = f"{quoted(name)} has {len(name)} characters, and a sender id at most {LONGEST}"
        hint = "write it as your telephone shows it where the sender's number would stand"
    else:
        return None
    return Diagnostic("bad-sender-id", message, written.span, hints=(hint,))
