import json
from json import encoder as standard
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.adapters.json_text import encoder

TIGHT, WIDE = (",", ":"), (", ", ": ")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


@given(values)
def test_it_writes_what_the_standard_library_writes(value: Any) -> None:
    for separators in (TIGHT, WIDE):
        assert encoder(separators, None)(value) == json.dumps(value, separators=separators)


def test_it_writes_ascii_alone() -> None:
    assert encoder(TIGHT, None)("é\0\ud800😀") == r'"\u00e9\u0000\ud800\ud83d\ude00"'


def test_what_json_does_not_know_is_asked_for() -> None:
    assert encoder(TIGHT, repr)({"a": {1}, "b": [b"x"]}) == """{"a":"{1}","b":["b'x'"]}"""
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        encoder(TIGHT, None)({1})


def test_a_python_without_the_quick_encoder_writes_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standard, "c_make_encoder", None)
    assert encoder(WIDE, repr)({"a": [1, "é", None], "b": {2}}) == (
        r'{"a": [1, "\u00e9", null], "b": "{2}"}'
    )
