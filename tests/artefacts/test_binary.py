"""dist/sms-router, as nobody in a root that holds the C library and nothing else."""

import json
import os
import re
import shutil
import signal
import statistics
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from router import __version__
from tests.acceptance.plivo_side import Plivo, message
from tests.acceptance.running import PUBLIC_URL, ROOT, TOKEN, eventually, fetch
from tests.artefacts.roots import Root, data_files

MOST_BYTES = 15_000_000
MOST_RESIDENT_KB = 60_000
RULE = "rules: [{name: Hours, match: {text: hours}, actions: [{reply: %s}]}]\n"
GLIBC = re.compile(rb"\0GLIBC_([0-9]+)\.([0-9]+)(?=[.\0])")
_counted: Iterator[int] = count()


@pytest.fixture
def work(bare: Root) -> Path:
    return bare.work(f"work-{next(_counted)}")


def write_rules(work: Path, content: str) -> None:
    (work / "rules").mkdir(exist_ok=True)
    (work / "rules" / "10.yaml").write_text(content, encoding="utf-8")


def test_it_is_small_and_holds_no_debug_symbols(binary: Path) -> None:
    size = binary.stat().st_size
    print(f"dist/sms-router: {size / 1e6:.1f} MB")
    assert size <= MOST_BYTES
    assert b".debug_info" not in binary.read_bytes()


def test_it_says_its_version_in_a_root_without_python(bare: Root, work: Path) -> None:
    took = []
    for _ in range(7):
        begun = time.perf_counter()
        said = bare.run(work, "version")
        took.append(time.perf_counter() - begun)
        assert said.code == 0, said
        assert said.out.startswith(f"sms-router {__version__}\n")
        assert "not installed" not in said.out
    print(f"`version`: {statistics.median(took):.2f} s in the middle, {min(took):.2f} s at best")


def test_it_runs_in_debian_as_debootstrap_makes_it(
    own_debian: Path, room: Path, work: Path, binary: Path
) -> None:
    assert not list(own_debian.glob("usr/bin/python*"))
    (own_debian / "srv").mkdir(exist_ok=True)
    shutil.copy(binary, own_debian / "usr" / "bin" / "sms-router")
    shutil.copytree(ROOT / "rules", work / "rules", ignore=shutil.ignore_patterns("*STATUS*"))
    said = Root(own_debian, room).run(work, "check", "--strict", "/srv/rules")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("rules: no findings.\n")


def test_it_checks_by_the_schema_that_it_holds(bare: Root, work: Path) -> None:
    write_rules(work, RULE.replace("match", "macht") % "9-17")
    said = bare.run(work, "check", "--format", "line", "/srv/rules")
    assert said.code == 1, said
    assert "10.yaml:1:" in said.out
    assert "[unknown-key]" in said.out


def test_it_knows_the_zones_and_the_numbers_of_countries(bare: Root, work: Path) -> None:
    write_rules(
        work,
        "people: {ann: 020 7946 0000}\n"
        "schedules: {day: {open: [mon-fri 09:00-10:00]}}\n"
        "rules: [{name: Day, match: {during: day}, actions: [{forward: ann}], stop: true}]\n",
    )
    (work / "settings.yaml").write_text("timezone: Europe/London\ncountry: GB\n")
    asked = ("--settings", "/srv/settings.yaml", "--rules", "/srv/rules", "--format", "json")
    # Half past nine in London in summer, which is half past eight in UTC.
    said = bare.run(work, "try", "--text", "x", "--at", "2026-07-06T08:30:00Z", *asked)
    assert said.code == 0, said
    assert json.loads(said.out)["fired"] == ["Day"]
    assert json.loads(said.out)["messages"][0]["dst"] == ["442079460000"]


def test_it_answers_takes_edits_and_ends_in_good_order(bare: Root, work: Path) -> None:
    write_rules(work, RULE % "9-17")
    with bare.serve(work, TOKEN, PUBLIC_URL) as server:
        sms = Plivo(server.public)
        assert sms.post(message("hours?")).texts == ["9-17"]
        refused = Plivo(server.public, token="another").post(message("hours?"))
        assert refused.status == 403
        write_rules(work, RULE % "8-12")
        server.send_signal(signal.SIGHUP)
        server.event("rules_taken")
        assert sms.post(message("hours?")).texts == ["8-12"]
        assert fetch(f"{server.admin}/readyz").status == 200
        processes = server.family()
        resident = [kilobytes(pid, "Rss") for pid in processes]
        print(
            f"serving: {max(resident) / 1e3:.0f} MB resident in the server, "
            f"{sum(kilobytes(pid, 'Pss') for pid in processes) / 1e3:.0f} MB in all its processes"
        )
        assert max(resident) <= MOST_RESIDENT_KB
        assert len(processes) == 4, "the one that unpacks, the server, the compiler, the scribe"
        assert not [line for line in server.err.all() if "_lost" in line]
        unpacked = next(Path(f"/proc/{server.process.pid}/root/tmp").glob("_MEI*"))
        held = {str(p.relative_to(unpacked)) for p in unpacked.rglob("*") if p.is_file()}
        size = sum(p.stat().st_size for p in unpacked.rglob("*") if p.is_file())
        print(f"unpacked: {size / 1e6:.0f} MB in {len(held)} files")
        assert size < 40_000_000, "UNPACKED_MB of packaging/packaging.mk is too little"
        assert data_files() <= held
        assert server.end() == 0
    eventually(lambda: not [pid for pid in processes if Path(f"/proc/{pid}").exists()])
    assert (work / "data" / "journal.sqlite3").stat().st_uid != os.getuid()
    shown = bare.run(work, "journal", "list", "--data", "/srv/data")
    assert len(shown.out.splitlines()) == 2, shown


def kilobytes(pid: int, key: str) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1])
    raise AssertionError(f"no {key} of {pid}")


@pytest.mark.parametrize(
    ("tmp", "trouble"),
    [
        ("size=100m,noexec", '"/tmp" lets no program run: it is mounted noexec.'),
        ("size=5m", '"/tmp" has less than 40 MB left.'),
        ("size=100m,mode=0755", "cannot write to /tmp or /var/tmp."),
    ],
    ids=["noexec", "full", "not-writable"],
)
def test_it_says_what_to_do_about_a_temporary_folder_that_will_not_do(
    bare: Root, work: Path, tmp: str, trouble: str
) -> None:
    said = bare.run(work, "version", tmp=tmp)
    assert said.code == 2, said
    assert trouble in said.err
    assert "Name another one: TMPDIR=/a/folder sms-router" in said.err
    assert "Debian package" in said.err
    assert "shared object" not in said.err
    assert bare.run(work, "version", tmp=tmp, tmpdir="/srv").code == 0


def test_it_names_a_temporary_folder_that_does_and_leaves_nothing_there(
    bare: Root, work: Path
) -> None:
    other = bare.path / "var" / "tmp"
    other.parent.mkdir()
    other.symlink_to("/srv")
    try:
        noexec = {"tmp": "size=100m,noexec", "tmpdir": "/tmp"}
        said = bare.run(work, "version", **noexec)
        assert "TMPDIR=/var/tmp sms-router … (this one was tried and will do)" in said.err
        assert bare.run(work, "version", tmpdir="/var/tmp").code == 0
    finally:
        shutil.rmtree(other.parent)
    assert not list(work.iterdir())


def test_a_wrong_command_line_ends_as_ever(bare: Root, work: Path) -> None:
    said = bare.run(work, "sevre")
    assert said.code == 2
    assert "serve" in said.err


def test_it_says_how_to_keep_the_journal_in_postgresql(bare: Root, work: Path) -> None:
    (work / "settings.yaml").write_text("journal: postgresql://db.example.org/sms\n")
    said = bare.run(work, "journal", "list", "--settings", "/srv/settings.yaml")
    assert said.code == 2, said
    assert "pip install 'sms-router[postgres]'" in said.err


def test_what_is_inside_asks_for_no_newer_c_library_than_debian_12_has(
    bare: Root, work: Path
) -> None:
    write_rules(work, RULE % "9-17")
    with bare.serve(work, TOKEN, PUBLIC_URL) as server:
        root = Path(f"/proc/{server.process.pid}/root")
        (unpacked,) = (root / "tmp").glob("_MEI*")
        libraries = [root / "usr/bin/sms-router", *unpacked.rglob("*.so*")]
        versions = {found for path in libraries for found in GLIBC.findall(path.read_bytes())}
        assert server.end() == 0
    newest = max((int(major), int(minor)) for major, minor in versions)
    print(f"needs glibc {newest[0]}.{newest[1]}")
    assert newest <= (2, 36)
