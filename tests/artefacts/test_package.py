"""The Debian package in Debian 12: how it comes, goes on, goes, and runs under systemd."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from router import __version__
from tests.acceptance.running import TOKEN
from tests.artefacts.roots import copy_of, data_files

SETTINGS = "etc/sms-router/settings.yaml"
RULES = "etc/sms-router/rules"
DATA = "var/lib/sms-router"
STORY = Path(__file__).with_name("service.sh")
MOST_EXPOSED = 2.0
"""Of ten, as `systemd-analyze security` counts."""


def needs(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"needs {program}")


def inside(root: Path, *words: str) -> str:
    """Run a command in a root, and give what it prints."""
    done = subprocess.run(
        ["/usr/sbin/chroot", str(root), *words],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def install(root: Path, package: Path) -> str:
    shutil.copy(package, root / "root" / "sms-router.deb")
    return inside(root, "dpkg", "--install", "/root/sms-router.deb")


def next_version(package: Path, folder: Path) -> Path:
    """The same package under a higher version."""
    subprocess.run(["dpkg-deb", "-R", package, folder / "next"], check=True)
    control = folder / "next" / "DEBIAN" / "control"
    control.write_text(control.read_text().replace(f"{__version__}\n", f"{__version__}+next\n"))
    made = folder / "next.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(folder / "next"), str(made)]
    subprocess.run(build, check=True, capture_output=True)
    return made


def names(root: Path, table: str) -> set[str]:
    return {line.partition(":")[0] for line in (root / "etc" / table).read_text().splitlines()}


def test_lintian_finds_no_error_in_it(package: Path) -> None:
    needs("lintian")
    words = ["lintian", "--fail-on", "error", "--allow-root", str(package)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB\n{done.stdout}")
    assert done.returncode == 0, done.stdout


def test_it_holds_every_data_file_and_belongs_to_root(package: Path) -> None:
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True)
    lines = listed.stdout.splitlines()
    held = {line.split()[5].removeprefix("./usr/lib/sms-router/_internal/") for line in lines}
    assert data_files() <= held
    examples = {Path(line.split()[5]).name for line in lines if "/sms-router/examples/" in line}
    assert {"nginx.conf", "Caddyfile", "alerts.yml"} <= examples, "docs/operations.md copies them"
    assert {line.split()[1] for line in lines} == {"root/root"}


def test_it_comes_and_goes_on_and_loses_nothing_before_it_is_purged(
    own_debian: Path, package: Path, tmp_path: Path
) -> None:
    root = own_debian
    assert "README.Debian" in install(root, package)
    assert inside(root, "sms-router", "--version") == f"sms-router {__version__}\n"
    assert (root / "etc/systemd/system/multi-user.target.wants/sms-router.service").is_symlink()
    rules = (root / RULES).stat()
    assert stat.S_IMODE(rules.st_mode) == 0o2775
    assert stat.S_IMODE((root / DATA).stat().st_mode) == 0o750
    inside(root, "adduser", "--quiet", "--disabled-password", "--gecos", "", "ann")
    inside(root, "adduser", "--quiet", "ann", "sms-rules")
    inside(root, "su", "ann", "-c", f"cp /usr/share/doc/sms-router/examples/rules/*.yaml /{RULES}/")
    assert {path.stat().st_gid for path in (root / RULES).iterdir()} == {rules.st_gid}
    assert "no findings" in inside(root, "su", "ann", "-c", f"sms-router check /{RULES}")
    (root / SETTINGS).write_text("rules: /etc/sms-router/rules\npublic-url: https://a.example\n")
    (root / "etc/sms-router/plivo-auth-token").write_text(TOKEN)
    inside(root, "su", "-s", "/bin/sh", "sms-router", "-c", f"echo kept > /{DATA}/journal")

    def kept() -> dict[str, tuple[bytes, int, int, int]]:
        paths = [p for top in ("etc/sms-router", DATA) for p in (root / top).rglob("*")]
        return {
            str(path): (
                path.read_bytes() if path.is_file() else b"",
                *(getattr(path.stat(), name) for name in ("st_mode", "st_uid", "st_gid")),
            )
            for path in paths
        }

    before = kept()
    assert len(before) > 8
    install(root, next_version(package, tmp_path))
    assert "+next" in inside(root, "dpkg-query", "--show", "sms-router")
    assert kept() == before, "an upgrade keeps everything"
    inside(root, "dpkg", "--remove", "sms-router")
    assert kept() == before, "a removal keeps everything"
    assert not (root / "usr/lib/sms-router").exists()
    assert not os.path.lexists(root / "usr/bin/sms-router")
    install(root, package)
    assert kept() == before
    inside(root, "dpkg", "--purge", "sms-router")
    left = [p for p in root.rglob("*sms-router*") if p.name != "sms-router.deb"]
    assert not [p for p in left if not str(p.relative_to(root)).startswith(("proc/", "sys/"))]
    assert "sms-router" not in names(root, "passwd")
    assert "sms-rules" not in names(root, "group")


@pytest.fixture(scope="module")
def story(debian: Path, room: Path, package: Path) -> dict[str, str]:
    """What was printed at each step of service.sh, which ran in a Debian that was booted."""
    needs("systemd-nspawn")
    own_debian = copy_of(debian, room / "booted")
    shutil.copy(package, own_debian / "root" / "sms-router.deb")
    shutil.copy(STORY, own_debian / "root" / "service.sh")
    boot = ["systemd-nspawn", "--quiet", "--boot", "--private-network", "--register=no"]
    # Its init runs the script as a service, and ends as the script does.
    ends = ("systemd.run_success_action=exit", "systemd.run_failure_action=exit")
    run = f'systemd.run="/bin/bash /root/service.sh {TOKEN}"'
    booted = subprocess.run(
        [*boot, "--keep-unit", "-D", str(own_debian), run, *ends],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=240,
        check=False,
    )
    written = own_debian / "root" / "story"
    if not written.exists():
        pytest.skip(f"no container starts here: {(booted.stdout + booted.stderr)[-300:]}")
    steps = written.read_text("utf-8").split("\n== ")
    return {step.partition("\n")[0]: step.partition("\n")[2] for step in steps}


def test_the_service_runs_in_its_narrow_room(story: dict[str, str]) -> None:
    last = list(story.items())[-3:]
    assert "end" in story, last
    assert "was skipped because of an unmet condition" in story["without a token"]
    assert "<Response><Message" in story["a text"]
    assert '"rules_taken"' in story["reload"]
    assert '"rules_taken"' in story["edit"]
    assert "Striped." in story["another text"]
    assert story["status page"].startswith("YES")
    assert story["owners"].split() == ["sms-router", "sms-rules", "644", "sms-router", "750"]
    assert "compiler_lost" not in story["log"]
    assert "history_not_kept" not in story["log"]
    assert "_not_written" not in story["log"]
    assert '"stopped"' in story["stop"]
    assert story["verify"].strip() == ""
    print(story["exposure"], story["memory"])
    assert float(story["exposure"].split()[-3]) <= MOST_EXPOSED
    assert TOKEN not in "".join(story[step] for step in story if step != "a text")


def test_wrong_settings_end_it_for_good_with_the_reason_in_the_log(story: dict[str, str]) -> None:
    assert "public-url is missing" in story["without public-url"]
    assert "Result=exit-code" in story["without public-url"]
    assert "NRestarts=0" in story["without public-url"]
