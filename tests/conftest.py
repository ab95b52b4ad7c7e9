"""What holds for every test: laws are tried with the same examples each time, without a clock."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.postgres import NO_SERVER, VARIABLE, OwnPostgres, PostgresServer, binaries

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
LONG = int(os.environ.get("LAWS_EXAMPLES", "20000"))
settings.register_profile("long", deadline=None, max_examples=LONG, print_blob=True)
# For `make check`: what counts there is which lines are reached, not how often.
settings.register_profile(
    "reach", deadline=None, derandomize=True, print_blob=True, max_examples=20
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the whole run; skips where there is none."""
    if url := os.environ.get(VARIABLE):
        yield PostgresServer(url)
        return
    programs = binaries()
    if programs is None:
        pytest.skip(NO_SERVER)
    server = OwnPostgres(programs)
    yield server
    server.remove()
