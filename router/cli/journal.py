"""`sms-router journal …`: what happened."""

import click

from router.cli.journal_erase import erase
from router.cli.journal_export import export
from router.cli.journal_list import list_messages
from router.cli.journal_show import show
from router.cli.journal_stats import stats
from router.cli.journal_unmatched import unmatched


@click.group(
    commands=(list_messages, show, stats, export, erase, unmatched),
    short_help="What came in, and what became of it.",
)
def journal() -> None:
    """Read the journal of every message that was answered, also while the server runs."""
