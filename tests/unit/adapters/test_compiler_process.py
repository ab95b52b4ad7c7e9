import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from router.adapters.compiler.process import CompilerProcess
from router.adapters.folder import DirectoryRulesFolder
from router.app.ports import FolderMissingError
from router.language.compile import Compiled
from router.language.source import SourceFile
from tests.fakes.event_log import FakeEventLog
from tests.unit.adapters.compiled_files import compiled, files
from tests.unit.app.house import compile_files
from tests.waiting import eventually


def compile_or_break(given: tuple[SourceFile, ...]) -> Compiled:
    if given[0].content == b"bug":
        raise ZeroDivisionError
    return compile_files(given)


class House:
    """A compiler process that begins with the rules 1 to 3, and a folder for it to look at."""

    def __init__(self, folder: Path) -> None:
        self.log = FakeEventLog()
        self.base = compiled(1, 2, 3)
        others = {*multiprocessing.active_children()}
        self.looks, self.reads = folder / "looks", folder / "reads"
        self.rules = folder / "rules"
        self.rules.mkdir()
        looked_at = _Noting(str(self.rules), self.looks, self.reads)
        self.compiler = CompilerProcess(compile_or_break, looked_at, self.base, (), self.log)
        (self._process,) = {*multiprocessing.active_children()} - others

    def child(self) -> int:
        """The number of the other process."""
        assert self._process.pid is not None
        return self._process.pid


class _Noting(DirectoryRulesFolder):
    """A folder that notes which process looked at it, and which one read it."""

    def __init__(self, path: str, looks: Path, reads: Path) -> None:
        super().__init__(path)
        self._looks = looks
        self._reads = reads

    def fingerprint(self) -> object:
        self._looks.write_text(str(os.getpid()))
        return super().fingerprint()

    def read(self) -> tuple[SourceFile, ...]:
        self._reads.write_text(str(os.getpid()))
        return super().read()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.compiler.close()


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


def test_the_folder_is_looked_at_there(house: House) -> None:
    empty = house.compiler.fingerprint()
    assert house.looks.read_text() == str(house.child())
    assert house.compiler.fingerprint() == empty
    (house.rules / "a.yaml").write_text("rules: []\n")
    full = house.compiler.fingerprint()
    assert full != empty
    assert house.compiler(files(1, 4)).rule_set == compiled(1, 4)
    assert house.compiler.fingerprint() == full
    (house.rules / "a.yaml").unlink()
    assert house.compiler.fingerprint() == empty


def test_the_folder_is_read_there_and_files_that_stayed_are_the_objects_they_were(
    house: House,
) -> None:
    here = DirectoryRulesFolder(str(house.rules))
    assert house.compiler.read() == ()
    (house.rules / "a.yaml").write_text("rules: []\n")
    (house.rules / "b.yaml").mkdir()
    one = house.compiler.read()
    assert one == here.read()
    (house.rules / "0.yaml").write_text("rules: []\n")
    (house.rules / "a.yaml").write_text("rules: {}\n")
    other = house.compiler.read()
    assert other == here.read()
    assert other[2] is one[1]
    # Compiled is what was read, or what somebody chose instead; what is read next goes by neither.
    assert house.compiler(other).rule_set is None
    assert house.compiler(files(1, 4)).rule_set == compiled(1, 4)
    assert house.compiler.read() == other
    assert house.reads.read_text() == str(house.child())


def test_a_folder_that_cannot_be_read_is_said_as_here(house: House) -> None:
    house.rules.rmdir()
    with pytest.raises(FolderMissingError) as there:
        house.compiler.read()
    with pytest.raises(FolderMissingError) as here:
        DirectoryRulesFolder(str(house.rules)).read()
    assert str(there.value) == str(here.value)
    house.rules.mkdir()
    assert house.compiler.read() == ()
    assert house.log.events == []


def test_a_folder_of_strange_names_is_looked_at(house: House) -> None:
    with open(os.path.join(os.fsencode(house.rules), b"\xff.yaml"), "wb"):
        pass
    assert house.compiler.fingerprint() == house.compiler.fingerprint()
    assert [file.name for file in house.compiler.read()] == [f"{house.rules}/\\xff.yaml"]
    assert house.log.events == []


def test_when_it_is_lost_the_folder_is_looked_at_here_and_looks_the_same(house: House) -> None:
    before = house.compiler.fingerprint()
    os.kill(house.child(), signal.SIGKILL)
    assert house.compiler.fingerprint() == before
    assert house.compiler.read() == ()
    assert house.looks.read_text() == str(os.getpid())
    assert len(house.log.named("compiler_lost")) == 1


def test_a_closed_one_compiles_here(house: House) -> None:
    house.compiler.close()
    house.compiler.close()
    assert house.compiler(files(4)).rule_set == compiled(4)
    assert house.log.events == []
