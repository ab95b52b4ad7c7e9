"""Read an incoming text from the fields Plivo posts to the message URL (Plivo's SMS XML page)."""

from datetime import datetime

from router.core.address import from_wire
from router.core.message import InboundMessage
from router.plivo.fields import Malformed, single_fields
from router.plivo.form import Pairs


def read_inbound(pairs: Pairs, received_at: datetime) -> InboundMessage | Malformed:
    """The message of a request. `received_at` is an aware UTC time.

    The text is in `Text`, and for an MMS in `Body`; it may be empty (a picture alone). Fields that
    are not known are kept, in the order of the request.
    """
    fields = single_fields(pairs, ("MessageUUID",))
    if isinstance(fields, Malformed):
        return fields
    sender, recipient = from_wire(fields.get("From", "")), from_wire(fields.get("To", ""))
    if sender is None or recipient is None:
        return Malformed(f"the field {'From' if sender is None else 'To'} is missing or blank")
    text = fields.get("Text", "") or fields.get("Body", "")
    return InboundMessage(fields["MessageUUID"], sender, recipient, text, received_at, pairs)
