"""Settings and tokens: from a file, the environment and flags."""

import os
from collections.abc import Mapping

from router.adapters.folder import read_file
from router.adapters.tokens import Tokens, find_dev_token, find_tokens, make_dev_token
from router.app.settings import Settings
from router.app.settings_reading import SettingsRefused, read_settings
from router.core.errors import UsageError

DEFAULT_SETTINGS_FILE = "settings.yaml"


def load_settings(
    file: str | None, environment: Mapping[str, str], flags: Mapping[str, str]
) -> Settings | SettingsRefused:
    """The settings of a file (settings.yaml if it is there), variables and flags.

    Raises UsageError when a file that was named cannot be read.
    """
    path = settings_file(file)
    if path is None:
        return read_settings(None, environment, flags)
    source = read_file(path, shown=path)
    if source.problem:
        raise UsageError(f'the settings file "{source.name}" cannot be read: {source.problem}')
    return read_settings(source, environment, flags)


def settings_file(named: str | None) -> str | None:
    """The settings file in use: the one that is named, else settings.yaml if there, else none."""
    if named is None and not os.path.lexists(DEFAULT_SETTINGS_FILE):
        return None
    return DEFAULT_SETTINGS_FILE if named is None else named


def serving_tokens(settings: Settings, environment: Mapping[str, str], dev: bool) -> Tokens:
    """The tokens that signatures are checked with; in dev mode one of our own comes last.

    It is there besides any others so that `send` works from a terminal that has none of them.
    Raises UsageError when a token file cannot be read, or no dev token be written.
    """
    tokens = find_tokens(environment)
    if not dev:
        return tokens
    try:
        return Tokens(tuple(dict.fromkeys((*tokens.values, *make_dev_token(settings.data).values))))
    except UsageError:
        if tokens:
            return tokens
        raise


def sending_tokens(settings: Settings, environment: Mapping[str, str]) -> Tokens:
    """The tokens that `send` may sign with, the likeliest first."""
    return find_tokens(environment) or find_dev_token(settings.data)
