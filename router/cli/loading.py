"""What most verbs begin with: the settings and the rules, or what is wrong with them."""

import os
from collections.abc import Mapping

import click

from router.app.settings import Settings
from router.app.settings_reading import SettingsRefused
from router.engine.ruleset import RuleSet
from router.render import summary
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
    rules = None if compiled.rule_set is None else len(compiled.rule_set.rules)
    return summary.report(compiled.findings, compiled.sources, len(loaded.files), rules)
