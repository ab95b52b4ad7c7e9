"""Findings as people, editors and build servers read them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from router.engine.wording import visible
from router.language.diagnostics import Diagnostic
from router.language.source import SourceText
from router.render.caret import underline
from router.render.covering import covered_digits
from router.render.json_output import json_page

LONGEST_FIX = 500
"""Characters of a corrected line that is still shown."""
MOST_FIXED = 12
"""Corrected lines that are all shown; of more, the first few are."""
_FIRST_FEW = 3


def as_text(findings: Iterable[Diagnostic], sources: Mapping[str, SourceText]) -> str:
    """Each finding with its line, carets, hints and the corrected line; "" for none.

    `sources` has the texts by file name; a file that is not in it is shown without its line.
    """
    blocks = ("\n".join(_block(finding, sources)) + "\n" for finding in findings)
    return "\n".join(blocks)


def as_line(findings: Iterable[Diagnostic]) -> str:
    """One finding a line: `FILE:LINE:COLUMN: error|warning: MESSAGE [code]`."""
    return "".join(_headline(finding) + "\n" for finding in findings)


def as_covered_line(finding: Diagnostic) -> str:
    """The same line without its end, for where no telephone number of the rules is to stand."""
    return _headline(replace(finding, message=covered_digits(finding.message)))


def as_json(findings: Iterable[Diagnostic]) -> str:
    """A list of objects; columns count characters from 1, ends are just behind the last one."""
    return json_page([_fields(finding) for finding in findings])


def as_json_object(findings: Iterable[Diagnostic]) -> str:
    """That list as `findings` of an object, for verbs whose outcome is one object."""
    return json_page({"findings": [_fields(finding) for finding in findings]})


def as_github(findings: Iterable[Diagnostic]) -> str:
    """GitHub's workflow commands, which mark the lines of a pull request."""
    return "".join(_command(finding) + "\n" for finding in findings)


def _headline(finding: Diagnostic) -> str:
    severity = finding.severity.value
    return visible(f"{finding.span}: {severity}: {finding.message} [{finding.code}]")


def _block(finding: Diagnostic, sources: Mapping[str, SourceText]) -> list[str]:
    number = str(finding.span.line)
    gutter = " " * len(number)
    block = [_headline(finding)]
    source = sources.get(finding.span.file)
    if source is not None and finding.span.line <= len(source.lines):
        shown = underline(source.lines[finding.span.line - 1], finding.span)
        block += [
            f"{gutter} |",
            f"{number} | {shown.line}".rstrip(),
            f"{gutter} | {shown.carets}",
        ]
    block += [f"{gutter} = {visible(hint)}" for hint in finding.hints]
    block += [
        f"{gutter} = {visible(related.words)}: {visible(str(related.span))}"
        for related in finding.related
    ]
    return block + [f"{gutter} = {line}" for line in _fix_lines(finding.fix)]


def _fix_lines(fix: str) -> list[str]:
    """The corrected lines, the second below the first; none where nobody would paste them."""
    lines = fix.splitlines()
    if any(len(line) > LONGEST_FIX for line in lines):
        return []
    if len(lines) > MOST_FIXED:
        lines[_FIRST_FEW:] = [f"… and {len(lines) - _FIRST_FEW} lines more"]
    leads = ["write: ", *[" " * len("write: ")] * len(lines)]
    return [lead + visible(line) for lead, line in zip(leads, lines, strict=False)]


def _fields(finding: Diagnostic) -> dict[str, object]:
    span = finding.span
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "hints": list(finding.hints),
        "fix": finding.fix,
        "related": [
            {
                "words": related.words,
                "file": related.span.file,
                "line": related.span.line,
                "column": related.span.column,
                "end_line": related.span.end_line,
                "end_column": related.span.end_column,
            }
            for related in finding.related
        ],
    }


def _command(finding: Diagnostic) -> str:
    span = finding.span
    place = f"file={_property(span.file)},line={span.line},col={span.column}"
    words = "\n".join((finding.message, *finding.hints))
    title = _property(finding.code)
    return f"::{finding.severity.value} {place},title={title}::{_data(words)}"


def _data(text: str) -> str:
    """GitHub's escapes for the words of a command (its toolkit's `escapeData`)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """GitHub's escapes for a property of a command (its toolkit's `escapeProperty`)."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
