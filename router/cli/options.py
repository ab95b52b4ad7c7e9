"""Options that several verbs take, written once."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from router.app.starters import RULES_FOLDER, SETTINGS_FILE
from router.core.errors import UsageError

Body = Callable[..., Any]
Options = TypeVar("Options")

_SETTINGS = click.option(
    "--settings", metavar="FILE", help="Settings file.  [default: settings.yaml if there]"
)
_RULES = click.option("--rules", metavar="DIR", help="Folder of rule files.  [default: rules]")
_DATA = click.option(
    "--data", metavar="DIR", help="Folder for what the router keeps.  [default: data]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsOptions:
    """--settings, --rules and --data as typed, None where left out."""

    settings: str | None = None
    rules: str | None = None
    data: str | None = None

    @property
    def flags(self) -> dict[str, str | None]:
        """Settings by name, as the flags give them."""
        return {"rules": self.rules, "data": self.data}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions(SettingsOptions):
    """Those, and where a server listens and is called; None where left out."""

    listen: str | None = None
    admin_listen: str | None = None
    public_url: str | None = None

    @property
    def flags(self) -> dict[str, str | None]:
        """Settings by name, as the flags give them."""
        return {
            "rules": self.rules,
            "data": self.data,
            "listen": self.listen,
            "admin-listen": self.admin_listen,
            "public-url": self.public_url,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOptions(SettingsOptions):
    """Those, and the argument DIR: a rules folder, or a folder as `init` writes it."""

    folder: str | None = None

    @property
    def settings_file(self) -> str | None:
        """--settings, else the file that `init` wrote into DIR, if it did."""
        if self.settings is None and self.folder is not None and is_begun(self.folder):
            return os.path.join(self.folder, SETTINGS_FILE)
        return self.settings

    @property
    def flags(self) -> dict[str, str | None]:
        """Settings by name; DIR is the rules folder. Raises UsageError when two are named."""
        if self.folder is not None and self.rules is not None:
            raise UsageError(
                f'two rules folders are named, "{self.folder}" and "{self.rules}": name one'
            )
        return {
            "rules": self.rules if self.folder is None else rules_in(self.folder),
            "data": self.data,
        }


def is_begun(folder: str) -> bool:
    """Whether a folder holds settings and a rules folder, as `init` writes them."""
    settings, rules = (os.path.join(folder, name) for name in (SETTINGS_FILE, RULES_FOLDER))
    return os.path.isfile(settings) and os.path.isdir(rules)


def rules_in(folder: str) -> str:
    """The rules folder that DIR stands for: itself, or the one within a folder of `init`."""
    return os.path.join(folder, RULES_FOLDER) if is_begun(folder) else folder


def collected(make: Callable[..., Options]) -> Callable[[Callable[[Options], int]], Body]:
    """Hand a verb its options as one object, made by `make` from their names."""

    def decorate(body: Callable[[Options], int]) -> Body:
        @wraps(body)
        def collect(**given: object) -> int:
            return body(make(**given))

        return collect

    return decorate


def settings_options(body: Body) -> Body:
    """Add --settings, --rules and --data; the verb gets them as `settings`, `rules`, `data`."""
    return _SETTINGS(_RULES(_DATA(body)))


def folder_argument(body: Body) -> Body:
    """Add the argument DIR; the verb gets it as `folder`, None when left out."""
    return click.argument("folder", metavar="[DIR]", required=False)(body)


def message_options(body: Body) -> Body:
    """Add --text, --from and --to; the verb gets them as `text`, `sender`, `recipient`."""
    text = click.option("--text", required=True, metavar="TEXT", help="What the message says.")
    sender = click.option(
        "--from",
        "sender",
        metavar="NUMBER",
        help="Who sends it.  [default: +15551230000]",
    )
    recipient = click.option(
        "--to",
        "recipient",
        metavar="NUMBER",
        help="The number that is texted.  [default: the first of the setting numbers, else"
        " +15557654321]",
    )
    return text(sender(recipient(body)))


def format_option(*names: str) -> Callable[[Body], Body]:
    """Add --format with these choices, the first the default; the verb gets it as `style`."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How the outcome is printed.",
    )
