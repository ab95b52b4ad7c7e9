import sys
from pathlib import Path

import pytest

from router.cli.invocation import Process, this_process, words_to_start


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a virtual environment in which the command is installed."""
    commands = tmp_path / "project" / ".venv" / "bin"
    commands.mkdir(parents=True)
    for name in ("sms-router", "python"):
        (commands / name).write_text("#!/bin/sh\n")
        (commands / name).chmod(0o755)
    return tmp_path / "project"


def words(
    project: Path, script: str, *, path: str = "/nowhere", python: str = ""
) -> tuple[str, ...]:
    python = python or str(project / ".venv" / "bin" / "python")
    return words_to_start(Process(script, python, path, project, project))


def test_a_command_on_the_path_is_named_alone(project: Path) -> None:
    commands = str(project / ".venv" / "bin")
    assert words(project, f"{commands}/sms-router", path=commands) == ("sms-router",)


def test_a_command_off_the_path_is_named_by_its_way_from_here(project: Path) -> None:
    assert words(project, ".venv/bin/sms-router") == (".venv/bin/sms-router",)
    assert words(project, str(project / ".venv/bin/sms-router")) == (".venv/bin/sms-router",)


def test_another_command_of_the_same_name_on_the_path_is_not_taken(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sms-router").write_text("#!/bin/sh\n")
    (tmp_path / "other" / "sms-router").chmod(0o755)
    found = words(project, ".venv/bin/sms-router", path=str(tmp_path / "other"))
    assert found == (".venv/bin/sms-router",)


def test_a_command_elsewhere_is_named_in_full(project: Path, tmp_path: Path) -> None:
    here = tmp_path / "elsewhere"
    here.mkdir()
    command = project / ".venv" / "bin" / "sms-router"
    process = Process(str(command), "/usr/bin/python3", "/nowhere", here, project)
    assert words_to_start(process) == (str(command),)


def test_a_binary_beside_us_needs_its_dot(project: Path) -> None:
    (project / "sms-router").write_text("#!/bin/sh\n")
    assert words(project, "./sms-router") == ("./sms-router",)


def test_for_serve_py_the_command_beside_its_python_is_found(project: Path) -> None:
    assert words(project, "serve.py") == (".venv/bin/sms-router",)


def test_without_an_installed_command_the_package_is_run(project: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bin"
    bare.mkdir()
    (bare / "python3").write_text("#!/bin/sh\n")
    (bare / "python3").chmod(0o755)
    python = str(bare / "python3")
    assert words(project, "serve.py", python=python, path=str(bare)) == ("python3", "-m", "router")
    assert words(project, "serve.py", python=python) == (python, "-m", "router")


def test_from_another_folder_the_package_is_said_where_it_is(project: Path, tmp_path: Path) -> None:
    process = Process("serve.py", "/usr/bin/python3", "/usr/bin", tmp_path, project)
    expected = ("env", f"PYTHONPATH={project}", "python3", "-m", "router")
    assert words_to_start(process)[:2] == expected[:2]
    assert words_to_start(process)[-2:] == expected[-2:]


def test_this_process_knows_its_interpreter_and_package() -> None:
    process = this_process()
    assert process.python == sys.executable
    assert (process.package / "router" / "cli" / "invocation.py").exists()
