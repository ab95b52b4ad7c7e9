"""The texts that rules send, found in their actions."""

from collections.abc import Iterator

from router.core.actions import Placeholder, PlainText, Template
from router.engine.placeholders import TemplateProblem, parse_template
from router.language.syntax import WrittenRule
from router.language.tree.nodes import Scalar


def texts_of(rule: WrittenRule) -> Iterator[Scalar]:
    """Every text a rule sends, in order."""
    for action in rule.actions:
        if action.text is not None:
            yield action.text


def read_template(written: Scalar) -> Template | TemplateProblem:
    """The template of a text; the line end that a block text (`|`, `>`) ends with is none of it."""
    return parse_template(written.text.rstrip("\n"))


def least_text(template: Template) -> str:
    """What goes out when every placeholder is empty: plain text and nothing else."""
    return "".join(part.text for part in template.parts if isinstance(part, PlainText))


def has_placeholders(template: Template) -> bool:
    """Whether the text depends on the message."""
    return any(isinstance(part, Placeholder) for part in template.parts)
