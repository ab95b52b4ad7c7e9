"""Numbers, prefixes, countries, sender ids and lengths."""

import pytest

from router.core.actions import NumberTarget
from router.core.address import Address
from router.language.checks import (
    countries,
    lengths,
    number_problems,
    own_numbers,
    prefixes,
    sender_ids,
)
from tests.unit.language.rulefiles import found, rules, whole


@pytest.mark.parametrize(
    "text",
    [
        "people: {ann: 555 123 4567}",
        "lists: {staff: [555 123 4567]}",
        "match: {to: 555 123 4567}",
        rules("match: {from: 555 123 4567}"),
        rules("actions: [{forward: 555 123 4567}]"),
        rules("actions: [{multi-forward: [555 123 4567]}]"),
        rules("actions: [{reply: {text: hi, from: 555 123 4567}}]"),
    ],
)
def test_a_number_without_a_country_is_found_wherever_it_stands(text: str) -> None:
    (line,) = found(number_problems.check, whole(text))
    assert '"555 123 4567" has no + and country code in front [bad-number]' in line
    assert not found(number_problems.check, whole(text, country="US"))
    assert not found(number_problems.check, whole("country: us\n" + text))


def test_a_files_country_counts_before_the_settings() -> None:
    text = "country: GB\npeople: {ann: 020 7946 0000}"
    assert not found(number_problems.check, whole(text, country="US"))
    assert found(number_problems.check, whole(text.replace("country: GB\n", ""), country="US"))


def test_an_unknown_country_of_the_settings_is_none() -> None:
    assert found(number_problems.check, whole("people: {ann: 555 123 4567}", country="XX"))


def test_a_number_is_read_by_the_country_of_the_file_that_gives_it() -> None:
    british = "country: GB\npeople: {ann: 020 7946 0000}\nlists: {staff: [020 7946 0001]}"
    together = whole(british, rules("match: {from: [ann, staff]}"), country="US")
    assert not found(number_problems.check, together)
    (member,) = together.book.members("staff").targets
    assert member == NumberTarget(Address("+442079460001"))


def test_a_number_is_mended_on_its_line() -> None:
    (finding,) = number_problems.check(whole('people: {ann: "0044 20 7946 0000"}'))
    assert finding.fix == 'people: {ann: "+44 20 7946 0000"}'


def test_the_numbers_of_an_unknown_country_are_not_counted_again() -> None:
    text = "country: UK\npeople: {ann: 020 7946 0000}\n" + rules("match: {from: 020 7946 0001}")
    assert not found(number_problems.check, whole(text))
    assert len(found(countries.check, whole(text))) == 1


@pytest.mark.parametrize(
    ("written", "fix"),
    [("UK", "GB"), ("uk", "GB"), ("XX", "")],
)
def test_an_unknown_country_is_told_the_likely_one(written: str, fix: str) -> None:
    (finding,) = countries.check(whole(f"country: {written}"))
    assert finding.message == f'no country is written "{written}"'
    assert finding.fix == (f"country: {fix}" if fix else "")


def test_a_known_country_is_fine_in_any_case() -> None:
    assert not found(countries.check, whole("country: de"))
    assert not found(countries.check, whole("description: none"))


@pytest.mark.parametrize("prefix", ["+1*", "+1555*", "+1 (555) 000-*", "+123456789012345*"])
def test_a_prefix_is_plus_and_digits_and_a_star(prefix: str) -> None:
    assert not found(prefixes.check, whole(rules(f"match: {{from: {prefix}}}")))


@pytest.mark.parametrize(
    ("prefix", "problem", "fix"),
    [
        ('"*"', '"*" is a prefix without digits', ""),
        ("+*", '"+*" is a prefix without digits', ""),
        ("1555*", '"1555*" has no + in front', "+1555*"),
        ("555*", '"555*" has no + in front', ""),
        ("0044*", '"0044*" is no prefix of a number', ""),
        ("+044*", '"+044*" is no prefix of a number', ""),
        ("+1*555", '"+1*555" is no prefix of a number', ""),
        ("+1234567890123456*", '"+1234567890123456*" is no prefix of a number', ""),
    ],
)
def test_a_prefix_that_is_not_right_is_explained(prefix: str, problem: str, fix: str) -> None:
    (finding,) = prefixes.check(whole(rules(f"match: {{from: {prefix}}}")))
    assert finding.message == problem
    assert finding.fix == (f"    match: {{from: {fix}}}" if fix else "")


@pytest.mark.parametrize(
    "text",
    [
        "lists: {staff: [+1555*]}",
        rules("actions: [{forward: +1555*}]"),
        rules("actions: [{multi-forward: [+1555*]}]"),
        rules("actions: [{reply: {text: hi, from: +1555*}}]"),
    ],
)
def test_a_prefix_does_not_stand_where_a_number_must(text: str) -> None:
    (line,) = found(prefixes.check, whole(text))
    assert '"+1555*" is a prefix, and this needs a whole number [bad-prefix]' in line


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("72975", '"72975" is a number, and a sender id is a name with letters'),
        ("Fabulous Bank", '"Fabulous Bank" has 13 characters, and a sender id at most 11'),
    ],
)
def test_a_sender_id_that_no_text_can_come_from_is_refused(written: str, problem: str) -> None:
    text = rules(f"match: {{from: [+15550001111, {{sender-id: {written}}}]}}")
    (finding,) = sender_ids.check(whole(text))
    assert finding.message == problem


def test_a_sender_id_has_up_to_eleven_characters() -> None:
    text = rules("match: {from: {sender-id: ABCDEFGHIJ1}, text: x}")
    assert not found(sender_ids.check, whole(text))


def test_a_message_goes_out_only_from_the_accounts_own_numbers() -> None:
    text = rules("actions: [{reply: {text: hi, from: +1 555 765 4321}}]")
    assert not found(own_numbers.check, whole(text))
    assert not found(own_numbers.check, whole(text, numbers=("+15557654321", "+15557654322")))
    (finding,) = own_numbers.check(whole(text, numbers=("+15550001111",)))
    assert finding.hints[0] == "Plivo sends only from your numbers: +1 555 000 1111"
    others = tuple(f"+1555000111{n}" for n in range(5))
    (finding,) = own_numbers.check(whole(text, numbers=others))
    assert finding.message == '"+1 555 765 4321" is not one of your own numbers'
    assert finding.hints[0].endswith("+1 555 000 1110, +1 555 000 1111, +1 555 000 1112 and 2 more")


@pytest.mark.parametrize(
    ("lengths_written", "problem"),
    [
        ("{max-length: 1000000}", 'no text has "1000000" characters'),
        ("{min-length: 9999999, max-length: 5}", 'no text has "9999999" characters'),
        ("{min-length: 5, max-length: 4}", "no text has at least 5 and at most 4 characters"),
    ],
)
def test_lengths_are_numbers_that_some_text_can_meet(lengths_written: str, problem: str) -> None:
    (finding,) = lengths.check(whole(rules(f"match: {{text: {lengths_written}}}")))
    assert finding.message == problem


@pytest.mark.parametrize(
    "fine", ["{min-length: 0}", "{min-length: 5, max-length: 5}", "{contains: x, max-length: 1600}"]
)
def test_lengths_that_some_text_meets_are_fine(fine: str) -> None:
    assert not found(lengths.check, whole(rules(f"match: {{text: {fine}}}")))


def test_zeros_in_front_of_a_length_do_not_count() -> None:
    text = rules("match: {text: {min-length: 0000000000020, max-length: 00}}")
    (finding,) = lengths.check(whole(text))
    assert finding.message == "no text has at least 20 and at most 0 characters"
