"""`sms-router test`: the examples and tests of a rules folder alone."""

from dataclasses import dataclass

import click

from router.app.ruletests.report import Report, as_object, as_page
from router.app.ruletests.run import run
from router.app.ruletests.untested_rules import unreached
from router.cli.loading import FINDINGS, rules_or_exit, settings_or_exit
from router.cli.options import (
    FolderOptions,
    collected,
    folder_argument,
    format_option,
    settings_options,
)
from router.render.json_output import json_page


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOptions(FolderOptions):
    """What `test` was asked: `style` is text or json."""

    style: str


@click.command(short_help="Run the examples and tests that stand beside the rules.")
@folder_argument
@format_option("text", "json")
@settings_options
@collected(TestOptions)
def test(options: TestOptions) -> int:
    """Run the examples and tests that stand beside the rules of DIR.

    Prints what was wanted and what came of each that fails, with the reasons of every rule, and
    an example for each rule that none reaches. Ends with 1 when one fails.
    """
    settings = settings_or_exit(options.settings_file, options.flags)
    loaded, rule_set = rules_or_exit(settings, options.style)
    tests = loaded.compiled.tests
    results = run(rule_set, tests)
    report = Report(rule_set, results, unreached(rule_set, tests, results), loaded.compiled.sources)
    if options.style == "json":
        click.echo(json_page(as_object(report)), nl=False)
    else:
        click.echo(as_page(report), nl=False)
    return FINDINGS if results.failures else 0
