"""Files of the rules folder that are not read, though their names look as if they should be."""

import re
from collections.abc import Iterable, Iterator

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import base_name

_MEANT = re.compile(r"(?P<name>.+\.ya?ml)\W.*|(?P<slip>.+)\.(?:ymal|yamll|yam|ylm)", re.IGNORECASE)
_KEPT_ASIDE = re.compile(
    r".*(~|\.(bak|backup|orig|old|save|saved|tmp|temp|swp|swo|part|off|disabled|example|sample"
    r"|rej|dpkg-\w+|rpm\w+|\d+))",
    re.IGNORECASE,
)
"""Endings that an editor, an installer or a person gives to what shall not be read."""


def left_out(names: Iterable[str]) -> Iterator[Diagnostic]:
    """A warning for each of these files (by their names as shown) that hardly wants to be left out.

    `50-new.yaml.txt` is what Windows makes of `50-new.yaml`, and `50-new.ymal` a slip. A backup
    such as `50-new.yaml.bak` is left out on purpose.
    """
    for name in names:
        found = _MEANT.fullmatch(name)
        if found is None or _KEPT_ASIDE.fullmatch(name):
            continue
        better = found["name"] or f"{found['slip']}.yaml"
        yield Diagnostic(
            code="not-read",
            message="this file is not read: its name does not end in .yaml or .yml",
            span=Span(name, 1, 1, 1, 2),
            severity=Severity.WARNING,
            hints=(
                f"if it holds rules, rename it to {base_name(better)}",
                'if it shall be left out, give it a name that begins with "_"',
            ),
        )
