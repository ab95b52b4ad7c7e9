"""`sms-router describe`: each rule as one English sentence, made from its compiled form."""

import click

from router.cli.loading import rules_or_exit, settings_or_exit
from router.cli.options import FolderOptions, collected, folder_argument, settings_options
from router.render.describe import sentence


@click.command()
@folder_argument
@settings_options
@collected(FolderOptions)
def describe(options: FolderOptions) -> int:
    """Say in one English sentence each what the rules of DIR do."""
    _, rule_set = rules_or_exit(settings_or_exit(options.settings, options.flags))
    for rule in rule_set.rules:
        click.echo(f"{rule.name}: {sentence(rule)}")
    return 0
