"""Backup, restore and moving, by the very commands that the documentation gives."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.journal_side import RULES, ready
from tests.acceptance.plivo_side import Plivo, message
from tests.acceptance.running import DEADLINE, PUBLIC_URL, ROOT, Server, environment
from tests.docs_blocks import blocks
from tests.postgres import PostgresServer, binaries

PAGE = ROOT / "docs" / "operations-data.md"
DOCUMENTED_URL = "postgresql://router@db.clinic.example/sms"


class Machine:
    """A folder that stands for a machine with the Debian package: `etc`, `data` and `root`."""

    def __init__(self, place: Path, settings: str = "") -> None:
        self.place = place
        for name in ("etc/rules", "data", "root"):
            (place / name).mkdir(parents=True)
        (place / "etc" / "rules" / "10.yaml").write_text(RULES.format(answer="Open."))
        (place / "etc" / "plivo-auth-token").write_text("a-token-for-tests\n")
        # Relative, since the folder of a machine has another name here than that of the next.
        (place / "etc" / "settings.yaml").write_text(
            f"public-url: {PUBLIC_URL}\nrules: rules\ndata: ../data\n{settings}"
        )
        self.env = {"PLIVO_AUTH_TOKEN_FILE": str(place / "etc" / "plivo-auth-token")}
        self.server: Server | None = None

    def systemctl(self, verb: str) -> None:
        """What `systemctl start` and `stop` do."""
        if self.server:
            server, self.server = self.server, None
            assert server.end() == 0
        if verb == "start":
            self.server = Server(self.place, "--settings", "etc/settings.yaml", env=self.env)
            with ExitStack() as failed:
                failed.push(self.server)
                self.server.__enter__()
                failed.pop_all()

    @property
    def plivo(self) -> Plivo:
        assert self.server
        return Plivo(self.server.public)

    def do(self, script: str, url: str = "") -> None:
        """Run a block of the page, with this machine's folders."""
        for documented, own in {
            "/var/lib/sms-router": str(self.place / "data"),
            "/etc/sms-router": str(self.place / "etc"),
            "/root": str(self.place / "root"),
            DOCUMENTED_URL: url,
        }.items():
            script = script.replace(documented, own)
        for part in re.split(r"^(systemctl \w+ sms-router)\n", script, flags=re.MULTILINE):
            if verb := re.fullmatch(r"systemctl (\w+) sms-router", part):
                self.systemctl(verb[1])
            else:
                self._run(part)

    def _run(self, script: str) -> None:
        ours = f'sms-router() {{ {sys.executable} -m router "$@"; }}\n'
        path = f"{os.environ.get('PATH', '')}:{binaries() or ''}"
        done = subprocess.run(
            ["bash", "-euc", ours + script], cwd=self.place, capture_output=True, text=True,
            timeout=DEADLINE, env=environment({"PATH": path}), check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def scripts(heading: str) -> list[str]:
    """The blocks of commands below a heading."""
    return [b.body for b in blocks(PAGE) if b.heading == heading and b.language == "sh"]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path / "old")
    machine.systemctl("start")
    yield machine
    machine.systemctl("stop")


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Machine]:
    """Another machine, where the package is installed and nothing set up."""
    machine = Machine(tmp_path / "new")
    (machine.place / "etc" / "rules" / "10.yaml").write_text(RULES.format(answer="Not yet."))
    yield machine
    machine.systemctl("stop")


def kept_sets(machine: Machine) -> list[str]:
    return sorted(path.name for path in (machine.place / "data" / "rules-history").iterdir())


def test_a_backup_made_while_it_serves_brings_everything_back(old: Machine) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("sqlite3 is not installed")
    backup, restore = scripts("Backup")[:2]
    forms = [message("hours?") for _ in range(20)]
    answers = [old.plivo.post(form).body for form in forms]
    before = kept_sets(old)
    old.do(backup)
    assert (old.place / "root" / "sms-backup").stat().st_mode & 0o777 == 0o700
    late = message("hours?")
    old.plivo.post(late)
    old.systemctl("stop")
    shutil.rmtree(old.place / "data" / "rules-history")
    (old.place / "data" / "journal.sqlite3").write_bytes(b"spoilt")
    (old.place / "data" / "journal.sqlite3-wal").write_bytes(b"of another")
    (old.place / "etc" / "rules" / "10.yaml").write_text(RULES.format(answer="Spoilt."))
    old.do(restore)
    assert [old.plivo.post(form).body for form in forms] == answers
    assert old.plivo.post(late).texts[0] == "Open."
    assert old.server
    page = ready(old.server)
    assert (page["origin"], page["journal"]) == ("folder", "ok")
    assert set(before) <= set(kept_sets(old))
    assert not list((old.place / "data").glob("*.damaged-*"))


def test_the_export_has_every_message(old: Machine) -> None:
    export = scripts("Backup")[2]
    forms = [message("hours?") for _ in range(5)]
    for form in forms:
        old.plivo.post(form)
    old.do(export)
    written = (old.place / "root" / "messages.jsonl").read_text("utf-8")
    assert len(written.splitlines()) == 5
    assert all(form["MessageUUID"] in written for form in forms)


def test_another_machine_goes_on_where_the_old_one_stopped(old: Machine, new: Machine) -> None:
    pack, unpack = scripts("Moving to another machine")
    form = message("hours?")
    first = old.plivo.post(form)
    sets = kept_sets(old)
    old.do(pack)
    for name in ("sms-data.tar.gz", "sms-etc.tar.gz"):
        shutil.copy2(old.place / "root" / name, new.place / "root" / name)
    new.systemctl("start")
    assert new.plivo.post(message("hours?")).texts[0] == "Not yet."
    new.do(unpack)
    assert new.plivo.post(form).body == first.body
    assert new.plivo.post(message("hours?")).texts[0] == "Open."
    assert set(sets) <= set(kept_sets(new))


def test_a_dump_of_postgresql_brings_the_journal_back(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    if not (binaries() or Path()).joinpath("pg_dump").exists():
        pytest.skip("pg_dump is not installed")
    dump, restore = scripts("Backup")[3:]
    url, other_url = postgres.new_database(), postgres.new_database()
    form = message("hours?")
    one = Machine(tmp_path / "one", f"journal: {url}\n")
    one.systemctl("start")
    first = one.plivo.post(form)
    one.do(dump, url)
    one.systemctl("stop")
    one.do(restore, other_url)
    other = Machine(tmp_path / "other", f"journal: {other_url}\n")
    other.systemctl("start")
    try:
        assert other.plivo.post(form).body == first.body
    finally:
        other.systemctl("stop")
