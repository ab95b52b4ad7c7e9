"""What pip installs works without the checkout: schema, zone data and commands are inside."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from router.app.starters import STARTERS

ROOT = Path(__file__).resolve().parents[2]
RULE = "rules: [{name: Hours, match: {text: hours}, actions: [{reply: 9-17}]}]\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, built from a copy so that the checkout stays clean."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE", "serve.py"):
        shutil.copy(ROOT / name, source)
    for name in ("router", "schemas"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    wheels = tmp_path_factory.mktemp("wheels")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(source)]
    subprocess.run([*pip, *build], check=True, capture_output=True, timeout=300)
    target = tmp_path_factory.mktemp("installed")
    (wheel,) = wheels.glob("*.whl")
    install = ["install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run([*pip, *install], check=True, capture_output=True, timeout=300)
    return target


def run_installed(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "router", *words]
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        program,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_installed_package_checks_rules_with_its_own_schema(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text(RULE.replace("match", "macht"))
    done = run_installed(installed, tmp_path, "check", "--format", "line")
    assert done.returncode == 1, done.stderr
    assert "[unknown-key]" in done.stdout
    assert "match" in (installed / "router" / "schemas" / "rules.schema.json").read_text()


def test_the_installed_package_holds_every_module(installed: Path) -> None:
    checkout = {str(p.relative_to(ROOT)) for p in (ROOT / "router").rglob("*.py")}
    shipped = {str(p.relative_to(installed)) for p in (installed / "router").rglob("*.py")}
    assert checkout <= shipped


def test_the_installed_package_has_its_command_and_typing_mark(installed: Path) -> None:
    assert (installed / "bin" / "sms-router").exists()
    assert (installed / "router" / "py.typed").exists()


@pytest.mark.parametrize("name", list(STARTERS))
def test_the_installed_package_begins_a_folder_with_each_starter(
    installed: Path, tmp_path: Path, name: str
) -> None:
    answers = ("--starter", name, "--timezone", "Europe/London", "--phone", "+447700900123")
    done = run_installed(installed, tmp_path, "init", "new", *answers)
    assert (done.returncode, done.stderr) == (0, "")
    shipped = {path.name for path in (ROOT / "router" / "starters" / name).iterdir()}
    assert {path.name for path in (tmp_path / "new" / "rules").iterdir()} == shipped
    checked = run_installed(installed, tmp_path / "new", "check", "--strict")
    assert (checked.returncode, checked.stderr) == (0, "")
