from pathlib import Path

import pytest

from router.adapters.journal.entries import MessageEntry, NonceEntry, ReportEntry
from router.adapters.journal.spill import SpillFile
from router.adapters.journal.sqlite.store import SqliteStore
from router.app.journal import JournalUnavailableError
from router.app.settings import Settings
from router.cli.journal.rows import journal_of, row_or_refuse
from router.core.errors import RefusedError, UsageError
from tests.fakes import journal_rows
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal import FakeJournal
from tests.fakes.journal_rows import bound, later
from tests.fakes.recorded import row

JOURNAL = FakeJournal(*(row(uuid=uuid) for uuid in ("ab", "abc", "abd", "b1")))


def test_a_uuid_is_found_whole_or_by_a_beginning_that_only_it_has() -> None:
    assert row_or_refuse(JOURNAL, "ab").uuid == "ab"
    assert row_or_refuse(JOURNAL, " b ").uuid == "b1"
    assert row_or_refuse(JOURNAL, "abd").uuid == "abd"


def test_a_beginning_of_several_names_them() -> None:
    with pytest.raises(RefusedError, match=r'several messages begin with "a": ab, abc, abd$'):
        row_or_refuse(JOURNAL, "a")
    many = FakeJournal(*(row(uuid=f"a{n}") for n in range(9)))
    with pytest.raises(RefusedError, match=r"a0, a1, a2, a3, a4, and more$"):
        row_or_refuse(many, "a")


@pytest.mark.parametrize("uuid", ["", " "])
def test_an_empty_uuid_is_a_wrong_command_line(uuid: str) -> None:
    with pytest.raises(UsageError, match=r"^the UUID is empty: "):
        row_or_refuse(FakeJournal(row(uuid="ab")), uuid)


@pytest.mark.parametrize("uuid", ["c", "abcd"])
def test_what_no_message_has_is_refused(uuid: str) -> None:
    with pytest.raises(RefusedError, match=r"no message .* is in the journal"):
        row_or_refuse(JOURNAL, uuid)


def test_rows_that_are_not_in_the_journal_yet_are_told_of_whatever_becomes_of_the_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data=str(tmp_path))
    SpillFile(settings.data).append([NonceEntry(bound("n-0"), later(0))])
    with pytest.raises(JournalUnavailableError), journal_of(settings):
        pass
    # A nonce alone is nothing that anybody looks for.
    assert capsys.readouterr().err == ""
    store = SqliteStore(settings.data, FakeEventLog())
    store.open()
    store.close()
    SpillFile(settings.data).append([MessageEntry(journal_rows.row("u-1"), bound("n-1"))])
    with pytest.raises(RefusedError), journal_of(settings) as reader:
        row_or_refuse(reader, "u-1")
    assert capsys.readouterr().err == (
        "Note: 1 row waits in the spill file and not in the journal: the server writes what is "
        "there as soon as the journal takes it\n"
    )
    SpillFile(settings.data, 1).append([ReportEntry(journal_rows.report("o-1"), bound("n-2"))])
    with journal_of(settings) as reader:
        assert list(reader.rows()) == []
    assert capsys.readouterr().err.startswith("Note: 2 rows wait in the spill file")
