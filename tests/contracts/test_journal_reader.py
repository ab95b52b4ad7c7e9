"""What every JournalReader does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from router.app.journal import JournalFilter
from router.core.address import Address
from router.core.journal import JournalRow, JournalStats, ReportRow, SentMessage
from router.language.source import SourceFile
from tests.contracts.journals import REAL, Journal, journal_of
from tests.fakes.journal_rows import DESK, STRANGER, later, report, row

ANN, BOB = Address("+15550001111"), Address("+15550002222")


@pytest.fixture(params=["fake", *REAL])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    with journal_of(request.param, request, tmp_path) as made:
        yield made


def uuids(journal: Journal, **wanted: object) -> list[str]:
    return [one.uuid for one in journal.reader.rows(JournalFilter(**wanted))]  # type: ignore[arg-type]


def reports_of(journal: Journal, uuid: str) -> tuple[ReportRow, ...]:
    kept = journal.reader.row(uuid)
    assert kept
    return journal.reader.reports_of(kept)


def sent(
    uuid: str, place: int, *to: Address, segments: int = 1, rule: str = "Hours"
) -> SentMessage:
    return SentMessage(DESK, to, "We are open.", segments, rule, f"{uuid}.{place}")


FIRST = row("u-1")
UNMATCHED = row("u-2", fired=(), messages=(), received_at=later(60), sender=ANN)
FORWARDED = row(
    "u-3",
    fired=("Hours", "All staff"),
    shadowed=("Trial",),
    messages=(sent("u-3", 0, STRANGER), sent("u-3", 1, ANN, BOB, segments=2, rule="All staff")),
    received_at=later(120),
)
ROWS = (FIRST, UNMATCHED, FORWARDED)


@pytest.fixture
def filled(journal: Journal) -> Journal:
    journal.keep(ROWS, ())
    return journal


class TestRows:
    def test_an_empty_journal_has_none(self, journal: Journal) -> None:
        assert uuids(journal) == []
        assert journal.reader.count() == 0
        assert journal.reader.last() == ()
        assert journal.reader.row("u-1") is None
        assert journal.reader.stats() == JournalStats()
        assert journal.reader.reports_of(FIRST) == ()

    def test_a_row_comes_back_as_it_was(self, filled: Journal) -> None:
        assert [filled.reader.row(one.uuid) for one in ROWS] == list(ROWS)

    @pytest.mark.parametrize(
        "text", ["", "\0", "\ud800 🙂 é \u2028", "'; DROP \\ \"", "x" * 10_000]
    )
    def test_any_text_comes_back_as_it_was(self, journal: Journal, text: str) -> None:
        odd = row(text, text=text, fields=(("Text", text),), fired=(text,), sender=Address(text))
        journal.keep((odd,), ())
        assert journal.reader.row(text) == odd
        assert [one.uuid for one in journal.reader.rows()] == [text]

    def test_the_newest_come_first_unless_asked_otherwise(self, filled: Journal) -> None:
        assert uuids(filled) == ["u-3", "u-2", "u-1"]
        assert uuids(filled, newest_first=False) == ["u-1", "u-2", "u-3"]
        assert uuids(filled, limit=2) == ["u-3", "u-2"]
        assert uuids(filled, limit=0) == []
        assert [one.uuid for one in filled.reader.last(2)] == ["u-3", "u-2"]

    def test_the_time_received_orders_them_and_not_the_time_kept(self, journal: Journal) -> None:
        journal.keep((FORWARDED,), ())
        journal.keep((FIRST,), ())
        assert uuids(journal) == ["u-3", "u-1"]

    def test_more_rows_than_one_look_takes_come_each_once(self, journal: Journal) -> None:
        # Many at the same moment, so that time alone does not tell them apart.
        many = tuple(row(f"m-{n:04d}", received_at=later(n // 300)) for n in range(1203))
        journal.keep(many, ())
        assert sorted(uuids(journal)) == [one.uuid for one in many]
        assert len(uuids(journal, limit=1100, newest_first=False)) == 1100
        times = [one.received_at for one in journal.reader.rows(JournalFilter(number=DESK))]
        assert times == sorted(times, reverse=True)
        assert len(times) == 1203

    def test_they_can_be_found_by_the_beginning_of_the_uuid(self, journal: Journal) -> None:
        journal.keep(tuple(row(uuid) for uuid in ("ab-2", "ab-1", "aB-3", "b", "a")), ())
        found = journal.reader.beginning_with("ab", 10)
        assert [one.uuid for one in found] == ["ab-1", "ab-2"]
        assert [one.uuid for one in journal.reader.beginning_with("a", 2)] == ["a", "aB-3"]
        assert journal.reader.beginning_with("%", 2) == ()


class TestFilters:
    def test_a_number_as_sender_recipient_or_destination(self, filled: Journal) -> None:
        assert uuids(filled, number=ANN) == ["u-3", "u-2"]
        assert uuids(filled, number=DESK) == ["u-3", "u-2", "u-1"]
        assert uuids(filled, number=BOB) == ["u-3"]
        assert uuids(filled, number=Address("+1555")) == []

    def test_a_rule_that_fired_or_would_have(self, filled: Journal) -> None:
        assert uuids(filled, rule="Hours") == ["u-3", "u-1"]
        assert uuids(filled, rule="Trial") == ["u-3"]
        assert uuids(filled, rule="hours") == []

    def test_from_a_moment_on_and_before_another(self, filled: Journal) -> None:
        assert uuids(filled, since=later(60)) == ["u-3", "u-2"]
        assert uuids(filled, until=later(60)) == ["u-1"]
        assert uuids(filled, since=later(60), until=later(61)) == ["u-2"]

    def test_without_a_rule(self, filled: Journal) -> None:
        assert uuids(filled, unmatched=True) == ["u-2"]

    def test_with_a_message_that_did_not_arrive(self, filled: Journal) -> None:
        filled.keep(
            (),
            (
                report("o-1", "u-1.0", status="Undelivered"),
                report("o-1", "u-1.0", status="failed"),
                report("o-2", "u-3.0", status="delivered"),
                report("o-3", "u-9.0", status="failed"),
            ),
        )
        assert uuids(filled, failed=True) == ["u-1"]

    def test_what_its_latest_report_says_counts_whenever_that_came(self, filled: Journal) -> None:
        told = {
            # uuid: statuses with their place in Plivo's order, as they arrive
            "u-1": (("delivered", 3), ("undelivered", 2), ("sent", 1)),
            "u-2": (("failed", None), ("delivered", 1)),
            "u-3": (("undelivered", 4), ("sent", 2)),
        }
        for uuid, reports in told.items():
            for number, (status, sequence) in enumerate(reports):
                one = report(
                    f"o-{uuid}", f"{uuid}.0", status=status, sequence=sequence,
                    received_at=later(number),
                )  # fmt: skip
                filled.keep((), (one,), f"{uuid}-{number}")
        assert uuids(filled, failed=True) == ["u-3"]
        filled.keep((), (report("o-other", "u-1.0", status="failed"),))
        assert uuids(filled, failed=True) == ["u-3", "u-1"]

    def test_the_report_that_counts_is_the_last_one_shown(self, filled: Journal) -> None:
        places = (None, None, 1, 2, 2)
        for number in range(len(places)):
            # They arrive from the last to the first, and only the one that counts is bad.
            counted = report(
                f"o-{number}", "u-1.0", status="failed", sequence=places[number],
                received_at=later(number),
            )  # fmt: skip
            others = [
                report(
                    f"o-{number}", "u-1.0", status="delivered", sequence=places[other],
                    received_at=later(other),
                )
                for other in range(number)
            ]  # fmt: skip
            filled.keep((), (counted, *reversed(others)), f"{number}")
            assert uuids(filled, failed=True) == ["u-1"]
            shown = [one for one in reports_of(filled, "u-1") if one.outbound_uuid == f"o-{number}"]
            assert [one.status for one in shown] == ["delivered"] * number + ["failed"]
            assert filled.reader.stats().statuses == {"failed": number + 1}

    def test_with_a_message_of_which_it_was_said_before_it_was_kept(self, journal: Journal) -> None:
        journal.keep((), (report("o-1", "u-1.0", status="failed"),))
        journal.keep(ROWS, ())
        assert uuids(journal, failed=True) == ["u-1"]

    def test_whose_reports_are_erased_have_not_failed(self, filled: Journal) -> None:
        to = {"o-1": ANN, "o-2": BOB}
        filled.keep(
            (),
            [report(o, "u-1.0", status="failed", fields=(("To", to[o].wire),)) for o in to],
        )
        filled.reader.erase(ANN)
        assert uuids(filled, failed=True) == ["u-1"]
        filled.reader.erase(BOB)
        assert uuids(filled, failed=True) == []
        assert filled.reader.count() == 1

    def test_several_conditions_must_all_hold(self, filled: Journal) -> None:
        filled.keep((), (report("o-1", "u-3.1", status="failed"),))
        every = {"number": BOB, "rule": "Hours", "failed": True, "since": later(1)}
        assert uuids(filled, **every) == ["u-3"]
        assert uuids(filled, **every, unmatched=True) == []
        assert uuids(filled, rule="Hours", failed=True) == ["u-3"]
        assert uuids(filled, **(every | {"rule": "Trial"})) == ["u-3"]
        assert uuids(filled, **(every | {"number": Address("+19")})) == []

    def test_the_count_is_that_of_the_rows(self, filled: Journal) -> None:
        assert filled.reader.count() == 3
        assert filled.reader.count(JournalFilter(number=ANN)) == 2
        assert filled.reader.count(JournalFilter(limit=1)) == 1
        assert filled.reader.count(JournalFilter(failed=True)) == 0


class TestReports:
    def test_they_are_joined_to_the_message_and_the_rule_that_caused_it(
        self, filled: Journal
    ) -> None:
        ours, other = report("o-9", "u-3.1"), report("o-8", "u-1.0")
        filled.keep((), (ours, other))
        assert reports_of(filled, "u-3") == (replace(ours, rule="All staff"),)
        assert reports_of(filled, "u-2") == ()

    def test_they_come_by_message_destination_and_sequence(self, filled: Journal) -> None:
        def one(outbound: str, place: int, sequence: int | None, seconds: int) -> ReportRow:
            return report(
                outbound, f"u-3.{place}", sequence=sequence, received_at=later(seconds),
                status=f"{outbound} {sequence} {seconds}",
            )  # fmt: skip

        ordered = (
            one("o-9", 0, 1, 9), one("o-9", 0, 2, 1), one("o-9", 0, 10, 2),
            one("o-1", 1, None, 3), one("o-1", 1, None, 4), one("o-1", 1, 1, 2),
            one("o-2", 1, 0, 9),
        )  # fmt: skip
        filled.keep((), ordered[::-1])
        assert [r.status for r in reports_of(filled, "u-3")] == [r.status for r in ordered]

    def test_an_unknown_status_and_every_field_is_kept(self, filled: Journal) -> None:
        odd = report(
            status="Teleported \0", error_code="420",
            fields=(("Status", "Teleported"), ("New", "é")),
        )  # fmt: skip
        filled.keep((), (odd,))
        assert reports_of(filled, "u-1") == (replace(odd, rule="Hours"),)

    def test_a_report_may_come_before_its_message_is_kept(self, journal: Journal) -> None:
        journal.keep((), (report(),))
        journal.keep((FIRST,), ())
        assert len(reports_of(journal, "u-1")) == 1

    def test_a_reference_that_is_not_ours_is_joined_to_nothing(self, filled: Journal) -> None:
        filled.keep((), (report("o-1", ""), report("o-2", "u-1"), report("o-3", "u-1.7")))
        assert reports_of(filled, "u-1") == ()


class TestStats:
    def test_they_sum_up_the_rows(self, filled: Journal) -> None:
        filled.keep(
            (),
            (
                report("o-1", "u-1.0", status="sent", sequence=1),
                report("o-1", "u-1.0", status="delivered", sequence=2),
                report("o-2", "u-3.0", status="delivered", sequence=None),
                report("o-3", "u-3.1", status="failed", sequence=2),
                report("o-3", "u-3.1", status="queued", sequence=1),
            ),
        )
        stats = filled.reader.stats()
        assert stats == JournalStats(
            messages=3,
            unmatched=1,
            sent=3,
            segments=1 + 1 + 2 * 2,
            first=later(0),
            last=later(120),
            rules={"Hours": 2, "All staff": 1},
            statuses={"delivered": 2, "failed": 1},
        )
        assert list(stats.rules) == ["Hours", "All staff"]

    def test_they_keep_to_the_filter(self, filled: Journal) -> None:
        stats = filled.reader.stats(JournalFilter(number=ANN, limit=1))
        assert (stats.messages, stats.segments, dict(stats.rules)) == (
            2, 5, {"All staff": 1, "Hours": 1},
        )  # fmt: skip


class TestRuleSets:
    def test_their_files_come_back_in_order(self, journal: Journal) -> None:
        files = (
            SourceFile("rules/20-b.yaml", b"\xff\0 any bytes"),
            SourceFile("rules/10-a.csv", b"", "not readable"),
        )
        journal.keep_files("abcdef012345", files)
        assert journal.reader.rule_set_files("abcdef012345") == files
        assert journal.reader.rule_set_files("other") == ()


class TestErasure:
    def test_whatever_the_number_stands_in_goes(self, filled: Journal) -> None:
        mentioned = row("u-4", text="call +15550001111 please", received_at=later(180))
        longer = row("u-5", text="call 155500011112 please", received_at=later(240))
        filled.keep(
            (mentioned, longer),
            (
                report("o-1", "u-3.0"),
                report("o-2", "u-1.0", fields=(("To", "15550001111"),)),
                report("o-3", "u-1.0"),
            ),
        )
        erased = filled.reader.erase(ANN)
        assert (erased.messages, erased.reports, erased.waiting) == (3, 2, 0)
        assert uuids(filled, newest_first=False) == ["u-1", "u-5"]
        assert uuids(filled, number=ANN) == uuids(filled, rule="All staff") == []
        assert [one.outbound_uuid for one in reports_of(filled, "u-1")] == ["o-3"]

    def test_a_number_that_is_not_there_takes_nothing(self, filled: Journal) -> None:
        erased = filled.reader.erase(Address("+15559999999"))
        assert (erased.messages, erased.reports) == (0, 0)
        assert filled.reader.count() == 3

    @pytest.mark.parametrize("name", ["72975", "SHOP_%", "+"])
    def test_a_short_code_or_a_name_must_be_the_whole_value(
        self, journal: Journal, name: str
    ) -> None:
        journal.keep((row("u-1", sender=Address(name)), row("u-2", text=f"x{name}x")), ())
        assert journal.reader.erase(Address(name)).messages == 1
        assert uuids(journal) == ["u-2"]

    @pytest.mark.parametrize(
        ("text", "goes"),
        [
            ("call +1 (555) 000-1111 now", True),
            ("1.555.000.1111", True),
            ("1–555–000–1111", True),
            ("１５５５０００１１１１", True),
            ("+1555 000 1111\n", True),
            ("555 000 1111", False),
            ("1 555 000 11112", False),
            ("21 555 000 1111", False),
            ("1 555 0001 1112", False),
        ],
    )
    def test_a_number_in_a_text_goes_however_its_digits_are_written(
        self, journal: Journal, text: str, goes: bool
    ) -> None:
        journal.keep((row("u-1", text=text),), ())
        assert journal.reader.erase(ANN).messages == goes

    def test_many_rows_go_in_many_steps(self, journal: Journal) -> None:
        journal.keep(tuple(row(f"m-{n}", received_at=later(n)) for n in range(1203)), ())
        assert journal.reader.erase(STRANGER).messages == 1203
        assert journal.reader.count() == 0


class TestTrimming:
    def test_the_oldest_go_first_and_only_so_many(self, filled: Journal) -> None:
        assert filled.reader.trim(later(120), 1) == 1
        assert uuids(filled) == ["u-3", "u-2"]
        assert filled.reader.trim(later(120), 10) == 1
        assert filled.reader.trim(later(120), 10) == 0
        assert uuids(filled) == ["u-3"]
        assert uuids(filled, number=STRANGER) == ["u-3"]

    def test_the_reports_go_with_their_message(self, filled: Journal) -> None:
        filled.keep((), (report("o-1", "u-1.0", received_at=later(900)),))
        filled.reader.trim(later(1), 10)
        again: JournalRow = replace(FIRST, received_at=later(1000))
        filled.keep((again,), (), "again")
        assert reports_of(filled, "u-1") == ()
