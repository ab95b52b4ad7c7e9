"""The answers that `init` needs: from flags, and from whoever sits at the terminal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import click

from router.app.starters import (
    EXAMPLE_PHONE,
    STARTERS,
    Answers,
    read_own_number,
    read_phone,
    read_place,
    read_starter,
)
from router.core.errors import UsageError
from router.language.numbers import country_of
from router.language.times.misread import Misread
from router.wiring.new_folder import likely_zone, zone_country

Answer = TypeVar("Answer")

USUAL_STARTER = "shop"
"""What a program without a terminal begins with when it does not say."""
ANY_PHONE = "+1 555 123 4567"
WHICH = "Which of these is nearest to what you do? (a name or a number)"
WHERE = "In which time zone are you? (a city, such as Chicago or Europe/London)"
WHO = "Which telephone gets the texts that a person must see? (yours, to begin with)"


@dataclass(frozen=True, slots=True)
class Given:
    """What the flags say, as typed; None where one was left out."""

    starter: str | None = None
    timezone: str | None = None
    phone: str | None = None
    numbers: tuple[str, ...] = ()


def take(given: Given) -> Answers:
    """The answers of the flags, and where there is nobody to ask, what can be put right later.

    Raises UsageError for those that are wrong.
    """
    assumed = replace(
        given,
        starter=given.starter or USUAL_STARTER,
        timezone=given.timezone or likely_zone() or "UTC",
    )
    if given.phone is not None:
        return _answers(assumed)
    # The example number stays, and the next steps say so.
    answers = _answers(replace(assumed, phone=ANY_PHONE))
    return replace(answers, phone=EXAMPLE_PHONE)


def ask(given: Given) -> Answers:
    """The answers of the flags; what they leave out is asked, until the answer is good.

    Raises UsageError for a flag that is wrong, and click.Abort when nobody answers any more.
    """
    try:
        return _answers(given)
    except click.Abort:
        click.echo("\nNothing was written.", err=True)
        raise


def _answers(given: Given) -> Answers:
    zone = None if given.timezone is None else _flag("--timezone", given.timezone, read_place)
    if given.starter is None:
        click.echo(numbered_list(), err=True, nl=False)
        starter = _asked(WHICH, read_starter)
    else:
        starter = _flag("--starter", given.starter, read_starter)
    zone = zone or _asked(WHERE, read_place, likely_zone())
    country = zone_country(zone)
    read_number = partial(read_own_number, country=country)
    numbers = tuple(dict.fromkeys(_flag("--number", one, read_number) for one in given.numbers))
    reader = partial(read_phone, country=country, numbers=numbers)
    phone = _asked(WHO, reader) if given.phone is None else _flag("--phone", given.phone, reader)
    return Answers(starter, zone, country or country_of(phone), phone, numbers)


def _flag(name: str, typed: str, read: Callable[[str], Answer | Misread]) -> Answer:
    answer = read(typed)
    if isinstance(answer, Misread):
        raise UsageError(f"{name}: {answer.words}: {answer.hint}")
    return answer


def _asked(question: str, read: Callable[[str], Answer | Misread], likely: str = "") -> Answer:
    """Ask until the answer can be read; what is likely meant is offered, to be had by Enter."""
    while True:
        typed: str = click.prompt(question, default=likely or None, err=True)
        answer = read(typed)
        if not isinstance(answer, Misread):
            return answer
        click.echo(f"{_capital(answer.words)}: {answer.hint}", err=True)
        likely = answer.fix or likely


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def numbered_list() -> str:
    """The starters, each with the number that may be typed in place of its name."""
    width = max(map(len, STARTERS))
    lines = enumerate(STARTERS.items(), 1)
    return "".join(f"  {at} {name:{width}}  {one.summary}\n" for at, (name, one) in lines)
