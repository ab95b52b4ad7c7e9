"""Rule files for tests: texts put together into what the checks and `lower` look at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import dedent

from router.core.address import Address
from router.language.diagnostics import Diagnostic
from router.language.numbers import read_number
from router.language.parse import read_rule_file
from router.language.parsing.nodes import items
from router.language.source import SourceFile, SourceText, decode
from router.language.syntax import RuleFile
from router.language.whole import CompileOptions, Unread, WholeSet, joined, make_names, part_of
from router.language.yamltree import read_tree

NOTHING_UNREAD = Unread()
Check = Callable[[WholeSet], Iterator[Diagnostic]]


def source(text: str, name: str = "a.yaml") -> SourceText:
    """The decoded text of a file; the text may be indented like the test."""
    decoded = decode(SourceFile(name, dedent(text).encode()))
    assert isinstance(decoded, SourceText)
    return decoded


def syntax(text: str, name: str = "a.yaml") -> RuleFile:
    """The syntax of a file whose YAML is right."""
    tree = read_tree(source(text, name))
    assert tree.root is not None
    assert not tree.findings
    return read_rule_file(tree.root, name, items(tree.root.get("rules")))


def make_whole(
    files: Sequence[RuleFile],
    options: CompileOptions,
    sources: Mapping[str, SourceText],
    unread: Unread = NOTHING_UNREAD,
    csv_files: Sequence[SourceFile] = (),
) -> WholeSet:
    """The files of a set put together, as the compiler does it part by part."""
    names = make_names(files, options, sources, unread, csv_files)
    return joined(names, [part_of(file, names) for file in files])


def whole(
    *texts: str, country: str = "", numbers: tuple[str, ...] = (), unread: Unread = NOTHING_UNREAD
) -> WholeSet:
    """A set of files called a.yaml, b.yaml, …"""
    names = [f"{chr(ord('a') + at)}.yaml" for at in range(len(texts))]
    named = list(zip(texts, names, strict=True))
    sources = {name: source(text, name) for text, name in named}
    options = CompileOptions(country=country, numbers=tuple(map(address, numbers)))
    return make_whole([syntax(text, name) for text, name in named], options, sources, unread)


def address(text: str) -> Address:
    """An address written with `+`, or a short code."""
    read = read_number(text)
    assert isinstance(read, Address)
    return read


def rules(*bodies: str) -> str:
    """A file with one rule for each body: `match: …` and `actions: …` lines, or either missing."""
    written = []
    for number, body in enumerate(bodies, 1):
        lines = dedent(body).strip().splitlines()
        if not any(line.startswith("match:") for line in lines):
            lines.insert(0, "match: everything")
        if not any(line.startswith("actions:") for line in lines):
            lines.append("actions: nothing")
        written.append("\n".join(f"    {line}" for line in lines))
        written[-1] = f"  - name: rule {number}\n{written[-1]}"
    return "rules:\n" + "\n".join(written) + "\n"


def found(check: Check, whole: WholeSet) -> list[str]:
    """What a check finds, each as `file:line:column: severity: message [code]`, in its order."""
    return [shown(finding) for finding in check(whole)]


def shown(finding: Diagnostic) -> str:
    """A finding on one line."""
    return f"{finding.span}: {finding.severity.value}: {finding.message} [{finding.code}]"
