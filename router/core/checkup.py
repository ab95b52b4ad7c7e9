"""One thing that was looked at, whether it is sound, and what to do."""

from dataclasses import dataclass
from enum import Enum


class Health(Enum):
    """OK: nothing to do. WARN: look at it, it may be meant. FAIL: it does not work like this."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a look at one part of an installation came to.

    `words` say what is there, `advice` what to do ("" for nothing). Neither ever holds an auth
    token or a signature.
    """

    name: str
    verdict: Health
    words: str
    advice: str = ""


def ok(name: str, words: str) -> Checkup:
    """It is sound."""
    return Checkup(name, Health.OK, words)


def warn(name: str, words: str, advice: str) -> Checkup:
    """It may be meant, or cannot be told from here."""
    return Checkup(name, Health.WARN, words, advice)


def fail(name: str, words: str, advice: str) -> Checkup:
    """It does not work like this."""
    return Checkup(name, Health.FAIL, words, advice)
