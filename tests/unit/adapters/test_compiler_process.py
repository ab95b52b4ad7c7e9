import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from router.adapters.compiler_process import (
    CompilerProcess,
    difference,
    got_files,
    joined,
    sent_files,
)
from router.engine.ruleset import RuleSet
from router.language.compile import Compiled
from router.language.source import SourceFile
from tests.fakes.event_log import FakeEventLog
from tests.unit.app.house import compile_files
from tests.waiting import eventually

RULE = (
    "  - {{name: Rule {n}, match: {{regex: 'order{n} (\\d+)'}}, actions: [{{reply: '{{1}}'}}]}}\n"
)


def files(*numbers: int, people: str = "") -> tuple[SourceFile, ...]:
    rules = "".join(RULE.format(n=n) for n in numbers)
    return (SourceFile("rules/a.yaml", f"{people}rules:\n{rules}".encode()),)


def compiled(*numbers: int) -> RuleSet:
    made = compile_files(files(*numbers)).rule_set
    assert made is not None
    return made


def compile_or_break(given: tuple[SourceFile, ...]) -> Compiled:
    if given[0].content == b"bug":
        raise ZeroDivisionError
    return compile_files(given)


class House:
    """A compiler process that begins with the rules 1 to 3."""

    def __init__(self) -> None:
        self.log = FakeEventLog()
        self.base = compiled(1, 2, 3)
        others = {*multiprocessing.active_children()}
        self.compiler = CompilerProcess(compile_or_break, self.base, self.log)
        (self._process,) = {*multiprocessing.active_children()} - others

    def child(self) -> int:
        """The number of the other process."""
        assert self._process.pid is not None
        return self._process.pid


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.compiler.close()


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1, 2), (3, 1), (4, 1, 2, 3), ()])
def test_a_difference_and_its_base_are_the_set(numbers: tuple[int, ...]) -> None:
    base = compiled(1, 2, 3)
    new = compiled(*numbers) if numbers else replace(base, rules=())
    assert joined(base, difference(base, new)) == new


def test_rules_that_are_the_same_are_sent_as_their_places() -> None:
    base = compiled(1, 2, 3)
    sent = difference(base, compiled(1, 2, 4))
    assert sent.rules[0] == range(2)
    assert len(sent.rules) == 2
    assert joined(base, sent).rules[0] is base.rules[0]


def test_names_are_sent_when_they_are_others() -> None:
    base = compiled(1, 2)
    assert difference(base, compiled(2)).beside is None
    named = compile_files(files(1, people="people: {ann: +1 555 000 1111}\n")).rule_set
    assert named is not None
    sent = difference(base, named)
    assert sent.beside is not None
    assert joined(base, sent) == named


def test_files_that_are_the_same_are_sent_as_their_places() -> None:
    one, other = SourceFile("a.yaml", b"1"), SourceFile("b.yaml", b"2")
    edited, gone = replace(other, content=b"3"), replace(one, content=b"", problem="it is gone")
    assert sent_files((one, other), (one, edited)) == (0, edited)
    assert sent_files((one, other), (other, one)) == (1, 0)
    for files_now in ((one, edited), (other,), (gone, other), (edited, one)):
        assert got_files((one, other), sent_files((one, other), files_now)) == files_now


def test_it_compiles_as_the_function_does(house: House) -> None:
    for numbers in ((1, 2, 3), (1, 2, 9), (5,), (1, 2, 3)):
        assert house.compiler(files(*numbers)).rule_set == compiled(*numbers)


def test_rules_that_stayed_are_the_objects_they_were(house: House) -> None:
    made = house.compiler(files(1, 2, 9)).rule_set
    assert made is not None
    assert made.rules[0] is house.base.rules[0]
    again = house.compiler(files(1, 8, 9)).rule_set
    assert again is not None
    assert again.rules[0] is house.base.rules[0]


def test_findings_come_with_the_sources_that_show_them(house: House) -> None:
    broken = (*files(1), SourceFile("rules/b.yaml", b"rules: {}\n"))
    made, here = house.compiler(broken), compile_files(broken)
    assert (made.rule_set, made.findings) == (None, here.findings)
    assert made.sources == {"rules/b.yaml": here.sources["rules/b.yaml"]}
    assert house.compiler(files(1, 2)).rule_set == compiled(1, 2)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_whole_group_does_not_end_it(house: House, number: signal.Signals) -> None:
    house.compiler(files(1))
    os.kill(house.child(), number)
    assert house.compiler(files(1)).rule_set == compiled(1)
    assert house.log.events == []


def test_when_it_is_lost_this_process_compiles(house: House) -> None:
    child = house.child()
    os.kill(child, signal.SIGKILL)
    for numbers in ((1, 2), (7,)):
        assert house.compiler(files(*numbers)).rule_set == compiled(*numbers)
    assert len(house.log.named("compiler_lost")) == 1
    assert child not in {one.pid for one in multiprocessing.active_children()}


def test_one_that_is_watched_is_said_to_be_lost_at_once_and_once(house: House) -> None:
    house.compiler.watch()
    os.kill(house.child(), signal.SIGKILL)
    eventually(lambda: house.log.named("compiler_lost"))
    (lost,) = house.log.named("compiler_lost")
    assert lost["reason"] == "it ended with exit code -9"
    with pytest.raises(ChildProcessError):
        os.waitpid(house.child(), os.WNOHANG)
    assert house.compiler(files(4)).rule_set == compiled(4)
    assert len(house.log.named("compiler_lost")) == 1


def test_one_that_is_watched_and_ends_with_the_whole_service_is_said_only_when_it_is_missed(
    house: House,
) -> None:
    house.compiler(files(1))
    watching = house.compiler.watch()
    os.kill(house.child(), signal.SIGTERM)
    watching.join()
    assert house.log.events == []
    assert house.compiler(files(4)).rule_set == compiled(4)
    assert len(house.log.named("compiler_lost")) == 1


def test_one_that_is_watched_and_closed_is_no_loss(house: House) -> None:
    house.compiler.watch()
    house.compiler(files(1))
    house.compiler.close()
    assert house.compiler(files(4)).rule_set == compiled(4)
    assert house.log.events == []


def test_a_bug_is_met_here_as_well_and_raised(house: House) -> None:
    with pytest.raises(ZeroDivisionError):
        house.compiler((SourceFile("rules/a.yaml", b"bug"),))
    assert house.compiler(files(1)).rule_set == compiled(1)


def test_a_closed_one_compiles_here(house: House) -> None:
    house.compiler.close()
    house.compiler.close()
    assert house.compiler(files(4)).rule_set == compiled(4)
    assert house.log.events == []
