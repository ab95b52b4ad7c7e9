"""What the pieces of a running server are handed."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from router.adapters.compiler.process import CompilerProcess
from router.adapters.tokens import Tokens
from router.app.reload import Reloader
from router.app.settings import NO_JOURNAL, Settings
from router.app.verdicts import Taken
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.source import SourceFile
from router.wiring.rules import BegunRules, begin_rules
from router.wiring.server import build, build_office
from tests.fakes.event_log import FakeEventLog
from tests.fakes.rules_folder import FakeRulesFolder

RULES = "rules:\n  - name: {}\n    match: everything\n    actions: nothing\n"


class FakeCompiler(FakeRulesFolder):
    """Stands in for the compiler's process, to which the folder looks other than on the disk."""

    def __call__(self, files: tuple[SourceFile, ...]) -> Compiled:
        return compile_rules(files, CompileOptions())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a server without a journal whose rules folder, on the disk, is sound."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES.format("On the disk"))
    rules, data = str(tmp_path / "rules"), str(tmp_path / "data")
    return Settings(rules=rules, data=data, journal=NO_JOURNAL)


@pytest.fixture(params=["alone", "with workers"])
def reloading(
    request: pytest.FixtureRequest, settings: Settings
) -> Iterator[tuple[Reloader, FakeCompiler]]:
    """The reloader of either way to serve, and its compiler."""
    begun = begin_rules(settings)
    assert isinstance(begun, BegunRules), begun
    compiler, log = FakeCompiler(seen=RULES.format("Seen there")), FakeEventLog()
    handed = cast("CompilerProcess", compiler)
    if request.param == "alone":
        url, tokens = "https://sms.example.org", Tokens(("t",))
        yield build(settings, tokens, url, begun, handed, None, log).reloader, compiler
        return
    near, far = socket.socketpair()
    with near, far:
        yield build_office(settings, begun, handed, far, lambda: None, log).reloader, compiler


def test_the_folder_is_looked_at_and_read_by_the_compilers_process_alone(
    reloading: tuple[Reloader, FakeCompiler], settings: Settings
) -> None:
    reloader, compiler = reloading

    def taken() -> list[str]:
        verdicts = [reloader.poll() for _ in range(2)]
        return [
            rule.name for one in verdicts if isinstance(one, Taken) for rule in one.rule_set.rules
        ]

    assert taken() == ["Seen there"]
    Path(settings.rules, "10.yaml").write_text(RULES.format("Edited on the disk"))
    assert taken() == []
    compiler.save("seen.yaml", RULES.format("Edited there"))
    assert taken() == ["Edited there"]
    compiler.save_unnoticed("seen.yaml", RULES.format("Asked for"))
    assert reloader.reload().ok
    assert compiler.reads == 3
