import pytest

from router.core.report import DeliveryReport
from router.plivo.fields import Malformed
from router.plivo.form import Pairs
from router.plivo.reports import read_report
from tests.unit.plivo.bodies import posted

WHOLE: Pairs = (("From", "15557654321"), ("To", "15551230000"), ("MessageUUID", "u-1"))


def test_a_report_reads_as_plivo_posts_it() -> None:
    pairs = posted("report-delivered")
    assert read_report(pairs) == DeliveryReport(
        "83876bdb-2033-4876-bfaf-0ff8693705af", "delivered", 2, "", pairs
    )
    undelivered = read_report(posted("report-undelivered"))
    assert isinstance(undelivered, DeliveryReport)
    assert (undelivered.status, undelivered.sequence) == ("undelivered", 3)
    assert undelivered.error_code == "30"


@pytest.mark.parametrize(
    ("sequence", "number"),
    [
        ("0", 0),
        (" 7 ", 7),
        ("", None),
        ("two", None),
        ("-1", None),
        ("٣", None),
        ("9" * 5000, None),
    ],
)
def test_a_sequence_is_a_number_or_none(sequence: str, number: int | None) -> None:
    report = read_report((*WHOLE, ("Sequence", sequence)))
    assert isinstance(report, DeliveryReport)
    assert report.sequence == number


def test_an_unknown_status_is_kept_and_a_missing_one_is_empty() -> None:
    report = read_report((*WHOLE, ("Status", "Teleported")))
    assert isinstance(report, DeliveryReport)
    assert report.status == "Teleported"
    assert read_report(WHOLE) == DeliveryReport("u-1", "", None, "", WHOLE)


@pytest.mark.parametrize("name", ["From", "To", "MessageUUID"])
def test_a_report_without_its_addresses_or_uuid_is_malformed(name: str) -> None:
    pairs = tuple(pair for pair in WHOLE if pair[0] != name)
    assert read_report(pairs) == Malformed(f"the field {name} is missing or blank")


def test_a_field_that_is_there_twice_is_refused() -> None:
    assert read_report((*WHOLE, WHOLE[0])) == Malformed("a field is there twice")
