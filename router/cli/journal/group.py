"""`sms-router journal …`: what happened."""

import click

from router.cli.journal.erase import erase
from router.cli.journal.export import export
from router.cli.journal.list import list_messages
from router.cli.journal.show import show
from router.cli.journal.stats import stats
from router.cli.journal.unmatched import unmatched


@click.group(
    commands=(list_messages, show, stats, export, erase, unmatched),
    short_help="What came in, and what became of it.",
)
def journal() -> None:
    """Read the journal of every message that was answered, also while the server runs."""
