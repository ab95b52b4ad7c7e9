"""Read a delivery report from the fields Plivo posts to a message's callbackUrl."""

import re

from router.core.report import DeliveryReport
from router.plivo.fields import Malformed, single_fields
from router.plivo.form import Pairs

REFERENCE = "ref"
"""The field of the callback URL's query that brings our own reference back."""

REQUIRED = ("From", "To", "MessageUUID")

KNOWN_STATUSES = ("queued", "sent", "delivered", "undelivered", "failed", "rejected")
"""Plivo's words for what became of a message; `rejected` is an older one."""

_SEQUENCE = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_report(pairs: Pairs) -> DeliveryReport | Malformed:
    """The report of a request. A status that is not known is kept as it is, as are other fields."""
    fields = single_fields(pairs, REQUIRED)
    if isinstance(fields, Malformed):
        return fields
    sequence = fields.get("Sequence", "").strip()
    return DeliveryReport(
        message_uuid=fields["MessageUUID"],
        status=fields.get("Status", ""),
        sequence=int(sequence) if _SEQUENCE.fullmatch(sequence) else None,
        error_code=fields.get("ErrorCode", ""),
        fields=pairs,
        reference=fields.get(REFERENCE, ""),
    )
