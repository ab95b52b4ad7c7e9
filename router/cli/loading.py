"""What most verbs begin with: the settings and the rules, or what is wrong with them."""

import os
from collections.abc import Mapping

import click

from router.app.history import AcceptedSet
from router.app.settings import Settings
from router.app.settings_reading import SettingsRefused
from router.app.start import NothingToServe, Start
from router.app.verdicts import Origin, Refused
from router.cli.complaints import complain
from router.engine.ruleset import RuleSet
from router.render import summary
from router.render.findings import as_json_object, as_text
from router.render.moments import moment
from router.wiring.rules import BegunRules, LoadedRules, begin_rules, left_out_files, load_rules
from router.wiring.settings import load_settings

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
            complain(as_text(settings.findings, settings.sources), nl=False)
        for sentence in settings.sentences:
            complain(f"Error: {sentence}")
        raise click.exceptions.Exit(WRONG)
    return settings


def rules_or_exit(settings: Settings, style: str = "text") -> tuple[LoadedRules, RuleSet]:
    """The compiled rules; with errors, the verb ends (1) as `rule_set_or_exit` says."""
    loaded = load_rules(settings)
    return loaded, rule_set_or_exit(loaded, style)


def rule_set_or_exit(loaded: LoadedRules, style: str = "text") -> RuleSet:
    """What was compiled; where that is nothing, the findings are shown and the verb ends (1).

    They go to stderr for people. With the style json stdout has them, since a program that asked
    for JSON reads it there: an object with nothing but `findings`.
    """
    if loaded.compiled.rule_set is None:
        if style == "json":
            click.echo(as_json_object(loaded.compiled.findings), nl=False)
        else:
            complain(report(loaded), nl=False)
        raise click.exceptions.Exit(FINDINGS)
    return loaded.compiled.rule_set


def start_or_exit(settings: Settings) -> BegunRules:
    """What to serve first; when the folder cannot be taken, stderr says why.

    The last good rules are served then; without any, the verb ends (1).
    """
    begun = begin_rules(settings)
    start = begun if isinstance(begun, NothingToServe) else begun.start
    for finding in left_out_files(settings):
        complain(f"Warning: {finding.span.file}: {finding.message}; {finding.hints[0]}")
    for trouble in start.troubles:
        complain(f"Warning: {trouble}")
    if isinstance(start.verdict, Refused):
        complain(refusal(start.verdict), nl=False)
    if isinstance(begun, NothingToServe):
        raise click.exceptions.Exit(FINDINGS)
    if begun.start.kept is not None:
        complain(f"Warning: {_instead(begun.start, begun.start.kept, settings)}")
    return begun


def _instead(start: Start, kept: AcceptedSet, settings: Settings) -> str:
    """What is served in place of the folder."""
    what = f"rule set {kept.id}, taken on {moment(kept.at, settings.timezone)}"
    if start.origin is Origin.ROLLBACK:
        return f'somebody rolled back, so "{settings.rules}" is not served but {what}'
    return f'"{settings.rules}" cannot be served as it is, so the last good rules are: {what}'


def refusal(verdict: Refused) -> str:
    """Why a folder is refused, for people."""
    if verdict.reason:
        return f"Error: {verdict.reason}\n"
    return summary.report(verdict.findings, verdict.sources, len(verdict.files), None)


def report(loaded: LoadedRules) -> str:
    """The findings for people, and as the last line `3 files, 14 rules: no findings.` or so."""
    compiled = loaded.compiled
    rules = None if compiled.rule_set is None else len(compiled.rule_set.rules)
    return summary.report(compiled.findings, compiled.sources, len(loaded.files), rules)
