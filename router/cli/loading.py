"""What most verbs begin with: the settings and the rules, or what is wrong with them."""

import os
from collections.abc import Mapping

import click

from router.app.settings import Settings
from router.app.settings_reading import SettingsRefused
from router.engine.ruleset import RuleSet
from router.language.diagnostics import Diagnostic, Severity
from router.render.findings import as_text
from router.wiring import LoadedRules, load_rules, load_settings

FINDINGS = 1
WRONG = 2


def settings_or_exit(
    file: str | None,
    flags: Mapping[str, str | None],
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings; when they are wrong, everything about it goes to stderr and the verb ends (2).

    `flags` are setting names with what their flag said, None where it was left out.
    """
    given = {key: text for key, text in flags.items() if text is not None}
    settings = load_settings(file, environment, given)
    if isinstance(settings, SettingsRefused):
        if settings.findings:
            click.echo(as_text(settings.findings, settings.sources), err=True, nl=False)
        for sentence in settings.sentences:
            click.echo(f"Error: {sentence}", err=True)
        raise click.exceptions.Exit(WRONG)
    return settings


def rules_or_exit(settings: Settings) -> tuple[LoadedRules, RuleSet]:
    """The compiled rules; with errors, the findings go to stderr and the verb ends (1)."""
    loaded = load_rules(settings)
    if loaded.compiled.rule_set is None:
        click.echo(report(loaded), err=True, nl=False)
        raise click.exceptions.Exit(FINDINGS)
    return loaded, loaded.compiled.rule_set


def report(loaded: LoadedRules) -> str:
    """The findings for people, and as the last line `3 files, 14 rules: no findings.` or so."""
    compiled = loaded.compiled
    shown = as_text(compiled.findings, compiled.sources)
    gap = "\n" if shown else ""
    return f"{shown}{gap}{_summary(loaded)}\n"


def _summary(loaded: LoadedRules) -> str:
    rule_set = loaded.compiled.rule_set
    parts = [_counted(len(loaded.files), "file")]
    if rule_set is not None:
        parts.append(_counted(len(rule_set.rules), "rule"))
    return f"{', '.join(parts)}: {_verdict(loaded.compiled.findings)}."


def _verdict(findings: tuple[Diagnostic, ...]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = [(errors, "error"), (len(findings) - errors, "warning")]
    return ", ".join(_counted(n, noun) for n, noun in counts if n) or "no findings"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
