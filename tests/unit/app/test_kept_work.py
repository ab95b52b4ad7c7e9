"""What a gate keeps between two sets never shows: it says what a new gate says."""

from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from router.app.gate import Gate
from router.app.ruletests import run as run_ruletests
from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.language import parts, readings
from router.language.compile import CompileOptions
from router.language.reading import read_file
from router.language.source import SourceFile
from router.language.whole import part_of
from tests.laws import tries
from tests.unit.language.rulefiles import address

OPTIONS = CompileOptions(numbers=(address("+15557654321"),))

# Each file as it may be at one time or another: good, dependent on others, or broken.
NAMES = (
    "people: {ann: +1 555 000 1111, bob: +1 555 000 2222}\nlists: {staff: [ann, bob]}\n",
    "# moved\npeople: {ann: +1 555 000 1111, bob: +1 555 000 2222}\nlists: {staff: [bob, ann]}\n",
    "people: {ann: +1 555 000 1111, bob: +1 555 000 3333}\nlists: {staff: [ann]}\n",
    "people: {ann: +1 555 000 2222, anna: +1 555 000 1111}\nlists: {staff: [anna], ann2: [ann]}\n",
    "people: {ann: +1 555 000 1111, bob: 12}\nlists: {staff: [ann, bob]}\n",
    "people: {bob: +1 555 000 2222}\nlists: {staff: []}\nrules: [\n",
    """\
    people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
    lists: {staff: {csv: staff.csv, column: phone}}
    """,
)  # fmt: skip
TIMES = (
    """\
    schedules: {office: {open: [mon-fri 09:00-17:00]}}
    rotas: {duty: {starts: 2026-11-02 09:00, every: 1 week, turns: [+1 555 000 4444, ann]}}
    """,
    """\
    schedules: {office: {open: [mon-fri 10:00-15:00]}}
    rotas: {duty: {starts: 2026-11-02 09:00, every: 1 week, turns: [ann, +1 555 000 4444]}}
    """,
    """\
    schedules: {office: {open: [mon-fri 09:00-17:00]}, ann: {open: [sat 09:00-17:00]}}
    rotas: {duty: {starts: 2026-11-02 09:00, every: 1 week, turns: [bob]}}
    """,
)
EARLY = (
    """\
    rules:
      - name: Hours
        match: {text: {keyword: [hours, when]}}
        actions: [reply: "We are open, {sender}."]
        stop: true
        examples: [{text: hours?, from: ann, reply: "We are open, ann."}]
    """,
    """\
    rules:
      - name: Hours
        match: {text: {keyword: hours}}
        actions: [reply: Never.]
        stop: true
        examples: [{text: hours, reply: Never.}]
    """,
    """\
    rules:
      - name: Hours
        match: {text: {has-word: [hours, late]}}
        actions: [reply: We are open.]
      - name: To staff
        match: {from: staff, text: {starts-with: all}}
        actions: [multi-forward: {to: staff, include-sender: yes}]
        stop: true
    """,
    "rules: [{name: All, match: everything, actions: nothing, stop: true}]",
    "rules: [{name: Hours, match: {from: ann, text: {contains: our}}, actions: nothing}]",
    "rules:\n  - name: Hours\n    match: {text: {keyword: hours}}\n    acts: nothing\n",
)
MIDDLE = (
    """\
    match: {to: +1 555 765 4321}
    rules:
      - name: Late
        match: {outside: office, text: {contains: late}}
        actions: [forward: duty]
        examples:
          - {text: so late, at: 2026-11-22 10:00}
          - {text: so late, at: 2026-11-23 15:30, fires: no}
      - name: Open now
        match: {during: office, text: {keyword: [hours now, open]}}
        actions: [reply: "Yes, {time}."]
        examples: [{text: open?, at: 2026-11-23 15:30}]
    """,
    """\
    rules:
      - name: Order
        match: {regex: 'hours|order (\\d+)'}
        actions: [reply: "{1} from {sender}"]
        stop: true
        examples: [{text: order 12, from: bob, reply: 12 from bob}]
      - name: Only Ann
        match: {from: [ann, +1555000*], text: {keyword: hours}}
        actions: [forward: bob]
    """,
    """\
    rules:
      - name: Late
        match: {any: [{from: bob}, {text: late}], not: {from: ann}}
        actions: [forward: ann]
      - {name: Late, match: {text: [late, later, too late]}, actions: nothing}
    """,
)  # fmt: skip
LAST = (
    """\
    rules:
      - name: Rest
        match: {otherwise: yes}
        actions: [reply: What?]
        examples: [{text: hm, reply: What?}]
    tests:
      - name: A day
        messages: [{text: hours, from: ann}, {text: late, at: 2026-11-22 10:00}]
        sends: [{to: ann, text: "We are open, ann."}, {to: duty, text: late}]
      - name: Nothing to say
        messages: [{text: hm}]
        sends: [{to: +1 555 123 0000, text: What?}]
    """,
    """\
    rules:
      - {name: Rest, match: everything, actions: [{reply: "{sender}?"}], stage: shadow}
      - {name: Word, match: {text: {has-word: hours}}, actions: [{forward: ann}], until: 2026-11-01}
    """,
    "rules: [{name: Hours, match: {text: late}, actions: nothing}]",
)
STAFF = ("phone\n+15550001111\n", "phone\n+15550005555\n+15550002222\n", "number\n12\n")
POOLS = {
    "00-names.yaml": NAMES, "10-times.yaml": TIMES, "20-early.yaml": EARLY,
    "30-middle.yaml": MIDDLE, "40-last.yaml": LAST, "staff.csv": STAFF,
}  # fmt: skip


def file_of(name: str, text: str) -> SourceFile:
    return SourceFile(f"rules/{name}", dedent(text).encode())


FOLDER = st.fixed_dictionaries(
    {name: st.none() | st.sampled_from(texts) for name, texts in POOLS.items()}
)


def files_of(folder: dict[str, str | None]) -> tuple[SourceFile, ...]:
    return tuple(file_of(name, text) for name, text in folder.items() if text is not None)


@settings(max_examples=tries(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(FOLDER, min_size=2, max_size=5), st.booleans())
def test_whatever_was_compiled_before_a_set_gives_the_same(
    folders: list[dict[str, str | None]], advise: bool
) -> None:
    gate = Gate(OPTIONS, advise)
    for folder in folders:
        files = files_of(folder)
        assert gate(files) == Gate(OPTIONS, advise)(files)


@settings(max_examples=tries(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_edit_after_the_other_gives_the_same(data: st.DataObject) -> None:
    folder: dict[str, str | None] = {name: texts[0] for name, texts in POOLS.items()}
    gate = Gate(OPTIONS)
    for _ in range(6):
        name = data.draw(st.sampled_from([*POOLS]))
        folder[name] = data.draw(st.none() | st.sampled_from(POOLS[name]))
        files = files_of(folder)
        assert gate(files) == Gate(OPTIONS)(files)


class Counted:
    """Stands in for a function and notes what it was called with."""

    def __init__(self, function: object) -> None:
        self.function = function
        self.calls: list[object] = []

    def __call__(self, *arguments: object) -> object:
        self.calls.append(arguments[0])
        return self.function(*arguments)  # type: ignore[operator]


def first_of_each() -> dict[str, str]:
    return {name: texts[0] for name, texts in POOLS.items() if name != "staff.csv"}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> tuple[Counted, Counted, Counted]:
    """Which files are read, which are checked, and which messages are decided."""
    counted = Counted(read_file), Counted(part_of), Counted(Facts)
    monkeypatch.setattr(readings, "read_file", counted[0])
    monkeypatch.setattr(parts, "part_of", counted[1])
    monkeypatch.setattr(run_ruletests, "Facts", counted[2])
    return counted


def texts(counted: Counted) -> list[str]:
    return [call.text for call in counted.calls if isinstance(call, InboundMessage)]


def test_an_edit_is_all_that_is_read_checked_and_run(
    made: tuple[Counted, Counted, Counted],
) -> None:
    read, checked, ran = made
    folder, gate = first_of_each(), Gate(OPTIONS)
    assert gate(files_of({**folder})).rule_set is not None
    for counted in made:
        counted.calls.clear()
    folder["20-early.yaml"] = folder["20-early.yaml"].replace("open, {", "open today, {")
    gate(files_of({**folder}))
    assert [file.name for file in read.calls if isinstance(file, SourceFile)] == [
        "rules/20-early.yaml"
    ]
    assert len(checked.calls) == 1
    # The rule's own example, and every other one that its texts are in.
    assert texts(ran) == ["hours?", "hours", "late"]


def test_rules_of_unchanged_files_are_the_very_same_objects() -> None:
    folder, gate = first_of_each(), Gate(OPTIONS)
    before = gate(files_of({**folder})).rule_set
    folder["20-early.yaml"] = folder["20-early.yaml"].replace("when]", "when, opening]")
    after = gate(files_of({**folder})).rule_set
    assert before is not None
    assert after is not None
    kept = {rule.name for rule in after.rules if any(rule is one for one in before.rules)}
    assert kept == {rule.name for rule in before.rules} - {"Hours"}
    assert kept


def test_a_person_who_moves_takes_along_the_files_that_name_them(
    made: tuple[Counted, Counted, Counted],
) -> None:
    read, checked, ran = made
    folder, gate = first_of_each(), Gate(OPTIONS)
    gate(files_of({**folder}))
    for counted in made:
        counted.calls.clear()
    folder["00-names.yaml"] = folder["00-names.yaml"].replace("2222", "3333")
    assert gate(files_of({**folder})).rule_set is not None
    assert len(read.calls) == 1
    assert len(checked.calls) == 1  # nobody else speaks of bob
    assert texts(ran) == []
