"""Examples that expect a rule to send something and not to fire."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each text that is expected beside `fires: no`."""
    for file in whole.files:
        for rule in file.rules:
            for example in rule.examples:
                if example.fires is None or example.fires.value:
                    continue
                for texts in example.sends:
                    word = texts.action.value
                    yield Diagnostic(
                        code="contradictory-example",
                        message=f'"fires: no" and "{word}" contradict each other',
                        span=texts.key,
                        hints=(
                            f"a rule that does not fire has no {word}: take one of the two out",
                        ),
                    )
