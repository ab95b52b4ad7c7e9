"""Lists from CSV files, from the folder's bytes to the numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.actions import MultiForward, NumberTarget
from router.core.address import Address
from router.engine.matchers import AddressIs, Side
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.diagnostics import Severity
from router.language.source import SourceFile
from tests.unit.language.rulefiles import shown

RULES = """\
lists:
  parents: {csv: %s, column: %s}
rules:
  - name: To all parents
    match: {from: parents}
    actions:
      - multi-forward: {to: parents, include-sender: yes}
"""


def compiled(
    csv: str | bytes,
    column: str = "phone",
    *,
    named: str = "parents.csv",
    before: str = "",
    country: str = "",
    problem: str = "",
) -> Compiled:
    content = csv.encode() if isinstance(csv, str) else csv
    files = [
        SourceFile("rules/10.yaml", (before + RULES % (named, column)).encode()),
        SourceFile("rules/parents.csv", content, problem),
    ]
    return compile_rules(files, CompileOptions(country=country))


def numbers(found: Compiled) -> list[str]:
    assert found.rule_set is not None, found.findings
    (action,) = found.rule_set.rules[0].actions
    assert isinstance(action, MultiForward)
    return [target.address.value for target in action.to if isinstance(target, NumberTarget)]


def findings(found: Compiled) -> list[str]:
    return [shown(finding) for finding in found.findings]


TWO = ["+15550001111", "+15550002222"]


@pytest.mark.parametrize(
    "csv",
    [
        "phone\n+15550001111\n+15550002222\n",
        "\ufeffname;PHONE \r\nA;+1 555 000 1111\r\n\r\n;\r\nB;+1 (555) 000-2222",
        'name\tphone\n"A\tB"\t"+15550001111"\n""\t""\nC\t+15550002222\n',
        "sep=,\nphone,x\n+15550001111,\n+15550002222,\n+15550001111,again\n",
    ],
)
def test_each_number_of_the_column_is_on_the_list_once_and_in_order(csv: str) -> None:
    found = compiled(csv)
    assert numbers(found) == TWO
    assert found.findings == ()
    assert found.rule_set is not None
    assert found.rule_set.rules[0].match == AddressIs(
        Side.FROM, frozenset(map(Address, TWO)), "the list parents"
    )


def test_the_column_may_be_named_in_any_case_with_any_blanks() -> None:
    assert numbers(compiled("Mobile_Phone\n+15550001111\n", " mobile  PHONE ")) == TWO[:1]


def test_national_numbers_want_a_country() -> None:
    assert numbers(compiled("phone\n(201) 555-0123\n", before="country: US\n")) == ["+12015550123"]
    assert numbers(compiled("phone\n(201) 555-0123\n", country="US")) == ["+12015550123"]
    (finding,) = compiled("phone\n201 555 0123\n").findings
    assert "name your country in the rule file that names this list" in finding.hints[0]


def test_an_unknown_country_is_found_once_in_the_rule_file() -> None:
    found = compiled("phone\n+15550001111\n", before="country: XX\n")
    assert [finding.code for finding in found.findings] == ["unknown-country"]


def test_each_bad_number_is_named_by_its_line_and_column() -> None:
    assert findings(compiled("name,phone\nA,+15550001111\nB,x\n\nC,12\n")) == [
        'rules/parents.csv:3:3: error: "x" is no number [bad-number]',
        'rules/parents.csv:5:3: error: "12" is too short for a number [bad-number]',
    ]


def test_a_mended_cell_is_offered_with_its_line() -> None:
    (finding,) = compiled('name,phone\n"A",0015550001111\n').findings
    assert finding.fix == '"A",+15550001111'


def test_a_cell_whose_text_stands_otherwise_in_the_file_gets_no_line() -> None:
    (finding,) = compiled('phone\n"00155500\n01111"\n').findings
    assert finding.fix == ""


def test_of_very_many_bad_numbers_only_some_are_told() -> None:
    found = compiled("phone\n" + "x\n" * 60).findings
    assert len(found) == 50
    assert found[-1].hints[-1] == "10 more cells of this column are no numbers"
    assert found[0].hints == ("write digits, such as +1 555 123 4567",)


def test_a_number_that_a_spreadsheet_shortened_is_told_as_such() -> None:
    (finding,) = compiled('phone;x\n"1,555E+10";y\n').findings
    assert finding.hints == (
        "your spreadsheet shortened it: format the column as text, and type it again",
    )


def test_two_numbers_in_one_cell_belong_into_two_rows() -> None:
    for cell in ("+1 555 000 1111 / +1 555 000 2222", "+1 555 000 1111 555 000 2222"):
        (finding,) = compiled(f"phone\n{cell}\n").findings
        assert finding.hints[0].endswith("several numbers stand in several rows")


def test_rows_without_a_number_are_one_warning() -> None:
    found = compiled("name,phone,x\nA,+15550001111,\nB\nC,,z\nD,,\n")
    assert numbers(found) == TWO[:1]
    assert findings(found) == [
        "rules/parents.csv:3:1: warning: this row and 2 more have no number [csv-gap]"
    ]
    (one,) = compiled("name,phone\nA,+15550001111\nB,\n").findings
    assert one.message == "this row has no number"


@pytest.mark.parametrize(
    ("csv", "expected"),
    [
        ("", '1:1: error: this list has no number: its file is empty [empty-list]'),
        ("\n , ,\n", '1:1: error: this list has no number: its file is empty [empty-list]'),
        ("phone\n",
         '1:1: error: this list has no number: the column "phone" is empty [empty-list]'),
        ("a,phone\nA,\n",
         '1:1: error: this list has no number: the column "phone" is empty [empty-list]'),
        ("phone,PHONE\n", '1:7: error: two columns are called "PHONE" [csv-column]'),
        ('"phone\n+1', "1:1: error: the quote that opens here is never closed [csv-quote]"),
        ('phone\n+15550001111\n"x',
         "3:1: error: the quote that opens here is never closed [csv-quote]"),
        (b"phone\nRen\xe9\n", '2:4: error: the letter "é" is not saved as UTF-8 [not-utf-8]'),
        ("phone\n".encode("utf-16"),
         "1:1: error: this file is saved as UTF-16, not as UTF-8 [not-utf-8]"),
        (b"PK\3\4\0\0",
         "1:5: error: this is not a text file: it holds the character NUL [not-text]"),
        (b"x" * 17_000_000,
         "1:1: error: this file has 17.0 MB; a CSV file has at most 16 MB [too-large]"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_a_finding_in_it(csv: str | bytes, expected: str) -> None:
    assert findings(compiled(csv)) == [f"rules/parents.csv:{expected}"]


def test_a_table_that_cannot_be_opened_is_a_finding_in_it() -> None:
    assert findings(compiled("", problem="this user may not read it")) == [
        "rules/parents.csv:1:1: error: this file cannot be read: this user may not read it"
        " [unreadable]"
    ]


@pytest.mark.parametrize(
    ("header", "column", "hint"),
    [
        ("name,phone", "phon", 'did you mean "phone"? its columns are "name" and "phone"'),
        ("name,mobile", "phone", 'did you mean "mobile"? its columns are "name" and "mobile"'),
        ("name", "phone", 'its only column is "name"'),
        ("+15550001111,A", "phone",
         "its first line must name the columns: write phone above the numbers"),
        ("a,b,c,d,e,f,g,h,i,j", "phone",
         'its columns are "a", "b", "c", "d", "e", "f", "g", "h" and 2 more'),
    ],
)  # fmt: skip
def test_a_missing_column_is_told_with_those_there_are(header: str, column: str, hint: str) -> None:
    (finding,) = compiled(header + "\n", column).findings
    assert shown(finding).startswith("rules/10.yaml:2:")
    assert finding.message == f'parents.csv has no column "{column}"'
    assert finding.hints == (hint,)
    assert bool(finding.fix) == hint.startswith("did you mean")


@pytest.mark.parametrize(
    ("named", "code", "hint"),
    [
        ("Parents.csv", "csv-missing", 'did you mean "parents.csv"?'),
        ("parents", "csv-missing", 'did you mean "parents.csv"?'),
        ("staff-list.csv", "csv-missing", "put the file into the rules folder, beside this one"),
        ("table.xls", "csv-missing",
         "in your spreadsheet, save the table as CSV UTF-8: the file's name ends in .csv"),
        ("_people-we-know.csv", "csv-missing",
         'files whose names begin with "." or "_" are left out: give it another name'),
        ("../parents.csv", "csv-outside",
         "put the file into the rules folder and write its name alone"),
        ("/etc/passwd", "csv-outside",
         "put the file into the rules folder and write its name alone"),
        ("C:\\tables\\parents.csv", "csv-outside",
         "put the file into the rules folder and write its name alone"),
        ("tables/", "csv-outside",
         "put the file into the rules folder and write its name alone"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_beside_the_rules_is_refused(named: str, code: str, hint: str) -> None:
    (finding,) = compiled("phone\n+15550001111\n", named=named).findings
    assert (finding.code, finding.hints) == (code, (hint,))
    assert finding.span.file == "rules/10.yaml"


def test_a_name_with_accents_is_found_however_it_is_stored() -> None:
    files = [
        SourceFile("rules/10.yaml", (RULES % ("éléves.csv", "phone")).encode()),
        SourceFile("rules/e\u0301le\u0301ves.csv", b"phone\n+15550001111\n"),
    ]
    assert numbers(compile_rules(files, CompileOptions())) == TWO[:1]


def test_a_table_that_nobody_names_changes_nothing() -> None:
    rules = SourceFile("rules/10.yaml", b"rules: [{name: A, match: everything, actions: nothing}]")
    without = compile_rules([rules], CompileOptions())
    unused = SourceFile("rules/old.csv", b"\xff\x00", "it is a folder")
    assert compile_rules([rules, unused], CompileOptions()) == without


def test_a_folder_with_tables_alone_has_no_rule_file() -> None:
    found = compile_rules([SourceFile("rules/a.csv", b"phone")], CompileOptions())
    assert [finding.message for finding in found.findings] == ["this folder has no rule file"]


def test_a_changed_table_makes_another_set() -> None:
    sets = [compiled(f"phone\n+1555000111{end}\n").rule_set for end in "112"]
    ids = [one.id for one in sets if one]
    assert ids[0] == ids[1] != ids[2]


def test_two_lists_may_take_columns_of_one_table_and_tell_of_it_once() -> None:
    text = """\
lists:
  a: {csv: parents.csv, column: phone}
  b: {csv: parents.csv, column: phone}
rules: [{name: A, match: {from: [a, b]}, actions: nothing}]
"""
    files = [SourceFile("10.yaml", text.encode()), SourceFile("parents.csv", b"phone\nx\n")]
    found = compile_rules(files, CompileOptions())
    assert findings(found) == ['parents.csv:2:1: error: "x" is no number [bad-number]']


def test_findings_of_a_table_can_be_shown_with_their_lines() -> None:
    found = compiled("phone\nx\n")
    assert found.sources["rules/parents.csv"].lines[1] == "x"


@given(st.binary(max_size=60) | st.text(alphabet='phone,;"+1550\n\r\t x', max_size=60))
def test_any_bytes_give_a_list_or_a_finding_with_a_place(csv: str | bytes) -> None:
    found = compiled(csv)
    assert (found.rule_set is None) == any(f.severity is Severity.ERROR for f in found.findings)
    for finding in found.findings:
        assert finding.span.line >= 1
        assert finding.span.column >= 1
        assert len(finding.message) <= 100


@pytest.mark.exhaustive
def test_a_hundred_thousand_rows_are_all_read() -> None:
    found = compiled("phone\n" + "".join(f"+1555{at:07}\n" for at in range(100_000)))
    assert len(numbers(found)) == 100_000
