import pytest

from router.core.address import Address
from router.render.covering import covered_digits, covered_number, covered_text


@pytest.mark.parametrize(
    ("number", "shown"), [("+15551234567", "***67"), ("72975", "***75"), ("AMAZON", "***")]
)
def test_a_number_keeps_its_last_two_digits_and_a_name_nothing(number: str, shown: str) -> None:
    assert covered_number(Address(number)) == shown


def test_a_text_becomes_its_length() -> None:
    assert covered_text("hours") == "5 characters"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call +1 (555) 123-4567 now", "call ***67 now"),
        ("15551234567", "***67"),
        ("room 12345, at 17:05", "room 12345, at 17:05"),
        ("order 1234 on 2026", "order 1234 on 2026"),
        ("１２３４５６７８９ a", "***８９ a"),
        ("٠١٢٣٤٥٦٧ x", "***٦٧ x"),
        ("x ＋１５５５１２３９９９９", "x ***９９"),
        ("555–123–9999, 555_123_9999", "***99, ***99"),
        (
            "closed on 2026-12-24, from 2026-03-08 02:30",
            "closed on 2026-12-24, from 2026-03-08 02:30",
        ),
        ("2026-99-24, 2026-12-24 555 1234, 1555-12-24", "***24, ***34, ***24"),
        ("555·123·99\u200b99 and 555,123,9998", "***99 and ***98"),
    ],
)
def test_digits_that_may_be_a_number_are_covered_in_a_text(text: str, shown: str) -> None:
    assert covered_digits(text) == shown
