"""The tree of a rule file: values as written, places of our own text, never an exception."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.position import Span
from router.language.source import SourceFile, SourceText, decode
from router.language.tree import builder
from router.language.tree.builder import MAX_DEPTH
from router.language.tree.nodes import Mapping, Node, Scalar, Sequence
from router.language.yamltree import MAX_PASSES, Tree, read_tree
from tests.cases import GOOD

GOOD_TEXTS = [path.read_bytes() for path in sorted(GOOD.glob("*.yaml"))]


def source(text: str) -> SourceText:
    decoded = decode(SourceFile("a.yaml", text.encode()))
    assert isinstance(decoded, SourceText)
    return decoded


def tree(text: str) -> Tree:
    return read_tree(source(text))


def root(text: str) -> Mapping:
    read = tree(text)
    assert read.findings == ()
    assert read.root is not None
    return read.root


def value(text: str) -> Node:
    return root(text).entries[0].value


def place(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span("a.yaml", line, column, end_line, end_column)


def plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}


def written_at(text: str, span: Span) -> str:
    """What stands in the text at a span of one line."""
    line = source(text).lines[span.line - 1]
    return line[span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "on",
        "0123",
        "+15551234567",
        "17:00",
        "1_000",
        "2026-12-25",
        "1.5",
        "~",
        "null",
        "0x1F",
    ],
)
def test_values_stay_as_written(written: str) -> None:
    assert value(f"key: {written}") == Scalar(written, place(1, 6, 1, 6 + len(written)))


@pytest.mark.parametrize(
    "text", ["é: 😀 x", "a: \tb", "日本: “x” y", "a:  'it''s'", "e\u0301: a\u0308b"]
)
def test_columns_count_characters(text: str) -> None:
    (entry,) = root(text).entries

    assert written_at(text, entry.key.span) == entry.key.text
    assert written_at(text, entry.value.span).strip("'").replace("''", "'") == plain(entry.value)


def test_windows_line_ends_do_not_move_anything() -> None:
    text = "a: b\nc:\n  - d\n  - |\n    e\n    f\n"

    assert root(text.replace("\n", "\r\n")) == root(text)


def test_a_list_begins_at_its_first_dash_and_ends_with_its_last_item() -> None:
    assert value("key:\n  - a\n  - bcd\n\n# end\n").span == place(2, 3, 3, 8)


def test_brackets_and_braces_include_themselves() -> None:
    assert value("key: [a, {b: c}]").span == place(1, 6, 1, 17)
    items = value("key: [a, {b: c}]")
    assert isinstance(items, Sequence)
    assert items.items[1].span == place(1, 10, 1, 16)


def test_a_block_text_ends_with_its_last_line() -> None:
    node = value("key: |\n  one\n  two\n\nother: x")

    assert node == Scalar("one\ntwo\n", place(1, 6, 3, 6), plain=False)


def test_a_block_text_may_end_the_file() -> None:
    assert value("key: >-\n  one\n  two").span == place(1, 6, 3, 6)


def test_nothing_written_is_an_empty_plain_value_behind_the_colon() -> None:
    assert value("key:\nother: x") == Scalar("", place(1, 5, 1, 5))


def test_braces_without_keys_are_keys_all_the_same() -> None:
    assert root("{}") == Mapping((), place(1, 1, 1, 3))


def test_a_tag_before_a_list_is_refused_and_the_list_is_read() -> None:
    read = tree("key: !x [a]")

    assert [finding.code for finding in read.findings] == ["tag"]
    assert read.root is not None
    assert plain(read.root) == {"key": ["a"]}


def test_quotes_are_told_apart_from_nothing() -> None:
    assert value("key: ''") == Scalar("", place(1, 6, 1, 8), plain=False)


def test_keys_keep_their_order_and_are_found_by_name() -> None:
    mapping = root("b: 1\na: 2")

    assert [entry.key.text for entry in mapping.entries] == ["b", "a"]
    assert mapping.get("a") == Scalar("2", place(2, 4, 2, 5))
    assert mapping.get("c") is None


def test_of_a_key_that_is_there_twice_the_first_counts() -> None:
    read = tree("a: 1\nb: 2\na: 3")

    assert read.root is not None
    assert plain(read.root) == {"a": "1", "b": "2"}
    (finding,) = read.findings
    assert (finding.code, finding.span) == ("duplicate-key", place(3, 1, 3, 2))
    assert finding.related[0].span == place(1, 1, 1, 2)


def test_reading_goes_on_behind_a_line_that_could_be_mended() -> None:
    read = tree("rules:\n  - name: Hours: now\n    match: everything\n    colour: a: b\n")

    assert [(f.code, f.span.line) for f in read.findings] == [
        ("needs-quotes", 2),
        ("needs-quotes", 4),
    ]
    assert read.whole
    assert read.root is not None
    assert plain(read.root) == {
        "rules": [{"name": "Hours: now", "match": "everything", "colour": "a: b"}]
    }


def test_a_rule_that_cannot_be_mended_is_left_out_and_no_other() -> None:
    broken = "    match: [a\n    - b\n    : c\n"
    text = f"rules:\n  - name: A\n  - name: B\n{broken}  - name: C\nlists: {{}}\n"

    read = tree(text)

    assert read.root is not None
    assert plain(read.root) == {"rules": [{"name": "A"}, {"name": "C"}], "lists": {}}
    assert read.whole
    assert {finding.span.line for finding in read.findings} <= {4, 5, 6}


def test_people_that_cannot_be_read_leave_the_tree_without_them() -> None:
    read = tree("people:\n  ann: +1\n  - bob\nrules:\n  - name: A\n")

    assert read.root is not None
    assert plain(read.root) == {"rules": [{"name": "A"}]}
    assert not read.whole


def test_the_only_rule_left_out_leaves_no_empty_rules_behind() -> None:
    read = tree("description: x\nrules:\n  - name: A\n    - b\n")

    assert read.root is not None
    assert plain(read.root) == {"description": "x"}


def test_moved_lines_keep_the_places_they_are_written_at() -> None:
    text = "rules:\n  - name: A\n      match:\n        text: [x]\n"

    read = tree(text)

    assert read.root is not None
    assert plain(read.root) == {"rules": [{"name": "A", "match": {"text": ["x"]}}]}
    rules = read.root.get("rules")
    assert isinstance(rules, Sequence)
    rule = rules.items[0]
    assert isinstance(rule, Mapping)
    match = rule.get("match")
    assert isinstance(match, Mapping)
    assert match.entries[0].key.span == place(4, 9, 4, 13)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[a,", "{a: "])
def test_depth_is_bounded_whatever_it_is_made_of(opening: str) -> None:
    read = tree(opening * 70_000)

    assert read.root is None
    assert [finding.code for finding in read.findings] == ["too-deep"]
    assert read.findings[0].span.line == 1


def test_what_is_too_deep_hides_no_key_that_stands_twice_above_it() -> None:
    read = tree("a: 1\na: 2\nb: " + "[" * (MAX_DEPTH + 1))

    assert [finding.code for finding in read.findings] == ["duplicate-key", "too-deep"]


def test_a_rule_may_be_as_deep_as_the_bound() -> None:
    assert tree("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)).findings == ()


def test_a_file_of_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert builder.MAX_VALUES == 500_000
    monkeypatch.setattr(builder, "MAX_VALUES", 50)
    assert tree("a: [" + "x," * 48 + "]").root is not None

    read = tree("a: [" + "x," * 50 + "]")

    assert read.root is None
    assert [finding.code for finding in read.findings] == ["too-large"]


def test_a_file_that_is_broken_everywhere_is_given_up_after_a_while() -> None:
    read = tree("".join(f"key{number}: a: b\n" for number in range(MAX_PASSES * 2)))

    assert read.root is None
    assert not read.whole
    assert len(read.findings) == MAX_PASSES
    assert read.findings[-1].hints[-1].startswith("there may be more below")


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n", "---\n", "---", "--- # x\n...\n", "\t\n"])
def test_a_file_without_anything_says_so(text: str) -> None:
    read = tree(text)

    assert read.root is None
    assert [finding.code for finding in read.findings] == ["empty-file"]


def sound(read: Tree, text: SourceText) -> None:
    """What holds for every tree, whatever was read."""
    assert read.root is not None or read.findings
    for finding in read.findings:
        assert 1 <= finding.span.line <= len(text.lines)
        assert finding.span.column >= 1
        assert finding.message.isprintable()
        assert len(finding.message) <= 100
        assert finding.hints


@given(st.text(alphabet="ab:-#'\"[]{},&*!|>%@`?\\ \n\t\u00a0\u200b“”é", max_size=60))
def test_any_text_gives_a_tree_or_a_finding_with_a_place(text: str) -> None:
    sound(read_tree(source(text)), source(text))


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=6))
def test_good_files_with_any_slips_give_a_tree_or_a_finding(seed: int, slips: int) -> None:
    chance = random.Random(seed)
    text = chance.choice(GOOD_TEXTS).decode("utf-8-sig")
    for _ in range(slips):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + chance.choice("\t \n:-#'\"[]{}&*|>,\u00a0“a") + text[at:]
        elif kind == 2:
            lines = text.split("\n")
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
            text = "\n".join(lines)
        else:
            lines = text.split("\n")
            lines[chance.randrange(len(lines))] = chance.choice(
                ["", "  x", "- y", "  a: b: c", "\tz"]
            )
            text = "\n".join(lines)
    sound(read_tree(source(text)), source(text))


def test_the_cases_are_where_this_test_looks_for_them() -> None:
    assert len(GOOD_TEXTS) > 50
    assert Path(GOOD).name == "good"
