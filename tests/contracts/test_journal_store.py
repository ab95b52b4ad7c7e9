"""What every JournalStore does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from router.adapters.journal.entries import (
    ConflictError,
    Found,
    JournalStore,
    MessageEntry,
    NonceEntry,
    ReportEntry,
    RuleSetSource,
)
from router.adapters.journal.opening import open_reader
from router.app.journal import JournalReader
from router.language.source import SourceFile
from tests.contracts.journals import REAL, real_store
from tests.fakes.journal_rows import START, bound, later, report, row

Both = tuple[JournalStore, JournalReader]


@pytest.fixture(params=REAL)
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    """A store, and the reader of what it writes."""
    with real_store(request.param, request, tmp_path) as (store, settings):
        reader = open_reader(settings)
        yield store, reader
        reader.close()


ONE = MessageEntry(row("u-1"), bound("n-1"))
OTHER = MessageEntry(row("u-1", b"<Other/>"), bound("n-2"))


class TestJournalStore:
    def test_it_writes_entries_of_every_kind_at_once(self, both: Both) -> None:
        store, reader = both
        files = (SourceFile("rules/10.yaml", b"rules"),)
        store.write(
            (ONE, ReportEntry(report(), bound("n-3")), NonceEntry(bound("n-4", "n-5"), START)),
            (RuleSetSource("abcdef012345", files, START),),
        )
        assert reader.row("u-1") == ONE.row
        assert len(reader.reports_of(ONE.row)) == 1
        assert reader.rule_set_files("abcdef012345") == files
        nonces = ["n-1", "n-3", "n-4", "n-5", "n-6"]
        assert store.find([], nonces).nonces.keys() == set(nonces[:4])

    def test_what_is_there_is_found_with_its_answer_and_its_owner(self, both: Both) -> None:
        store, _ = both
        store.write((ONE,), ())
        assert store.find(["u-1", "u-2"], ["n-1", "n-2"]) == Found(
            {"u-1": ONE.row.xml}, {"n-1": ONE.binding.fingerprint}
        )
        assert store.find([], []) == Found()

    def test_a_known_uuid_is_a_conflict_and_nothing_is_written(self, both: Both) -> None:
        store, reader = both
        store.write((ONE,), ())
        fresh = MessageEntry(row("u-2"), bound("n-7"))
        with pytest.raises(ConflictError):
            store.write((fresh, OTHER), ())
        assert [one.uuid for one in reader.rows()] == ["u-1"]
        assert store.find([], ["n-2", "n-7"]) == Found()
        store.write((fresh,), ())

    def test_a_known_nonce_is_a_conflict_for_every_kind_of_entry(self, both: Both) -> None:
        store, reader = both
        store.write((ONE,), ())
        used = bound("n-9", "n-1")
        for entry in (
            MessageEntry(row("u-2"), used), ReportEntry(report(), used), NonceEntry(used, START),
        ):  # fmt: skip
            with pytest.raises(ConflictError):
                store.write((entry,), ())
        assert [one.uuid for one in reader.rows()] == ["u-1"]
        assert reader.reports_of(ONE.row) == ()
        assert store.find([], ["n-9"]) == Found()

    def test_the_source_of_a_rule_set_is_kept_once(self, both: Both) -> None:
        store, reader = both
        for content in (b"first", b"second"):
            store.write((), (RuleSetSource("id", (SourceFile("a.yaml", content),), START),))
        assert reader.rule_set_files("id") == (SourceFile("a.yaml", b"first"),)

    def test_opening_it_again_changes_nothing(self, both: Both) -> None:
        store, reader = both
        store.write((ONE,), ())
        store.open()
        store.close()
        store.close()
        store.open()
        with pytest.raises(ConflictError):
            store.write((OTHER,), ())
        assert reader.row("u-1") == ONE.row

    def test_hundreds_of_rows_fit_into_one_write(self, both: Both) -> None:
        store, reader = both
        store.write([MessageEntry(row(f"u-{n}"), bound(f"n-{n}")) for n in range(500)], ())
        assert reader.count() == 500

    def test_trimming_takes_nonces_and_reports_too(self, both: Both) -> None:
        store, reader = both
        old, new = row("u-1"), row("u-2", received_at=later(100))
        store.write(
            (
                MessageEntry(old, bound("n-1")), MessageEntry(new, bound("n-2")),
                ReportEntry(report("o-1", ""), bound("n-3")), NonceEntry(bound("n-4"), START),
            ),
            (),
        )  # fmt: skip
        assert store.trim(later(50), 10) == 1
        assert [one.uuid for one in reader.rows()] == ["u-2"]
        assert store.find([], ["n-1", "n-2", "n-3", "n-4"]).nonces.keys() == {"n-2"}

    def test_sources_go_a_day_after_the_last_message_they_explain(self, both: Both) -> None:
        store, reader = both
        files, day = (SourceFile("a.yaml", b"x"),), timedelta(days=1)
        for id_, at in (("old", START), ("used", START), ("used", START + day), ("used", START)):
            store.write((), (RuleSetSource(id_, files, at),))
        for before, left in (
            (START + day, {"old", "used"}),
            (START + day + timedelta(seconds=1), {"used"}),
            (START + 2 * day, {"used"}),
            (START + 2 * day + timedelta(seconds=1), set()),
        ):
            store.trim(before, 10)
            assert {id_ for id_ in ("old", "used") if reader.rule_set_files(id_)} == left
        store.write((), (RuleSetSource("old", files, START + 3 * day),))
        assert reader.rule_set_files("old") == files
