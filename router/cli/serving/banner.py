"""What dev mode prints when it is ready: what runs, and the line to try next."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from router.app.settings import Settings
from router.cli.message import default_url, read_recipient
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.matchers import (
    All,
    AnyOf,
    HasKeyword,
    HasWord,
    Matcher,
    TextContains,
    TextIs,
    TextStarts,
)
from router.engine.ruleset import RuleSet
from router.engine.witness.addresses import DEFAULT_SENDER
from router.engine.wording import counted

FALLBACK_TEXT = "Hello"
MAX_TRIES = 200


@dataclass(frozen=True, slots=True)
class Serving:
    """What dev mode serves, and how a new terminal would be set.

    `settings` are those in force; `plain` those of the settings file alone, as a `send` without
    this process's variables and flags would see them; `settings_file` the flag, None without it.
    """

    program: tuple[str, ...]
    settings: Settings
    plain: Settings
    settings_file: str | None
    public_url: str
    admin_url: str
    rule_set: RuleSet


def banner(serving: Serving) -> str:
    """A few lines for people; the last is the command to try next."""
    rules = counted(len(serving.rule_set.rules), "rule")
    return (
        f"sms-router serves {rules} from {serving.settings.rules} on {serving.public_url}"
        " (dev mode, this machine only).\n"
        "Edit a file there and it counts within two seconds."
        f" Is it ready? {serving.admin_url}/readyz\n"
        "Ctrl-C ends it. To text it as Plivo would, paste this into a second terminal:\n"
        f"\n  {send_command(serving)}\n"
    )


def send_command(serving: Serving) -> str:
    """The `send` line that talks to this server, as short as it can be and still work."""
    words = [*serving.program, "send"]
    if serving.settings_file is not None:
        words += ["--settings", serving.settings_file]
    if serving.settings.data != serving.plain.data:
        words += ["--data", serving.settings.data]
    if serving.public_url != default_url(serving.plain):
        words += ["--url", serving.public_url]
    words += ["--text", sample_text(serving.rule_set, serving.plain)]
    return shlex.join(words)


def sample_text(rule_set: RuleSet, settings: Settings) -> str:
    """A text that gets an answer from these rules, from the literal texts they look for."""
    recipient = read_recipient(None, settings, {})
    phrases = (p for rule in rule_set.rules if rule.enabled for p in _phrases(rule.match))
    for text, _ in zip(phrases, range(MAX_TRIES), strict=False):
        message = InboundMessage("sample", DEFAULT_SENDER, recipient, text, datetime.now(UTC))
        if decide(rule_set, message).messages:
            return text
    return FALLBACK_TEXT


def _phrases(match: Matcher) -> Iterator[str]:
    if isinstance(match, HasKeyword | TextIs | TextStarts | TextContains | HasWord):
        yield from (phrase.written for phrase in match.phrases)
    elif isinstance(match, All | AnyOf):
        for part in match.parts:
            yield from _phrases(part)
