"""The journal for the verbs that read it."""

from router.adapters.journal.opening import open_reader
from router.app.journal import JournalReader
from router.app.settings import Settings


def journal_reader(settings: Settings) -> JournalReader:
    """The journal of the settings, to be read. Raises JournalUnavailableError."""
    return open_reader(settings)
