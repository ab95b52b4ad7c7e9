"""The documentation is executed: every YAML block, every shown command, every name's heading."""

import contextlib
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from router.app.settings_reading import SettingsRefused, read_settings
from router.cli.main import program
from router.core.address import Address
from router.language.compile import CompileOptions, compile_rules
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceFile
from tests.docs_blocks import ROOT, Block, blocks, headings, pages

ALL_BLOCKS = [block for page in pages() for block in blocks(page)]
ERRORS_PAGE = ROOT / "docs" / "errors.md"
# A case is a readable file checked without settings, so these are shown by unit tests instead.
CODES_WITHOUT_A_CASE = {
    "bad-setting", "token-in-settings", "not-your-number", "not-utf-8", "too-large", "unreadable",
}  # fmt: skip
OPTIONS = CompileOptions(numbers=(Address("+15557654321"), Address("+15557654322")))
PEOPLE = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
lists: {staff: [ann, bob, +1 555 000 3333]}
"""
PARENTS = b"name,phone\nAnn Smith,+15550001111\nBob Jones,+15550002222\n"


def findings_of(block: Block) -> tuple[Diagnostic, ...]:
    """The findings of one block as the only rule file, beside people that any page may name."""
    if block.file == "settings.yaml":
        return settings_findings(block)
    name = block.file or "rules/block.yaml"
    files = [SourceFile(name, block.body.encode())]
    if "csv:" in block.body:
        files.append(SourceFile("rules/parents.csv", PARENTS))
    if not re.search(r"^(people|lists):", block.body, re.MULTILINE) and re.search(
        r"\b(ann|bob|staff)\b", block.body
    ):
        files.insert(0, SourceFile("rules/00-people.yaml", PEOPLE.encode()))
    if "rules:" not in block.body and block.page != "docs/errors.md":
        files.append(
            SourceFile(
                "rules/99-end.yaml",
                b"rules: [{name: End of block, match: everything, actions: nothing}]",
            )
        )
    return compile_rules(files, OPTIONS).findings


def settings_findings(block: Block) -> tuple[Diagnostic, ...]:
    read = read_settings(SourceFile(block.file, block.body.encode()), {}, {})
    return read.findings if isinstance(read, SettingsRefused) else ()


def yaml_blocks() -> list[Block]:
    return [
        block for block in ALL_BLOCKS if block.language == "yaml" and block.page != "docs/errors.md"
    ]


@pytest.mark.parametrize("block", yaml_blocks(), ids=str)
def test_a_yaml_block_is_taken_or_gives_the_finding_it_promises(block: Block) -> None:
    found = findings_of(block)
    if block.finds:
        assert block.finds in {finding.code for finding in found}
    else:
        assert not [f for f in found if f.severity is Severity.ERROR], found


def error_sections() -> list[tuple[str, list[Block]]]:
    sections: dict[str, list[Block]] = {}
    for block in blocks(ERRORS_PAGE):
        if block.language == "yaml":
            sections.setdefault(block.heading, []).append(block)
    return list(sections.items())


@pytest.mark.parametrize("section", error_sections(), ids=lambda section: str(section[0]))
def test_each_finding_has_a_bad_example_and_a_mended_one(section: tuple[str, list[Block]]) -> None:
    code, examples = section
    assert len(examples) == 2, f"{code} wants two blocks: what is wrong, and the same mended"
    bad, mended = map(findings_of, examples)
    assert code in {finding.code for finding in bad}
    assert code not in {finding.code for finding in mended}
    assert not [f for f in mended if f.severity is Severity.ERROR], mended


def codes_shown_by_the_cases() -> set[str]:
    """Every code that a case under tests/cases/errors prints, as its `.out` file shows it."""
    shown = re.compile(r": (?:error|warning): .* \[([a-z-]+)\]$", re.MULTILINE)
    outputs = (ROOT / "tests" / "cases" / "errors").glob("*.out")
    return {code for path in outputs for code in shown.findall(path.read_text("utf-8"))}


def test_every_code_has_its_heading_and_every_heading_its_code() -> None:
    documented = {t for t in headings(ERRORS_PAGE) if re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", t)}
    assert codes_shown_by_the_cases() | CODES_WITHOUT_A_CASE == documented


def test_every_key_of_a_rule_file_has_a_heading() -> None:
    schema = json.loads((ROOT / "schemas" / "rules.schema.json").read_text("utf-8"))
    keys: set[str] = set()

    def collect(node: object) -> None:
        if isinstance(node, dict):
            keys.update(node.get("properties", {}))
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    collect(schema)
    assert keys - headings(ROOT / "docs" / "rules.md") == set()


def test_every_verb_and_setting_and_metric_is_described() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    described = headings(ROOT / "docs" / "operations.md")
    assert set(program().commands) - described == set()
    settings = re.findall(r'^    "([a-z-]+)":', (ROOT / "router/app/settings.py").read_text(), re.M)
    metrics = re.findall(
        r'"(sms_router_[a-z_]+)"', (ROOT / "router/adapters/metrics.py").read_text("utf-8")
    )
    assert len(metrics) > 5
    for name in {*settings, *metrics}:
        assert f"`{name}" in operations, f"docs/operations.md does not tell of {name}"


# Shown commands. A page's `console` blocks run in one folder, which holds the page's named files
# down to that block (or the example rules when it names none), with a server where one is asked.


def console_blocks() -> list[Block]:
    return [block for block in ALL_BLOCKS if block.language == "console"]


@pytest.mark.parametrize("block", console_blocks(), ids=str)
def test_a_shown_command_prints_what_the_page_shows(block: Block, tmp_path: Path) -> None:
    lay_out(block, tmp_path)
    with contextlib.ExitStack() as stack:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
        if "sms-router send" in block.body:
            url = stack.enter_context(serving(tmp_path, environment))
            environment["SMS_ROUTER_PUBLIC_URL"] = url
        else:
            url = ""
        for command, shown in commands(block.body):
            printed = run(command, tmp_path, environment)
            if url:
                printed = printed.replace(url, "http://127.0.0.1:8080")
            assert_shown(shown, printed)


def lay_out(block: Block, folder: Path) -> None:
    named = [b for b in ALL_BLOCKS if b.page == block.page and b.file and b.line < block.line]
    for one in named:
        target = folder / one.file
        target.parent.mkdir(exist_ok=True)
        target.write_text(one.body, "utf-8")
    if not (folder / "rules").exists():
        (folder / "rules").symlink_to(ROOT / "rules")


def commands(body: str) -> list[tuple[str, str]]:
    """Each `$ command` with the lines shown below it."""
    parts = re.split(r"^\$ (.*)\n", body, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    words = shlex.split(command)
    assert words[0] == "sms-router", f"only sms-router can be run here, not {words[0]}"
    done = subprocess.run(
        [sys.executable, "-m", "router", *words[1:]],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def assert_shown(shown: str, printed: str) -> None:
    """Equal, where `…` in what is shown stands for anything within a line."""
    pattern = r"[^\n]*".join(re.escape(part) for part in shown.split("…"))
    assert re.fullmatch(pattern, printed), f"the page shows\n{shown}\nbut it prints\n{printed}"


@contextlib.contextmanager
def serving(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """The real server in dev mode on a free port; gives its URL."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "router", "serve", "--dev",
            "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
        ],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        for line in process.stderr:
            with contextlib.suppress(ValueError):
                event = json.loads(line)
                if event["event"] == "listening":
                    threading.Thread(target=process.stderr.read, daemon=True).start()
                    yield event["public"]
                    return
        raise AssertionError("the server ended before it listened")
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()
