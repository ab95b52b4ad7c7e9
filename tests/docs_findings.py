"""What `check` finds in the rules that stand in a page's blocks.

`python -m tests.docs_findings` writes the findings that a page shows below a block down anew. Look
at the difference before you commit it: the page is what people read.
"""

import re
from datetime import UTC, tzinfo
from itertools import pairwise
from pathlib import Path

from router.app.gate import Gate
from router.app.settings_reading import SettingsRefused, read_settings
from router.core.address import Address
from router.language.compile import Compiled, CompileOptions
from router.language.diagnostics import Diagnostic
from router.language.source import SourceFile
from tests.cases import shown
from tests.docs_blocks import ROOT, Block, blocks, pages

OUR_NUMBERS = (Address("+15557654321"), Address("+15557654322"))
PEOPLE = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
lists: {staff: [ann, bob, +1 555 000 3333]}
"""
PARENTS = b"name,phone\nAnn Smith,+15550001111\nBob Jones,+15550002222\n"
_PEOPLE_NAMED = re.compile(r"\b(ann|bob|staff)\b")


def checked(
    block: Block,
    *,
    alone: bool = False,
    zone: tzinfo = UTC,
    country: str = "",
    numbers: tuple[Address, ...] = OUR_NUMBERS,
) -> Compiled:
    """Check a block as the only rule file, with its examples and tests, as `check` does.

    Unless it is `alone`, it lies beside people that any page may name and, where it shows only a
    part of a file, beside a rule. Tables lie beside it in either case.
    """
    files = [SourceFile(block.file or "rules/block.yaml", block.body.encode()), *_tables(block)]
    if not alone:
        files = [*_people(block), *files, *_rule(block)]
    gate = Gate(CompileOptions(zone, country, numbers), advise=True)
    return gate(tuple(files))


def _tables(block: Block) -> list[SourceFile]:
    """The CSV files that the page shows; else one that any page may name."""
    if "csv:" not in block.body:
        return []
    tables = [one for one in blocks(ROOT / block.page) if one.language == "csv"]
    if tables:
        return [SourceFile(one.file, one.body.encode()) for one in tables]
    return [SourceFile("rules/parents.csv", PARENTS)]


def _people(block: Block) -> list[SourceFile]:
    names_its_own = re.search(r"^(people|lists):", block.body, re.MULTILINE)
    if names_its_own or not _PEOPLE_NAMED.search(block.body):
        return []
    return [SourceFile("rules/00-people.yaml", PEOPLE.encode())]


def _rule(block: Block) -> list[SourceFile]:
    if "rules:" in block.body or block.page == "docs/errors.md":
        return []
    rule = b"rules: [{name: End, match: everything, actions: nothing, examples: [{text: hi}]}]"
    return [SourceFile("rules/99-end.yaml", rule)]


def findings_of(block: Block) -> tuple[Diagnostic, ...]:
    """The findings of a block, be it a rule file or the settings."""
    if block.file == "settings.yaml":
        read = read_settings(SourceFile(block.file, block.body.encode()), {}, {})
        return read.findings if isinstance(read, SettingsRefused) else ()
    return checked(block).findings


def shown_findings(page: Path) -> list[tuple[Block, Block]]:
    """Each block that promises a finding and is followed by a `text` block, with that."""
    return [
        (bad, below)
        for bad, below in pairwise(blocks(page))
        if bad.finds and below.language == "text"
    ]


def main() -> None:
    """Write what the pages show below their bad blocks down anew."""
    for page in pages():
        lines = page.read_text("utf-8").splitlines(keepends=True)
        for bad, below in reversed(shown_findings(page)):
            end = below.line + below.body.count("\n")
            lines[below.line : end] = [shown(checked(bad))]
        page.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
