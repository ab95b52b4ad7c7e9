"""`sms-router describe`: each rule as one English sentence, made from its compiled form."""

from dataclasses import dataclass

import click

from router.cli.loading import rules_or_exit, settings_or_exit
from router.cli.options import FolderOptions, collected, folder_argument, settings_options
from router.engine.ruleset import Rule
from router.engine.witness.overlaps import overlaps
from router.render.describe import sentence
from router.render.describe_cost import cost
from router.render.overlaps import as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeOptions(FolderOptions):
    """What `describe` was asked."""

    overlaps: bool


@click.command(short_help="Read the rules back as English sentences.")
@folder_argument
@click.option("--overlaps", is_flag=True, help="Also show texts that are for two rules.")
@settings_options
@collected(DescribeOptions)
def describe(options: DescribeOptions) -> int:
    """Say in one English sentence each what the rules of DIR do, and what their texts cost."""
    _, rule_set = rules_or_exit(settings_or_exit(options.settings_file, options.flags))
    for rule in rule_set.rules:
        click.echo(_line(rule))
    if options.overlaps:
        click.echo("\n" + as_text(overlaps(rule_set), rule_set.zone), nl=False)
    return 0


def _line(rule: Rule) -> str:
    costs = cost(rule)
    return f"{rule.name}: {sentence(rule)}{f' ({costs})' if costs else ''}"
