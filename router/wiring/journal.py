"""The journal for the verbs that read it."""

from router.adapters.journal.opening import open_reader
from router.adapters.journal.spill import is_row, spilled_with
from router.app.journal import JournalReader
from router.app.settings import Settings


def journal_reader(settings: Settings) -> JournalReader:
    """The journal of the settings, to be read. Raises JournalUnavailableError."""
    return open_reader(settings)


def rows_waiting(settings: Settings) -> int:
    """How many messages and reports stand in the spill files, for the server to write."""
    return spilled_with(settings.data, is_row)
