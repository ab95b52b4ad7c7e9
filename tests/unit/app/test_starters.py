"""Each starter, as it is and as it becomes for somebody, passes the gate without a finding."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from router.adapters.starter_files import read_starter_files
from router.app.gate import Gate
from router.app.settings import Settings
from router.app.starters import (
    EXAMPLE_NUMBERS,
    OWN_NUMBER,
    STARTERS,
    Answers,
    read_own_number,
    read_phone,
    read_place,
    read_starter,
)
from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.language.compile import CompileOptions
from router.language.times.misread import Misread
from tests.unit.app.begun import (
    HERE,
    NEW_YORK,
    PHONE,
    PLIVO,
    findings,
    passed,
    planned,
    rewritten,
    settings_of,
)

SOMEWHERE = [
    HERE,
    Answers("", ZoneInfo("Europe/London"), "GB", Address("+447700900123")),
    Answers("", ZoneInfo("Asia/Tokyo"), "JP", Address("+81312345678"), (Address("72975"),)),
    Answers("", ZoneInfo("Pacific/Apia"), "", PHONE, (Address("+442079460000"),)),
    Answers("", ZoneInfo("America/St_Johns"), "CA", PHONE),
    Answers("", ZoneInfo("UTC"), "", Address("+80012345678")),
]

each_starter = pytest.mark.parametrize("name", list(STARTERS))


@each_starter
@pytest.mark.parametrize("where", SOMEWHERE, ids=lambda one: one.zone.key)
def test_a_starter_has_no_finding_wherever_it_is_begun(name: str, where: Answers) -> None:
    compiled = passed(planned(replace(where, starter=name)))
    assert findings(compiled) == ""
    assert compiled.rule_set is not None


@each_starter
def test_it_has_none_as_it_stands_in_the_package(name: str) -> None:
    files = read_starter_files(name)
    assert findings(Gate(CompileOptions(), advise=True)(files)) == ""


@each_starter
def test_it_has_none_when_everybody_has_got_a_number_of_their_own(name: str) -> None:
    numbers = (f"+1 555 888 {at}" for at in count(1000))
    files = rewritten(
        planned(replace(SOMEWHERE[0], starter=name)),
        lambda text: re.sub(r"\+1 555 222 3333", lambda _: next(numbers), text),
    )
    assert findings(passed(files)) == ""


def test_a_snow_day_of_the_school_takes_two_dates_and_nothing_else() -> None:
    files = planned(replace(SOMEWHERE[0], starter="school"))
    snowing = rewritten(files, lambda text: text.replace("2026-01-12", "2027-02-08"))
    compiled = passed(snowing)
    assert snowing != files
    assert findings(compiled) == ""
    assert compiled.rule_set is not None
    on_that_day = datetime(2027, 2, 8, 15, tzinfo=UTC)
    message = InboundMessage("u", Address("+15551230000"), PLIVO, "Sick Tom 3b", on_that_day)
    (sent,) = decide(compiled.rule_set, message).messages
    assert sent.text.startswith("School is closed today")


@each_starter
def test_the_text_to_try_gets_an_answer_that_is_not_for_the_rest(name: str) -> None:
    compiled = passed(planned(replace(SOMEWHERE[0], starter=name)))
    assert compiled.rule_set is not None
    at = datetime(2026, 11, 25, 15, tzinfo=UTC)
    message = InboundMessage("u", Address("+15551230000"), PLIVO, STARTERS[name].text, at)
    decision = decide(compiled.rule_set, message)
    assert any(sent.dst == (message.sender,) for sent in decision.messages)
    rest = [file for file in read_starter_files(name) if file.name.startswith("90-")]
    assert len(rest) == 1
    assert not any(f"name: {rule}\n" in rest[0].content.decode() for rule in decision.fired)


@each_starter
def test_nothing_of_it_goes_to_a_number_that_is_not_whose_it_became(name: str) -> None:
    """Other numbers stand in examples and conditions alone, and are known to be nobody's."""
    for file in read_starter_files(name):
        text = file.content.decode()
        found = {one.replace(" ", "") for one in re.findall(r"\+[0-9][0-9 ]{6,}[0-9]", text)}
        others = found - {OWN_NUMBER.replace(" ", "")}
        assert others <= {address.value for address in EXAMPLE_NUMBERS}, file.name
        sent_to = re.findall(r"(?:forward|to): *\{? *(?:to: *)?\[?(\+[0-9 ]+)", text)
        assert not set(sent_to) - {"+1 555 123 0000"}, file.name  # a customer of a test


@each_starter
def test_each_file_says_what_it_is_for_and_the_first_how_yaml_is_written(name: str) -> None:
    files = [file for file in read_starter_files(name) if file.name.endswith(".yaml")]
    for file in files:
        text = file.content.decode()
        assert text.startswith("# "), file.name
        assert "\ndescription: " in text, file.name
        assert max(map(len, text.splitlines())) <= 130, file.name
    assert files[0].name == "00-people.yaml"  # which `init` says to begin with
    assert "if you have never seen one" in files[0].content.decode()
    assert OWN_NUMBER in files[0].content.decode()


@each_starter
def test_each_rule_has_examples_and_there_are_tests_of_all_rules(name: str) -> None:
    texts = [file.content.decode() for file in read_starter_files(name)]
    for text in texts:
        parts = re.split(r"^  - name: ", text.partition("\nrules:\n")[2], flags=re.MULTILINE)[1:]
        rules = [part for part in parts if "\n    match:" in part or "    actions:" in part]
        assert all("\n    examples:\n" in rule for rule in rules)
    assert any("\ntests:\n" in text for text in texts)


def test_between_them_they_show_what_the_language_can_say() -> None:
    everything = "\n".join(
        file.content.decode() for name in STARTERS for file in read_starter_files(name)
    )
    for word in (
        "keyword:", "has-word:", "contains:", "max-length:", "regex:", "(?P<", "{1}", "any:",
        "not:", "otherwise:", "during:", "outside:", "sender-id:", "csv:", "lists:", "schedules:",
        "closed:", "rotas:", "swaps:", "stage: shadow", "stage: {only:", "since:", "until:",
        "multi-forward:", "include-sender:", "{sender}", "{from}", "{text}", "{rest|", "{time}",
        "{date}", "at:",
    ):  # fmt: skip
        assert word in everything, word


# Answers as people give them.


@pytest.mark.parametrize("typed", ["clinic", " Clinic ", "2"])
def test_a_starter_is_named_or_numbered(typed: str) -> None:
    assert read_starter(typed) == "clinic"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("clinik", "clinic"),
        ("store", "shop"),
        ("oncall", "on-call"),
        ("0", ""),
        ("6", ""),
        ("²", ""),
        ("9" * 5000, ""),
    ],
)
def test_another_name_gets_the_starter_that_is_likely_meant(typed: str, meant: str) -> None:
    read = read_starter(typed)
    assert isinstance(read, Misread)
    assert read.fix == meant
    assert ("did you mean" in read.hint) == bool(meant)
    assert "shop, clinic, school, on-call and helpdesk" in read.hint


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("America/Chicago", "America/Chicago"),
        ("chicago", "America/Chicago"),
        (" new york ", "America/New_York"),
        ("europe/london", "Europe/London"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(typed: str, key: str) -> None:
    zone = read_place(typed)
    assert isinstance(zone, ZoneInfo)
    assert zone.key == key


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("EST", "America/New_York"), ("gmt", "Europe/London"), ("Chicagoo", "America/Chicago"),
     ("Boston", "America/New_York"), ("Nowhere at all", "")],
)  # fmt: skip
def test_no_zone_or_one_without_summer_time_is_refused(typed: str, meant: str) -> None:
    read = read_place(typed)
    assert isinstance(read, Misread)
    assert read.fix == meant
    assert meant or "such as Chicago" in read.hint


def test_a_telephone_is_brought_into_its_normal_form() -> None:
    assert read_phone("(555) 222-3333", "US") == PHONE
    assert read_phone("+1-555-222-3333", "") == PHONE
    assert read_phone("07700 900123", "GB") == Address("+447700900123")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("hello", "is no number"),
        ("555 222 3333", "has no + and country code"),
        ("72975", "is a short code"),
        ("+1 555 765 4321", "is the number that people text"),
        ("+1 555 123 0000", "stands in examples"),
        ("+1 555 123", "has too few or too many digits for its country"),
        ("+44 7700 9001234", "has too few or too many digits for its country"),
    ],
)
def test_what_cannot_be_a_telephone_is_refused_in_words(typed: str, words: str) -> None:
    read = read_phone(typed, "", (PLIVO,))
    assert isinstance(read, Misread)
    assert words in read.words
    assert read.hint


def test_a_number_that_can_be_mended_is_offered_as_it_should_be() -> None:
    read = read_phone("00 44 7700 900123", "")
    assert isinstance(read, Misread)
    assert read.fix == "+44 7700 900123"
    assert read.hint == "write +44 7700 900123"


def test_a_number_of_the_account_may_be_a_short_code_but_no_number_of_examples() -> None:
    assert read_own_number("72975", "") == Address("72975")
    assert read_own_number("+1 555 765 4321", "") == PLIVO
    assert isinstance(read_own_number("+1 555 123 0000", ""), Misread)
    assert isinstance(read_own_number("+1 555 000 1111", ""), Misread)  # who gets texts in them
    assert isinstance(read_own_number("none", ""), Misread)


# What is written.


def test_the_settings_say_what_was_answered() -> None:
    files = planned(replace(SOMEWHERE[0], starter="shop"))
    assert files[0].name == "settings.yaml"
    settings = settings_of(files)
    assert settings.timezone == NEW_YORK
    assert settings.country == "US"
    assert settings.numbers == SOMEWHERE[0].numbers
    assert settings == replace(
        Settings(), rules=settings.rules, data=settings.data,
        timezone=NEW_YORK, country="US", numbers=SOMEWHERE[0].numbers,
    )  # fmt: skip


def test_what_nobody_knows_is_left_to_be_filled_in() -> None:
    files = planned(replace(SOMEWHERE[5], starter="shop"))
    text = files[0].content.decode()
    assert settings_of(files).numbers == ()
    assert "country" not in text
    assert "# numbers: [+1 555 765 4321]\n" in text
    ready = text.replace("# numbers:", "numbers:").replace("# public-url:", "public-url:")
    settings = settings_of((replace(files[0], content=ready.encode()),))
    assert settings.numbers == (PLIVO,)
    assert settings.public_url == "https://sms.example.org"


@each_starter
def test_the_telephone_stands_wherever_the_starter_has_its_own(name: str) -> None:
    files = planned(replace(SOMEWHERE[1], starter=name))
    assert [file.name for file in files[1:]] == [
        f"rules/{file.name}" for file in read_starter_files(name)
    ]
    written = "".join(file.content.decode() for file in files)
    assert OWN_NUMBER not in written
    assert "+44 7700 900123" in written
