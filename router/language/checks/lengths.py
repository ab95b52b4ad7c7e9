"""`min-length` and `max-length` that no text can meet."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic, Related
from router.language.lowering.match import read_length
from router.language.quoting import quoted
from router.language.syntax import LengthCondition
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each length beyond all texts, and each pair in the wrong order."""
    for leaf in whole.every_leaf:
        if isinstance(leaf, LengthCondition):
            for end in (leaf.minimum, leaf.maximum):
                if end and read_length(end.text) is None:
                    yield _beyond(end)
            if leaf.minimum and leaf.maximum:
                yield from _crossed(leaf.minimum, leaf.maximum)


def _beyond(written: Scalar) -> Diagnostic:
    return Diagnostic(
        code="bad-length",
        message=f"no text has {quoted(written.text)} characters",
        span=written.span,
        hints=("write a whole number such as 160: one message holds at most 1,600",),
    )


def _crossed(minimum: Scalar, maximum: Scalar) -> Iterator[Diagnostic]:
    least, most = read_length(minimum.text), read_length(maximum.text)
    if least is not None and most is not None and least > most:
        yield Diagnostic(
            code="bad-length",
            message=f"no text has at least {least} and at most {most} characters",
            span=minimum.span,
            hints=("write the smaller number under min-length",),
            related=(Related("max-length stands here", maximum.span),),
        )
