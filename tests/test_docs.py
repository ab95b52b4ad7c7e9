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
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from router.app.settings import Settings
from router.app.settings_reading import read_settings
from router.app.settings_values import KEYS
from router.cli.main import program
from router.core.address import Address
from router.language.diagnostics import Severity
from router.language.source import SourceFile
from tests.cases import shown
from tests.docs_blocks import ROOT, Block, blocks, headings, pages
from tests.docs_findings import OUR_NUMBERS, checked, findings_of, shown_findings

ALL_BLOCKS = [block for page in pages() for block in blocks(page)]
ERRORS_PAGE = ROOT / "docs" / "errors.md"
RULES_PAGE = ROOT / "docs" / "rules.md"
COOKBOOK = ROOT / "docs" / "cookbook.md"
# A case is a readable file checked without settings, so these are shown by unit tests instead.
CODES_WITHOUT_A_CASE = {
    "bad-setting", "token-in-settings", "not-your-number", "not-utf-8", "too-large", "unreadable",
    "not-read",
}  # fmt: skip


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


@pytest.mark.parametrize(
    ("bad", "below"),
    [pair for page in pages() for pair in shown_findings(page)],
    ids=str,
)
def test_the_findings_shown_below_a_block_are_those_it_gives(bad: Block, below: Block) -> None:
    """When the page is right to change, `python -m tests.docs_findings` writes it anew."""
    assert below.body == shown(checked(bad))


def keys_of_the_schema() -> list[str]:
    schema = json.loads((ROOT / "schemas" / "rules.schema.json").read_text("utf-8"))
    return sorted(set(_keys(schema)))


def _keys(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", {})
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _keys(child)


@pytest.mark.parametrize("key", keys_of_the_schema())
def test_each_key_has_a_block_that_works_and_one_that_shows_what_does_not(key: str) -> None:
    written = re.compile(rf"(?<![\w-]){key}:(?= |$)", re.MULTILINE)
    told = [b for b in blocks(RULES_PAGE) if key in b.keys and b.language == "yaml"]
    about = [block for block in told if written.search(block.body)]
    assert [block for block in about if not block.finds], f"no block that shows how {key} works"
    assert [block for block in about if block.finds], f"no block that shows how {key} goes wrong"


@pytest.mark.parametrize("key", keys_of_the_schema())
def test_each_key_has_its_default_or_is_said_to_be_required(key: str) -> None:
    sections = re.split(r"^#{2,} ", RULES_PAGE.read_text("utf-8"), flags=re.MULTILINE)
    about = [one for one in sections if f"`{key}`" in one.split("\n", 1)[0]]
    assert any(re.search(r"\*\*(default|required|one of)\b", one, re.IGNORECASE) for one in about)


def test_below_each_block_of_a_mistake_stands_its_finding() -> None:
    promised = [block for block in blocks(RULES_PAGE) if block.finds]
    assert [bad for bad, _ in shown_findings(RULES_PAGE)] == promised


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


def test_every_verb_setting_metric_and_event_is_described() -> None:
    told = sorted((ROOT / "docs").glob("operations*.md"))
    operations = "".join(page.read_text("utf-8") for page in told)
    described = set().union(*map(headings, told))
    assert set(program().commands) - described == set()
    metrics = re.findall(
        r'"(sms_router_[a-z_]+)"', (ROOT / "router/adapters/metrics.py").read_text("utf-8")
    )
    log_call = re.compile(r'log\.(?:info|warning|error)\(\s*"([a-z_]+)"')
    source = "".join(path.read_text("utf-8") for path in (ROOT / "router").rglob("*.py"))
    events = log_call.findall(source)
    assert len(metrics) > 5
    assert len(events) > 10
    for name in {*KEYS, *metrics, *events}:
        assert f"`{name}" in operations, f"no docs/operations*.md tells of {name}"


def anchors(page: Path) -> set[str]:
    """What a link may name behind its #, as GitHub makes it of a heading."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_within_the_documentation_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", prose):
        name, _, anchor = target.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(there), f"{page.name} links to {target}"


def test_the_settings_that_the_guide_gives_the_service_are_right() -> None:
    page = ROOT / "docs" / "operations.md"
    (block,) = [one for one in blocks(page) if one.language == "yml"]
    read = read_settings(SourceFile("settings.yaml", block.body.encode()), {}, {})
    assert isinstance(read, Settings), read
    assert (read.rules, read.data) == ("/etc/sms-router/rules", "/var/lib/sms-router")
    assert read.public_url.startswith("https://")


# The cookbook. Who copies a recipe has other settings than we do; it must work there as well.

SETTINGS: list[dict[str, Any]] = [
    {"numbers": ()},
    {"zone": ZoneInfo("America/New_York"), "country": "US", "numbers": OUR_NUMBERS},
    {"zone": ZoneInfo("Asia/Tokyo"), "country": "GB", "numbers": (Address("+442079460000"),)},
]


def recipes() -> list[Block]:
    return [block for block in blocks(COOKBOOK) if block.language == "yaml"]


@pytest.mark.parametrize("settings", SETTINGS, ids=["no-settings", "new-york", "tokyo"])
@pytest.mark.parametrize("recipe", recipes(), ids=str)
def test_a_recipe_works_as_it_stands(recipe: Block, settings: dict[str, Any]) -> None:
    compiled = checked(recipe, alone=True, **settings)
    assert shown(compiled) == ""
    assert compiled.rule_set is not None


def test_the_cookbook_has_the_eight_jobs_and_twelve_more() -> None:
    jobs = {block.heading for block in recipes()}
    everyday = {heading for heading in jobs if re.match(r"[1-8]\. ", heading)}
    assert len(everyday) == 8
    assert len(jobs - everyday) >= 12


@pytest.mark.parametrize("recipe", recipes(), ids=str)
def test_a_recipe_is_a_whole_file_that_editors_understand(recipe: Block) -> None:
    first, second = recipe.body.splitlines()[:2]
    assert first == f"# {recipe.file}"
    assert second == "# yaml-language-server: $schema=../schemas/rules.schema.json"
    assert len({one.file for one in recipes()}) == len(recipes())


def edit_shown() -> tuple[Block, str, str]:
    """The recipe that the cookbook's first section changes, and its lines before and after."""
    (edit,) = [block for block in blocks(COOKBOOK) if block.language == "diff"]
    lines = edit.body.splitlines(keepends=True)
    before, after = ("".join(one[1:] for one in lines if one[0] in marks) for marks in (" -", " +"))
    (recipe,) = [one for one in recipes() if before in one.body]
    return recipe, before, after


def test_the_edit_that_the_cookbook_begins_with_is_taken() -> None:
    recipe, before, after = edit_shown()
    taken = checked(replace(recipe, body=recipe.body.replace(before, after)), alone=True)
    assert shown(taken) == ""


def test_that_edit_without_its_example_is_refused_with_the_line_to_write() -> None:
    recipe, before, after = edit_shown()
    example, old_example = after.splitlines()[-1], before.splitlines()[-1]
    half = after.replace(example, old_example)
    refused = checked(replace(recipe, body=recipe.body.replace(before, half)), alone=True)
    assert f"= write: {example}" in shown(refused).replace('"', "")


# Shown commands. A page's `console` blocks run in one folder, which holds the page's named files
# down to that block (or the example rules when it names none), with a server where one is asked.


def console_blocks() -> list[Block]:
    return [block for block in ALL_BLOCKS if block.language == "console"]


@pytest.mark.parametrize("block", console_blocks(), ids=str)
def test_a_shown_command_prints_what_the_page_shows(block: Block, tmp_path: Path) -> None:
    lay_out(block, tmp_path)
    with contextlib.ExitStack() as stack:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
        places = {}
        if "sms-router send" in block.body:
            url, admin = stack.enter_context(serving(tmp_path, environment))
            environment["SMS_ROUTER_PUBLIC_URL"] = url
            environment["SMS_ROUTER_LISTEN"] = url.removeprefix("http://")
            environment["SMS_ROUTER_ADMIN_LISTEN"] = admin.removeprefix("http://")
            places = {environment["SMS_ROUTER_LISTEN"]: "127.0.0.1:8080"}
            places[environment["SMS_ROUTER_ADMIN_LISTEN"]] = "127.0.0.1:8081"
        for command, shown in commands(block.body):
            printed = run(command, tmp_path, environment)
            for real, usual in places.items():
                printed = printed.replace(real, usual)
            assert_shown(shown, printed)


def lay_out(block: Block, folder: Path) -> None:
    page = [one for one in ALL_BLOCKS if one.page == block.page and one.line < block.line]
    for one in [one for one in page if one.file and not one.finds]:
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
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        environment = {**environment, name: value}
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
def serving(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The real server in dev mode on free ports; gives its URL and that of its admin listener."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "router", "serve", "--dev",
            "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
        ],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    rest = threading.Thread(target=process.stderr.read, daemon=True)
    with process:  # waits for its end and closes the pipe, whatever goes wrong
        try:
            for line in process.stderr:
                with contextlib.suppress(ValueError):
                    event = json.loads(line)
                    if event["event"] == "listening":
                        rest.start()
                        yield event["public"], event["admin"]
                        return
            raise AssertionError("the server ended before it listened")
        finally:
            process.terminate()
            if rest.is_alive():
                rest.join()  # a pipe is not to be closed under somebody who reads it
