import json

import pytest

from router.render.json_output import json_array, json_line, json_page


def test_a_line_of_json_is_one_line_to_whoever_reads_it() -> None:
    text = "a\nb\x85c\u2028d\u2029e é"
    line = json_line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": text}
    assert "é" in line


def test_json_gives_no_orders_to_a_terminal_and_loses_nothing() -> None:
    text = "\x1b[2J \x9b2J \x7f \u202eolleh\u2066 é 🙂"
    for written in (
        json_line({"text": text}),
        json_page({"text": text}),
        json_page([{"text": text}]),
    ):
        assert json.loads(written) in ({"text": text}, [{"text": text}])
        assert not set(written) & set("\x1b\x9b\x7f\u202e\u2066")
        assert "é 🙂" in written


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_array_that_comes_in_pieces_is_json(count: int) -> None:
    objects = [{"n": n} for n in range(count)]
    assert json.loads("".join(json_array(objects))) == objects


def test_a_page_may_be_a_list() -> None:
    assert json_page([{"n": 1}]) == '[\n  {\n    "n": 1\n  }\n]\n'
