"""The auth tokens: found in the environment, in files, or made for trying things out."""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from router.app.checkups.ports import Credentials, TokenPlace
from router.core.errors import UsageError, words_of

TOKEN_VARIABLE = "PLIVO_AUTH_TOKEN"  # noqa: S105 - a name, not a secret
FILE_VARIABLE = "PLIVO_AUTH_TOKEN_FILE"
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
CREDENTIAL = "plivo-auth-token"
DEV_TOKEN_FILE = "dev-auth-token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Tokens:
    """Auth tokens in the order to try them; never shown, not even in a traceback."""

    values: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.values)


def find_tokens(environment: Mapping[str, str]) -> Tokens:
    """Every token that PLIVO_AUTH_TOKEN, the file PLIVO_AUTH_TOKEN_FILE names and systemd's
    credential `plivo-auth-token` hold, in this order, without repeats.

    Several may stand in each, with commas or on lines of their own. Raises UsageError for a file
    that is named and cannot be read.
    """
    places = _named_places(environment)
    return _tokens(",".join(_written(name, environment, path) for name, path in places))


def find_dev_token(data: str) -> Tokens:
    """The token that `make_dev_token` left in the data folder; none when there is none."""
    try:
        return _tokens(Path(data, DEV_TOKEN_FILE).read_text("utf-8", errors="replace"))
    except OSError:
        return Tokens()


def look_at_tokens(data: str, environment: Mapping[str, str]) -> Credentials:
    """The tokens that `find_tokens` gives and the places that hold them; else dev mode's own.

    Never raises: a file that cannot be read is a place with a problem, and then no token is given.
    """
    places = tuple(_look(name, environment, path) for name, path in _named_places(environment))
    if any(place.problem for place in places):
        return Credentials((), places)
    if found := find_tokens(environment):
        return Credentials(found.values, places)
    dev = find_dev_token(data)
    return Credentials(dev.values, places, dev=bool(dev))


def make_dev_token(data: str) -> Tokens:
    """The data folder's token for trying things out, made (readable by its owner only) if missing.

    Raises UsageError when the folder cannot be written.
    """
    if found := find_dev_token(data):
        return found
    path = Path(data, DEV_TOKEN_FILE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(descriptor, 0o600)
            stream.write(secrets.token_hex(20) + "\n")
    except OSError as problem:
        raise UsageError(f'cannot write "{path}": {words_of(problem)}') from None
    return find_dev_token(data)


def _named_places(environment: Mapping[str, str]) -> list[tuple[str, Path | None]]:
    """The variables that are set for tokens, each with the file it leads to, if to one."""
    places: list[tuple[str, Path | None]] = []
    if environment.get(TOKEN_VARIABLE, "").strip():
        places.append((TOKEN_VARIABLE, None))
    if named := environment.get(FILE_VARIABLE, "").strip():
        places.append((FILE_VARIABLE, Path(named)))
    if directory := environment.get(CREDENTIALS_VARIABLE, ""):
        credential = Path(directory, CREDENTIAL)
        if credential.exists():
            places.append((CREDENTIALS_VARIABLE, credential))
    return places


def _written(variable: str, environment: Mapping[str, str], path: Path | None) -> str:
    return environment[variable] if path is None else _read(path, variable)


def _look(variable: str, environment: Mapping[str, str], path: Path | None) -> TokenPlace:
    name = f"systemd's credential {CREDENTIAL}" if variable == CREDENTIALS_VARIABLE else variable
    try:
        written = _written(variable, environment, path)
    except UsageError as problem:
        return TokenPlace(name, 0, str(problem))
    found = _tokens(written).values
    open_to_all = path is not None and bool(path.stat().st_mode & stat.S_IROTH)
    quoted = any(token[0] in "\"'" and token[0] == token[-1] for token in found)
    return TokenPlace(name, len(found), open_to_all=open_to_all, in_quotes=quoted)


def _read(path: Path, variable: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as problem:
        raise UsageError(f'{variable}: cannot read "{path}": {words_of(problem)}') from None
    except UnicodeDecodeError:
        raise UsageError(f'{variable}: "{path}" does not hold text') from None


def _tokens(written: str) -> Tokens:
    found = (part.strip() for part in written.replace("\n", ",").split(","))
    return Tokens(tuple(dict.fromkeys(token for token in found if token)))
