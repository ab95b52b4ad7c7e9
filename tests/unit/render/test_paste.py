from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from router.core.actions import NumberTarget, RotaTarget
from router.core.address import Address
from router.core.position import Span
from router.language.parsing.ruletests import read_examples
from router.language.ruletests import Incoming
from router.language.source import SourceFile, SourceText, decode
from router.language.times.moments import read_instant
from router.language.yamltree import read_tree
from router.render.paste import example_in_braces

HERE = Span("a.yaml", 1, 1, 1, 2)
LONDON = ZoneInfo("Europe/London")
ANN = NumberTarget(Address("+15550001111"), "ann")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("incoming", "shown"),
    [
        (Incoming("hours", HERE), "{text: hours}"),
        (Incoming("Hours, please?", HERE), '{text: "Hours, please?"}'),
        (Incoming('say "hi"\\', HERE), '{text: "say \\"hi\\"\\\\"}'),
        (Incoming("yes", HERE), '{text: "yes"}'),
        (Incoming("", HERE), '{text: ""}'),
        (Incoming("a\n\x00\u00a0\u200d\U000e0001", HERE),
         '{text: "a\\x0a\\x00\\xa0\\u200d\\U000e0001"}'),
        (Incoming("x", HERE, ANN), "{text: x, from: ann}"),
        (Incoming("x", HERE, NumberTarget(ANN.address)), "{text: x, from: +15550001111}"),
        (Incoming("x", HERE, NumberTarget(Address("AMAZON"))),
         "{text: x, from: {sender-id: AMAZON}}"),
        (Incoming("x", HERE, None, RotaTarget("on call")), "{text: x, to: on call}"),
        (Incoming("x", HERE, at=NOON), "{text: x, at: 2026-07-01 13:00}"),
        (Incoming("x", HERE, at=NOON.replace(second=1)), "{text: x, at: 2026-07-01T12:00:01Z}"),
    ],
)  # fmt: skip
def test_an_example_is_written_as_plainly_as_it_can_be(incoming: Incoming, shown: str) -> None:
    assert example_in_braces(incoming, LONDON) == shown


def test_an_hour_that_the_clocks_repeat_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    shown = [example_in_braces(Incoming("x", HERE, at=at), LONDON) for at in (first, second)]
    assert shown == ["{text: x, at: 2026-10-25 01:30}", "{text: x, at: 2026-10-25T01:30:00Z}"]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
@example("a: b #c", NOON)
@example("“curly”", NOON)
@example("\u0085\u2028\ufeff", NOON)
def test_what_is_pasted_is_read_as_it_was(text: str, at: datetime) -> None:
    shown = example_in_braces(Incoming(text, HERE, at=at), LONDON)
    source = decode(SourceFile("a.yaml", f"examples:\n  - {shown}\n".encode()))
    assert isinstance(source, SourceText)
    tree = read_tree(source)
    assert tree.findings == ()
    assert tree.root is not None
    (read,) = read_examples(tree.root.get("examples"))
    assert read.message.text.text == text
    assert read.message.at is not None
    assert read_instant(read.message.at.text, LONDON) == at
