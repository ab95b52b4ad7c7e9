"""Any files at all: a rule set, or at least one finding with a place; and never an exception."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from router.app.gate import Gate
from router.language.compile import CompileOptions
from router.language.diagnostics import Severity
from router.language.source import SourceFile
from router.render.findings import as_github, as_json, as_line, as_text
from tests.cases import GOOD, cases
from tests.laws import tries

PLACE = re.compile(r"\S[^:]*:[1-9]\d*:[1-9]\d*: (error|warning): \S")
FILES = [case.read_bytes() for case in cases(GOOD) if case.is_file()]
FRAGMENTS = [
    b"\n", b"  ", b"    ", b"\t", b"- ", b": ", b" #", b"#", b"[", b"]", b"{", b"}", b'"', b"'",
    b"|", b">", b"&a ", b"*a", b"!t ", b"%", b"@", b"`", b"<<: ", b"---\n", b"...\n", b"? ", b",",
    b"\\", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xe2\x80\x9c",
    b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\r", b"\x1b", b"rules:\n", b"  - name: x\n", b"match:",
    b"actions: nothing\n", b"not: {", b"stop: yes", b"otherwise: yes", b"text: {keyword: ",
    b"regex: '(a|", b"{1}", b"{{", b"from: ", b"+1555*", b"examples:\n", b"tests:\n",
    b"sends: nothing", b"during: x", b"csv: x.csv", b"9" * 40, b"25:00", b"2026-02-30",
    b"mon-fri 09:00-17:00", b"every: 0 days",
]  # fmt: skip


def told(contents: Sequence[bytes]) -> None:
    """Check files as `check` does, and hold what comes of it against what is promised."""
    files = tuple(SourceFile(f"rules/{n}.yaml", content) for n, content in enumerate(contents))
    compiled = Gate(CompileOptions(), advise=True)(files)
    findings = compiled.findings
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert (compiled.rule_set is None) is bool(errors)
    for finding in findings:
        source = compiled.sources.get(finding.span.file)
        assert source is None or finding.span.line <= len(source.lines)
        assert len(finding.message) <= 100, finding
    lines = as_line(findings).splitlines()
    assert len(lines) == len(findings)
    assert all(map(PLACE.match, lines))
    assert as_text(findings, compiled.sources).isprintable() or findings
    assert as_json(findings)
    assert as_github(findings).count("\n") == len(findings)


@st.composite
def mutants(draw: st.DrawFn) -> bytes:
    """A good file in which a few stretches are taken out, put in, doubled or moved."""
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        at, until = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        until = min(until, at + 40)
        piece = draw(
            st.one_of(
                st.sampled_from(FRAGMENTS),
                st.just(b""),
                st.just(content[at:until] * 2),
                st.binary(max_size=4),
            )
        )
        content = content[:at] + piece + content[draw(st.sampled_from([at, until])) :]
    return content


@given(st.lists(mutants(), min_size=1, max_size=2))
@settings(max_examples=tries(250))
def test_a_good_file_with_anything_done_to_it(contents: list[bytes]) -> None:
    told(contents)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map(b"".join))
@settings(max_examples=tries(150))
def test_the_signs_of_rule_files_in_any_order(content: bytes) -> None:
    told([content])


@given(st.binary(max_size=300))
@settings(max_examples=tries(100))
def test_any_bytes(content: bytes) -> None:
    told([content])
