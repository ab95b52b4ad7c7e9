"""Every family of findings in every format: by line, as JSON, and for GitHub."""

import json
import re

from router.language.diagnostics import Diagnostic
from router.render.findings import as_github, as_json, as_line
from tests.cases import ERRORS, cases, compile_case

LINE = re.compile(r"[^:\n]+:[1-9]\d*:[1-9]\d*: (error|warning): .+ \[[a-z]+(-[a-z0-9]+)*\]")
COMMAND = re.compile(
    r"::(error|warning) file=[^,:]+,line=[1-9]\d*,col=[1-9]\d*,title=[a-z]+(-[a-z0-9]+)*::.+"
)


def one_of_each_code() -> list[Diagnostic]:
    found: dict[str, Diagnostic] = {}
    for case in cases(ERRORS):
        for finding in compile_case(case).findings:
            found.setdefault(finding.code, finding)
    return list(found.values())


def test_each_family_of_findings_reads_back_from_each_format() -> None:
    findings = one_of_each_code()
    assert len(findings) > 60
    lines = as_line(findings).splitlines()
    assert len(lines) == len(findings)
    assert all(map(LINE.fullmatch, lines))
    commands = as_github(findings).splitlines()
    assert len(commands) == len(findings)
    assert all(map(COMMAND.fullmatch, commands))
    for finding, told in zip(findings, json.loads(as_json(findings)), strict=True):
        assert (told["code"], told["message"]) == (finding.code, finding.message)
        assert told["hints"] == list(finding.hints)
        assert (told["file"], told["line"]) == (finding.span.file, finding.span.line)
        assert (told["end_line"], told["end_column"]) > (told["line"], told["column"] - 1)
