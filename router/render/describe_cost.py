"""What a rule's texts cost to send, in segments, as the words behind its sentence."""

from router.core.actions import Action, MultiForward, PlainText, Template
from router.core.segments import measure, split_message
from router.engine.placeholders import names
from router.engine.ruleset import Rule
from router.language.quoting import listed
from router.render.describe_match import spoken_count


def cost(rule: Rule) -> str:
    """`1 segment`, `2 segments and what {sender} adds`; "" for a rule that sends nothing.

    The texts of several actions stand in their order; a text longer than one message counts with
    all its messages. Segments are Plivo's unit of price: one for each number that is sent to.
    """
    each = [_of_action(action) for action in rule.actions]
    return "; then ".join(each)


def _of_action(action: Action) -> str:
    segments = _of_text(action.text)
    many = isinstance(action, MultiForward) and (action.list_name or len(action.to) > 1)
    return f"{segments}, for each number" if many else segments


def _of_text(text: Template) -> str:
    plain = "".join(part.text for part in text.parts if isinstance(part, PlainText))
    count = sum(measure(piece).count for piece in split_message(plain))
    filled = [f"{{{name}}}" for name in dict.fromkeys(names(text))]
    if not filled:
        return spoken_count(count, "segment")
    these = listed(filled, "and")
    if not plain.strip():
        return f"as many segments as {these} {'takes' if len(filled) == 1 else 'take'}"
    return (
        f"{spoken_count(count, 'segment')} and what {these} {'adds' if len(filled) == 1 else 'add'}"
    )
