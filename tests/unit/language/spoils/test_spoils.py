"""Broken and spoiled lines: taken apart, explained, mended. The cases show the findings' words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from router.language.diagnostics import Diagnostic
from router.language.lines import as_value, in_quotes, quote_from, read_line, split_remark
from router.language.source import SourceFile, SourceText, decode
from router.language.spoils.blocks import leave_out
from router.language.tree.nodes import Mapping, Scalar
from router.language.yamltree import Tree, read_tree

ONE_LINE = st.text(
    alphabet=st.characters(
        exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"), include_characters=" '\"\\#:"
    ),
    min_size=1,
    max_size=30,
)


def tree(text: str) -> Tree:
    source = decode(SourceFile("a.yaml", text.encode()))
    assert isinstance(source, SourceText)
    return read_tree(source)


def findings(*lines: str) -> list[Diagnostic]:
    return list(tree("\n".join(lines)).findings)


def told(*lines: str) -> list[tuple[str, int, str]]:
    """Code, line and corrected lines of each finding."""
    return [(found.code, found.span.line, found.fix) for found in findings(*lines)]


def value(text: str) -> str:
    read = tree(f"key: {text}\n")
    assert read.findings == ()
    assert isinstance(read.root, Mapping)
    node = read.root.entries[0].value
    assert isinstance(node, Scalar)
    return node.text


@given(ONE_LINE)
def test_a_text_in_quotes_is_read_as_exactly_that_text(text: str) -> None:
    assert value(in_quotes(text)) == text


@given(ONE_LINE.filter(lambda text: text == text.strip()))
@example("‘‘")
@example("’tis")
def test_a_text_as_value_is_read_as_exactly_that_text(text: str) -> None:
    assert value(as_value(text)) == text


@given(st.text(alphabet="ab:-#'\" ", max_size=20))
def test_a_line_taken_apart_has_its_parts_where_it_says(text: str) -> None:
    line = read_line(text)

    assert line.text == text.rstrip()
    assert line.text[line.key_column :].startswith(line.key)
    assert line.text[line.value_column :] == line.value
    assert all(line.text[dash] == "-" for dash in line.dashes)


@pytest.mark.parametrize(
    ("text", "key", "text_of_value"),
    [
        ("  - reply: We are: open", "reply", "We are: open"),
        ("name:", "name", ""),
        ("'quoted key' : x", "'quoted key'", "x"),
        ('"half', "", '"half'),
        ("'it' is", "", "'it' is"),
        ("- - a", "", "a"),
        ("a:b", "", "a:b"),
        ("words # and: remark", "", "words # and: remark"),
        ("{a: b}", "", "{a: b}"),
        ("-", "", ""),
        (": x", "", ": x"),
    ],
)
def test_key_and_value_of_a_line(text: str, key: str, text_of_value: str) -> None:
    line = read_line(text)

    assert (line.key, line.value) == (key, text_of_value)


def test_a_remark_has_two_blanks_before_and_one_behind_its_sign() -> None:
    assert split_remark("open  # until May") == ("open", "  # until May")
    assert split_remark("open # until May") == ("open # until May", "")
    assert split_remark("open  #5") == ("open  #5", "")
    assert split_remark("open  #") == ("open", "  #")


def test_quotes_end_before_a_remark() -> None:
    assert quote_from("reply: a: b   # say so", 7) == 'reply: "a: b"   # say so'


def test_leaving_out_a_rule_leaves_the_others() -> None:
    lines = ("rules:", "  - name: A", "", "  - name: B", "    x: y", "people:", "  ann: b")

    assert leave_out(lines, 4).lines == {3, 4}
    assert leave_out(lines, 2).lines == {1, 2}
    assert leave_out(lines, 4).is_rule


def test_leaving_out_anything_else_leaves_out_its_whole_key() -> None:
    lines = ("people:", "  ann: b", "rules:", "   x", "  - name: A")

    assert leave_out(lines, 1).lines == {0, 1}
    assert not leave_out(lines, 1).is_rule
    assert leave_out(lines, 2).lines == {2, 3, 4}
    assert leave_out(lines, 3).lines == {2, 3, 4}
    assert leave_out(("  x: y", "  z"), 1).lines == {0, 1}


RULE = ("rules:", "  - name: A", "    match: everything", "    actions:", "      - reply: Hi")


@pytest.mark.parametrize("column", [1, 2, 3, 5, 6, 7, 9, 10, 11])
def test_a_key_of_the_rule_is_moved_to_the_rules_column_from_anywhere(column: int) -> None:
    stray = " " * column + "stop: yes"

    assert told(*RULE, stray) == [("wrong-indent", 6, "    stop: yes")]


@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_rules_dash_is_moved_to_the_other_dashes(column: int) -> None:
    assert told(*RULE, " " * column + "- name: B") == [("wrong-indent", 6, "  - name: B")]


@pytest.mark.parametrize("column", [4, 5, 7])
def test_an_actions_dash_is_moved_to_the_other_dashes(column: int) -> None:
    assert told(*RULE, " " * column + "- reply: Ho") == [("wrong-indent", 6, "      - reply: Ho")]


def test_a_second_rule_without_dash_and_out_of_line_gets_both() -> None:
    assert told(*RULE, " name: B") == [("missing-dash", 6, "  - name: B")]


def test_an_unknown_key_out_of_line_goes_to_the_nearest_column() -> None:
    assert told(*RULE, "     colour: red") == [("wrong-indent", 6, "    colour: red")]


def test_what_stands_below_a_moved_line_moves_with_it() -> None:
    lines = ["rules:", "  - name: A", "   match:", "    text: x", "", "    stop: yes"]

    assert told(*lines) == [("wrong-indent", 3, "    match:\n     text: x")]


def test_what_stands_deep_enough_stays_where_a_line_is_moved() -> None:
    lines = ["rules:", "  - name: A", "     match:", "       text: x", "", "    stop: yes"]

    assert told(*lines) == [("wrong-indent", 3, "    match:")]


def test_a_long_block_is_shown_by_its_first_line() -> None:
    lines = ["rules:", "  - name: A", "     match:", "       any:"]
    lines += [f"         - text: {word}" for word in ("a", "b", "c", "d", "e")]

    assert told(*lines) == [("wrong-indent", 3, "    match:")]


def test_one_finding_speaks_for_all_tabs_of_a_file() -> None:
    lines = [*RULE, *["\tstop: yes"] * 9]

    first = findings(*lines)[0]

    assert first.code == "tab-indent"
    assert first.hints == (
        "indent with blanks, two for each step; the same in line 7, 8, 9, 10, 11 and more",
    )


def test_a_tab_below_an_open_key_goes_deeper_than_the_key() -> None:
    assert told("people:", "\tann: +1") == [("tab-indent", 2, "  ann: +1")]


def test_a_tab_before_a_dash_goes_where_the_dashes_are() -> None:
    assert told("lists:", "  staff:", "    - ann", "\t- bob") == [("tab-indent", 4, "    - bob")]


def test_a_tab_with_nothing_above_goes_to_the_margin() -> None:
    assert told("\trules: x") == [("tab-indent", 1, "rules: x")]
    assert told("\trules:") == [("tab-indent", 1, "rules:")]


def test_a_tab_below_a_remark_goes_below_the_key_above_the_remark() -> None:
    lines = ["rules:", "  # Staff", "\t- name: Hello", "    match: everything"]

    assert told(*lines) == [("tab-indent", 3, "  - name: Hello")]


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("reply: 'it's'", 'reply: "it\'s"'),
        ("reply: 'a' b   # c", "reply: \"'a' b\"   # c"),
        ('reply: "a\\q"', "reply: 'a\\q'"),
        ('reply: "a\\q \\"b\\" it\'s"', "reply: 'a\\q \"b\" it''s'"),
        ("reply: [@a, b]", 'reply: ["@a", b]'),
        ("reply: {text: @a}", 'reply: {text: "@a"}'),
        ("to: [*, b]", 'to: ["*", b]'),
        ("text: [a, 'b]", "text: [a, 'b']"),
        ("text: [a", "text: [a]"),
        ("match: {text: [a}", ""),
        ("text: {keyword: a}}", "text: {keyword: a}"),
        ("reply: a: b   # c", 'reply: "a: b"   # c'),
        ("match: text: a", "match: {text: a}"),
        ("match: text: [a]", "match: {text: [a]}"),
        ("match: text: @a   # c", 'match: {text: "@a"}   # c'),
        ("reply: |0", 'reply: "|0"'),
        ("reply: !<a b", 'reply: "!<a b"'),
        ("name：x", "name: x"),
        ("name=x", "name: x"),
    ],
)
def test_the_corrected_line(line: str, fix: str) -> None:
    assert [fixed for _, _, fixed in told("description: x", line, "people: {}")] == [fix]


def test_what_nobody_can_explain_is_still_found_at_its_place() -> None:
    (found,) = findings("description: x", "!x a: b: c", "people: {}")

    assert (found.code, found.span.line) == ("does-not-fit", 2)
