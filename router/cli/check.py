"""`sms-router check`: every finding of a rules folder in one run."""

from dataclasses import dataclass

import click

from router.cli.loading import FINDINGS, report, settings_or_exit
from router.cli.options import (
    FolderOptions,
    collected,
    folder_argument,
    format_option,
    settings_options,
)
from router.language.collecting import uncollected
from router.language.diagnostics import Severity
from router.render.findings import as_github, as_json, as_line
from router.wiring.rules import LoadedRules, check_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions(FolderOptions):
    """What `check` was asked: `style` is one of text, line, json, github."""

    style: str
    strict: bool


@click.command(short_help="Name every mistake in a rules folder, and try its examples.")
@folder_argument
@format_option("text", "line", "json", "github")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@settings_options
@collected(CheckOptions)
def check(options: CheckOptions) -> int:
    """Check the rule files of DIR, run their examples and tests, and print every finding.

    Ends with 0 when the folder can be taken, with 1 when it cannot.
    """
    with uncollected(for_good=True):
        loaded = check_rules(settings_or_exit(options.settings_file, options.flags))
    click.echo(_report(loaded, options.style), nl=False)
    findings = loaded.compiled.findings
    refused = any(options.strict or finding.severity is Severity.ERROR for finding in findings)
    return FINDINGS if refused else 0


def _report(loaded: LoadedRules, style: str) -> str:
    findings = loaded.compiled.findings
    match style:
        case "line":
            return as_line(findings)
        case "json":
            return as_json(findings)
        case "github":
            return as_github(findings)
        case _:
            return report(loaded)
