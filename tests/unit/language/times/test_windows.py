"""Days and hours as rule files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.position import Span
from router.engine.schedule import Window
from router.language.times.window_pieces import PlacedWindow, WrongWindow
from router.language.times.windows import read_windows
from router.language.tree.nodes import Scalar

HERE = Span("a.yaml", 1, 1, 1, 2)
WEEK = range(5)


def values(*texts: str) -> list[Scalar]:
    return [Scalar(text, HERE) for text in texts]


def windows(*texts: str) -> list[Window]:
    found = []
    for read in read_windows(values(*texts)):
        assert isinstance(read, PlacedWindow), read
        found.append(read.window)
    return found


def wrong(*texts: str) -> WrongWindow:
    (read,) = (one for one in read_windows(values(*texts)) if isinstance(one, WrongWindow))
    return read


def window(days: object, start: int, end: int) -> Window:
    return Window(frozenset(days), start * 60, end * 60)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["mon-fri 09:00-17:00"], [window(WEEK, 9, 17)]),
        (["Monday-FRIDAY 9:00-17:00"], [window(WEEK, 9, 17)]),
        (["fri-mon 09:00-17:00"], [window((4, 5, 6, 0), 9, 17)]),
        (["mon - fri 09:00 - 17:00"], [window(WEEK, 9, 17)]),
        (["mon–fri 09:00—17:00"], [window(WEEK, 9, 17)]),
        (["mon, wed 09:00-12:00"], [window((0, 2), 9, 12)]),
        (
            ["mon", "wed 09:00-12:00", "sat 10:00-12:00"],
            [window((0, 2), 9, 12), window({5}, 10, 12)],
        ),
        (["mon wed and fri 09:00-12:00"], [window((0, 2, 4), 9, 12)]),
        (["mon & wed + fri 09:00-12:00"], [window((0, 2, 4), 9, 12)]),
        (["mon-fri: 09:00-12:00"], [window(WEEK, 9, 12)]),
        (["tues/thurs 09:00-12:00"], [window((1, 3), 9, 12)]),
        (["sundays 09:00-12:00"], [window({6}, 9, 12)]),
        (["daily 08:00-20:00"], [window(range(7), 8, 20)]),
        (["DAILY 00:00-24:00"], [window(range(7), 0, 24)]),
        (["fri 22:00-02:00"], [window({4}, 22, 2)]),
        (["mon 09:00-12:00 13:00-17:00"], [window({0}, 9, 12), window({0}, 13, 17)]),
        (["mon 09:00-12:00, 13:00-17:00"], [window({0}, 9, 12), window({0}, 13, 17)]),
        (["mon 09:00-12:00 and 13:00-17:00"], [window({0}, 9, 12), window({0}, 13, 17)]),
        (["mon 09:00-12:00;13:00-17:00"], [window({0}, 9, 12), window({0}, 13, 17)]),
        (["mon 09:00-12:00,,"], [window({0}, 9, 12)]),
        ([], []),
    ],
)  # fmt: skip
def test_days_and_hours_are_read_as_people_write_them(
    texts: list[str], meant: list[Window]
) -> None:
    assert windows(*texts) == meant


@pytest.mark.parametrize(
    ("text", "what", "part", "fix"),
    [
        ("mon-fri 9-17", "time", "9-17", "09:00-17:00"),
        ("mon-fri 9:00-17", "time", "17", "17:00"),
        ("mon-fri 9-17:00", "time", "9", "09:00"),
        ("mon-fri 9am-5pm", "time", "9am-5pm", "09:00-17:00"),
        ("mon-fri 9 a.m. - 5 p.m.", "time", "9 a.m. - 5 p.m.", "09:00-17:00"),
        ("mon-fri 9-5pm", "time", "9-5pm", "09:00-17:00"),
        ("mon-fri 1-5pm", "time", "1-5pm", "13:00-17:00"),
        ("mon-fri 11-12pm", "time", "11-12pm", "11:00-12:00"),
        ("mon-fri 9h-17h", "time", "9h-17h", "09:00-17:00"),
        ("mon-fri 0900-1700", "time", "0900-1700", "09:00-17:00"),
        ("mon-fri 9.30-17.00", "time", "9.30-17.00", "09:30-17:00"),
        ("mon-fri noon-17:00", "time", "noon", "12:00"),
        ("mon-fri midnight-06:00", "time", "midnight", "00:00"),
        ("fri 18:00-midnight", "time", "midnight", "24:00"),
        ("fri 18:00-26:00", "time", "26:00", "02:00"),
        ("fri 18:00-24:30", "time", "24:30", "00:30"),
        ("fri 18:00-40:00", "time", "40:00", ""),
        ("mon 24:00-08:00", "time", "24:00", ""),
        ("mon to fri 09:00-17:00", "window", " to ", "-"),
        ("mon-fri 09:00 until 17:00", "window", " until ", "-"),
        ("mon-fri 09:00", "window", "09:00", ""),
        ("mon-fri 09:00-", "window", "09:00-", ""),
        ("mon-fri 09:00-12:00 soon", "window", "soon", ""),
        ("mon-fri 09:00/17:00", "window", "/", "-"),
        ("mon-fri", "window", "mon-fri", ""),
        ("09:00-17:00", "window", "09:00-17:00", "daily 09:00-17:00"),
        ("24/7", "window", "24/7", "daily 00:00-24:00"),
        ("Always", "window", "Always", "daily 00:00-24:00"),
        ("mun-fri 09:00-17:00", "day", "mun", "mon"),
        ("mo-fr 09:00-17:00", "day", "mo-fr", "mon-fri"),
        ("mo-xyzzy 09:00-17:00", "day", "mo", ""),
        ("mon-xyzzy 09:00-17:00", "day", "xyzzy", ""),
        ("holidays", "day", "holidays", ""),
        ("every day 09:00-17:00", "day", "every day", "daily"),
        ("weekend 09:00-17:00", "day", "weekend", "sat-sun"),
        ("mon-daily 09:00-17:00", "window", "mon-daily ", ""),
        ("mon- and 09:00-17:00", "window", "mon- and ", ""),
        ("mon | fri 09:00-17:00", "window", "mon | fri ", ""),
        ("- 09:00-17:00", "window", "- ", ""),
    ],
)
def test_what_cannot_be_read_is_placed_and_mended(
    text: str, what: str, part: str, fix: str
) -> None:
    found = wrong(text)
    assert found.what == what
    assert text[found.offset : found.offset + found.length] == part
    assert found.misread.fix == fix


def test_a_mistake_hides_no_other_windows() -> None:
    read = list(read_windows(values("mon 9-17", "tue 09:00-17:00", "xyz 09:00-17:00", "sat")))
    assert [type(one) for one in read] == [WrongWindow, PlacedWindow, WrongWindow, WrongWindow]


def test_hours_that_share_days_are_placed_each() -> None:
    first, second, third = read_windows(values("mon 09:00-12:00, 13:00-17:00 18:00-19:00"))
    assert isinstance(first, PlacedWindow)
    assert isinstance(second, PlacedWindow)
    assert isinstance(third, PlacedWindow)
    assert [first.text, second.text] == ["mon 09:00-12:00", "13:00-17:00"]
    assert third.text == "18:00-19:00"


@given(
    st.lists(st.text(alphabet="montueri dalyxand0123456789:-,.&|/apm –", max_size=20), max_size=3)
)
def test_any_text_reads_as_windows_or_mistakes_within_it(texts: list[str]) -> None:
    for read in read_windows(values(*texts)):
        assert 0 <= read.offset <= read.offset + read.length <= len(read.value.text)
