"""A PostgreSQL server for tests: one that is named in the environment, else one of our own."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from tests.ports import free_port

VARIABLE = "SMS_ROUTER_TEST_POSTGRES"
"""The URL of a server on which databases may be made."""
NO_SERVER = f"no PostgreSQL: neither {VARIABLE} is set, nor are its programs installed"
_DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE = 30.0


def binaries() -> Path | None:
    """Where initdb and postgres are, the newest version first; None when nowhere."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


class PostgresServer:
    """A server at `url`; one of our own may be stopped and started."""

    def __init__(self, url: str) -> None:
        self.url = url

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"sms_router_{uuid.uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"{self.url.rpartition('/')[0]}/{name}"


class OwnPostgres(PostgresServer):
    """Runs in a folder of its own on a loopback port, as a user who is not root."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="sms-router-postgres-"))
        self._user = _unprivileged()
        if self._user is not None:
            os.chown(self._folder, self._user, -1)
        self._data = self._folder / "data"
        self._run(
            "initdb", "--pgdata", str(self._data), "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        self._port = free_port()
        super().__init__(f"postgresql://postgres@127.0.0.1:{self._port}/postgres")
        self.start()

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = f"-p {self._port} -h 127.0.0.1 -k {self._folder}"
        log = str(self._folder / "log")
        self._run(
            "pg_ctl", "start", "--pgdata", str(self._data), "--log", log, "--wait", "-o", options
        )

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        self._run("pg_ctl", "stop", "--pgdata", str(self._data), "--mode", "immediate")

    def remove(self) -> None:
        """Stop it for good, with all that it keeps."""
        if (self._data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self._programs / program), *arguments]
        # A server keeps the pipes of the one who starts it, so there are none.
        with (self._folder / "output").open("ab") as output:
            done = subprocess.run(
                command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                user=self._user, timeout=_PATIENCE, check=False,
            )  # fmt: skip
        assert done.returncode == 0, (self._folder / "output").read_text()


def _unprivileged() -> int | None:
    """Whom to run the server as, which refuses root; None for the one who runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None
