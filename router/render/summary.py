"""A whole folder's findings as one report, with the count of everything as its last line."""

from collections.abc import Mapping, Sequence

from router.engine.wording import counted
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceText
from router.render.findings import as_text


def report(
    findings: Sequence[Diagnostic],
    sources: Mapping[str, SourceText],
    files: int,
    rules: int | None,
) -> str:
    """The findings for people, and as the last line `3 files, 14 rules: no findings.` or so.

    `files` and `rules` are how many there are; `rules` is None where no rule set could be made. It
    says then when the examples and tests will be run, unless they were, and failed. Of a folder
    without a file it says just that: there is nothing to count, and nothing to run.
    """
    shown = as_text(findings, sources)
    gap = "\n" if shown else ""
    if files == 0:
        return f"{shown}{gap}No rule file is here, so there was nothing to check.\n"
    parts = [counted(files, "file")]
    if rules is not None:
        parts.append(counted(rules, "rule"))
    return f"{shown}{gap}{', '.join(parts)}: {verdict(findings)}.{_not_run(findings, rules)}\n"


def _not_run(findings: Sequence[Diagnostic], rules: int | None) -> str:
    """That nobody knows yet what the examples come to: with an error, there is no rule set."""
    errors = [finding.code for finding in findings if finding.severity is Severity.ERROR]
    if rules is not None or not errors or any(code.startswith("failed-") for code in errors):
        return ""
    mended = "it is" if len(errors) == 1 else "they are"
    return f" Examples and tests are run when {mended} mended."


def verdict(findings: Sequence[Diagnostic]) -> str:
    """How many there are of each severity: `1 error, 2 warnings`, or `no findings`."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = [(errors, "error"), (len(findings) - errors, "warning")]
    return ", ".join(counted(n, noun) for n, noun in counts if n) or "no findings"
