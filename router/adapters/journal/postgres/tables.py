"""The version of the tables in PostgreSQL: asked, and brought up to date."""

from router.adapters.journal.postgres.connection import Connection
from router.adapters.journal.postgres.schema import MIGRATIONS, SCHEMA
from router.adapters.journal.versions import other_version
from router.app.journal import JournalUnavailableError

NAME = "in PostgreSQL"
_MIGRATION_LOCK = 7_767_001
"""Any number, but always the same: two routers that start at once take turns."""
_VERSION = "SELECT version FROM schema_version"


def version_of(connection: Connection) -> int:
    """The version of the tables; 0: there are none. Raises psycopg.Error."""
    table = f"{SCHEMA}.schema_version"
    ((there,),) = connection.execute("SELECT to_regclass(%s)", (table,)).fetchall()
    found = connection.execute(_VERSION).fetchone() if there else None
    return int(found[0]) if found else 0


def check(connection: Connection) -> None:
    """Raises JournalUnavailableError for tables that are not of this program's version.

    Whoever only reads leaves them as they are: routers of an earlier version may be writing them.
    """
    version = version_of(connection)
    if not version:
        raise JournalUnavailableError(f"there is no journal {NAME} yet: the server makes it")
    if version != len(MIGRATIONS):
        raise JournalUnavailableError(other_version(NAME, version, len(MIGRATIONS)))


def migrate(connection: Connection) -> None:
    """Make the tables, or bring them up to date. Raises psycopg.Error, JournalUnavailableError."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
    # Asked first: who may not make schemas can still use one that somebody made.
    if not connection.execute(
        "SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
    ).fetchone():
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
    found = connection.execute(_VERSION).fetchone()
    version = int(found[0]) if found else 0
    if version > len(MIGRATIONS):
        raise JournalUnavailableError(
            "the journal in PostgreSQL was written by a newer version of this program"
        )
    if version == len(MIGRATIONS):
        return
    # A large journal takes its time; what comes meanwhile is spilled.
    connection.execute("SET LOCAL statement_timeout = 0")
    for script in MIGRATIONS[version:]:
        connection.execute(script)
    connection.execute("DELETE FROM schema_version")
    connection.execute("INSERT INTO schema_version VALUES (%s)", (len(MIGRATIONS),))
