"""Delivery reports: what became of a message that went out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One report as Plivo sends it.

    `message_uuid` is the outbound message's; `status` is Plivo's word, kept even when unknown;
    `sequence` orders the reports of one message (None when absent or not a number);
    `error_code` is "" when none; `fields` keeps every (name, value) pair in order; `reference` is
    what the router itself put into the callback URL, "" when it is not there.
    """

    message_uuid: str
    status: str
    sequence: int | None
    error_code: str
    fields: tuple[tuple[str, str], ...]
    reference: str = ""
