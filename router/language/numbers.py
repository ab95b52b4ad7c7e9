"""Numbers as people write them, into addresses; or what is wrong with them, in words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from router.core.address import MAX_NUMBER_DIGITS, MIN_NUMBER_DIGITS, Address
from router.language.quoting import quoted

EXAMPLE = "+1 555 123 4567"
_SEVERAL = "several numbers are a list"
_AT_THE_TOP = "name your country at the top of the file: country: US"

_WRITTEN = re.compile(r"\+?[0-9 .()-]*", re.ASCII)
_SHORT_CODE = re.compile(r"[0-9]{3,6}", re.ASCII)
_ALLOWED = frozenset("0123456789 .()-")
_SEPARATORS = str.maketrans("", "", " .()-+")
_LIST_MARKS = frozenset(",;/&|<")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")


@dataclass(frozen=True, slots=True)
class NumberProblem:
    """Why a text is no number: one clause that quotes it, what to write, and the text mended.

    `fix` is what to write in its place, "" when that cannot be known.
    """

    words: str
    hint: str
    fix: str = ""


def read_number(  # noqa: PLR0911  (one return for each way to be a number, or none)
    text: str, country: str = ""
) -> Address | NumberProblem:
    """Read a number of a rule file, a setting or the command line.

    `+` and 7 to 15 digits, with spaces, dots, dashes and parentheses between them; a short code
    of 3 to 6 digits written without any; and, when a `country` (ISO 3166 letters) is given, that
    country's national numbers.
    """
    written = text.strip(" ")
    if not _WRITTEN.fullmatch(written):
        return _strange(written, country)
    if _SHORT_CODE.fullmatch(written):
        return Address(written)
    digits = written.translate(_SEPARATORS)
    if not digits:
        words = f"{quoted(text)} has no digits" if written else "there is no number here"
        return NumberProblem(words, f"write a number such as {EXAMPLE}")
    if written.startswith("+"):
        return _international(written, digits)
    if digits.startswith("00"):
        return _with_double_zero(written, digits)
    if country:
        return _national(written, country.upper())
    return _without_country(written, digits)


def advice_for(problem: NumberProblem, *, several: str, country: str) -> str:
    """What to write, where no list can stand or no file has a top.

    `several` says how one gives several numbers there, `country` how one names a country.
    """
    before, found, _ = problem.hint.partition(_SEVERAL)
    return before + several if found else problem.hint.replace(_AT_THE_TOP, country)


def looks_like_number(text: str) -> bool:
    """Whether somebody who wrote this meant a number rather than a name."""
    if not any(char.isalpha() for char in text):
        return True
    digits = sum(char.isdigit() for char in text)
    return text.startswith("+") or (digits >= 3 and (text[0].isdigit() or text[0] == "("))


def grouped(address: Address) -> str:
    """The address for people to read: `+1 555 765 4321`, `+44 20 7946 0000`, `72975`.

    Numbers are grouped as their country does; one of an unknown country stays as it is.
    """
    value = address.value
    if value.startswith("+1") and len(value) == 12:
        return f"+1 {value[2:5]} {value[5:8]} {value[8:]}"
    return _as_at_home(value) if value.startswith("+") else value


@lru_cache(maxsize=16_384)
def _as_at_home(value: str) -> str:
    """`+` and digits with spaces where people of that country put spaces or dashes."""
    import phonenumbers  # noqa: PLC0415  (its tables are large, and most sets need none of them)

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    groups = re.findall(r"[0-9]+", shown, re.ASCII)
    return "+" + " ".join(groups) if "".join(groups) == value[1:] else value


def _international(written: str, digits: str) -> Address | NumberProblem:
    if trunk := _TRUNK_ZERO.search(written):
        # "+44 (0)20 …" is printed on many a letterhead; nobody can dial it.
        without = " ".join((written[: trunk.start()] + " " + written[trunk.end() :]).split())
        return NumberProblem(
            f"{quoted(written)} has a (0), which is dialled only without the +",
            "leave the (0) out",
            _if_number(without),
        )
    if digits.startswith("0"):
        return NumberProblem(
            f"{quoted(written)} has a 0 behind the +, and no country code begins with 0",
            f"write the country code behind the +, such as {EXAMPLE}",
        )
    if len(digits) < MIN_NUMBER_DIGITS:
        return NumberProblem(
            f"{quoted(written)} is too short for a number",
            f"with its country code it has at least {MIN_NUMBER_DIGITS} digits; "
            "a short code is written without +",
        )
    if len(digits) > MAX_NUMBER_DIGITS:
        return _too_long(written, digits)
    return Address("+" + digits)


def _with_double_zero(written: str, digits: str) -> NumberProblem:
    fix = "+" + written.lstrip("0 .()-")
    return NumberProblem(
        f"{quoted(written)} begins with 00",
        "write + in place of the 00",
        fix if isinstance(_international(fix, digits[2:]), Address) else "",
    )


def _without_country(written: str, digits: str) -> NumberProblem:
    if len(digits) <= 2:
        return NumberProblem(
            f"{quoted(written)} is too short for a number",
            f"write a number such as {EXAMPLE}, or a short code of 3 to 6 digits",
        )
    if len(digits) <= 6:
        return NumberProblem(
            f"{quoted(written)} is too short for a number, and a short code has digits alone",
            f"write {digits}, or the whole number, such as {EXAMPLE}",
        )
    if len(digits) > MAX_NUMBER_DIGITS:
        return _too_long(written, digits)
    advice = f"or {_AT_THE_TOP}"
    words = f"{quoted(written)} has no + and country code in front"
    if len(digits) == 11 and digits.startswith("1"):
        return NumberProblem(words, f"write +{written}, {advice}", "+" + written)
    if len(digits) == 10:
        return NumberProblem(words, f"write +1 {written} in North America, {advice}")
    return NumberProblem(words, f"write + and the country code in front, {advice}")


def _too_long(written: str, digits: str) -> NumberProblem:
    return NumberProblem(
        f"{quoted(written)} is too long for a number: it has {len(digits)} digits",
        f"a number has at most {MAX_NUMBER_DIGITS} digits; {_SEVERAL}: [+1…, +1…]",
    )


def _strange(written: str, country: str) -> NumberProblem:
    """What is wrong with a text that has a character no number has."""
    if any(char.isalpha() for char in written):
        digits = any(char.isdigit() for char in written)
        wrong = "has letters in it, and a number is digits alone" if digits else "is no number"
        return NumberProblem(f"{quoted(written)} {wrong}", f"write digits, such as {EXAMPLE}")
    start = 1 if written.startswith("+") else 0
    at, char = next(
        (at, char) for at, char in enumerate(written[start:], start) if char not in _ALLOWED
    )
    if (char == "+" and any(earlier.isdigit() for earlier in written[:at])) or char in _LIST_MARKS:
        return NumberProblem(
            f"{quoted(written)} is more than one number, or has a stray {quoted(char)}",
            f"{_SEVERAL}: [+1 555 123 4567, +1 555 123 4568]",
        )
    fix = _if_number(_in_plain_characters(written), country)
    hint = "type it again with plain digits, spaces and dashes"
    return NumberProblem(f"{quoted(written)} has {_named(char)} in it", hint, fix)


def _named(char: str) -> str:
    """A character no number has, in words."""
    if char in _DASHES:
        return "a long dash"
    if char.isspace():
        return "a tab" if char == "\t" else "a no-break or other special space"
    if unicodedata.category(char) in {"Cf", "Cc"}:
        return "an invisible character"
    if char.isdigit():
        return "digits of another script"
    if unicodedata.normalize("NFKC", char) == "+":
        return "a wide or second +"
    return quoted(char)


def _in_plain_characters(written: str) -> str:
    plain = []
    for char in unicodedata.normalize("NFKC", written):
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            plain.append(str(digit))
        elif char in _DASHES:
            plain.append("-")
        elif char.isspace():
            plain.append(" ")
        elif unicodedata.category(char) not in {"Cf", "Cc"}:
            plain.append(char)
    return "".join(plain)


def _if_number(text: str, country: str = "") -> str:
    """The text if it is a number as it stands, else "" (never asks twice about strange ones)."""
    if not _WRITTEN.fullmatch(text):
        return ""
    return text if isinstance(read_number(text, country), Address) else ""


def country_code(text: str) -> str | None:
    """The country's two letters as the number plans know them, or None; case does not matter."""
    code = text.upper()
    return code if code in known_countries() else None


def country_of(address: Address) -> str:
    """The two letters of the country whose number this is; "" where there is no one country."""
    import phonenumbers  # noqa: PLC0415  (as above)

    try:
        number = phonenumbers.parse(address.value)
    except phonenumbers.NumberParseException:
        return ""
    code = phonenumbers.region_code_for_number(number)
    code = code or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return country_code(code or "") or ""


def has_usual_length(address: Address) -> bool:
    """Whether a number has as many digits as its country's numbers; yes where that is unknown."""
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(address.value)
    except phonenumbers.NumberParseException:
        return True
    return phonenumbers.is_possible_number(number)


def known_countries() -> frozenset[str]:
    """Two-letter codes (ISO 3166) of every country whose number plan is known."""
    import phonenumbers  # noqa: PLC0415  (its tables load only where a country or a foreign number is)

    return frozenset(phonenumbers.SUPPORTED_REGIONS)


@lru_cache(maxsize=16_384)
def _national(written: str, country: str) -> Address | NumberProblem:
    """Read a number without `+` as somebody in this country dials it."""
    import phonenumbers  # noqa: PLC0415

    hint = f"write the whole number with + and the country code, such as {EXAMPLE}"
    if country not in phonenumbers.SUPPORTED_REGIONS:
        return NumberProblem(
            f"{quoted(written)} cannot be read: no country is called {quoted(country)}", hint
        )
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return NumberProblem(f"{quoted(written)} is no number of the country {country}", hint)
    length = phonenumbers.ValidationResult
    match phonenumbers.is_possible_number_with_reason(number):
        case length.IS_POSSIBLE:
            code = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return _international(code, code.removeprefix("+"))
        case length.IS_POSSIBLE_LOCAL_ONLY:
            wrong = "has no area code, as a number of the country"
        case length.TOO_SHORT:
            wrong = "is too short for a number of the country"
        case length.TOO_LONG:
            wrong = "is too long for a number of the country"
        case _:
            wrong = "has too few or too many digits for a number of the country"
    digits = written.translate(_SEPARATORS)
    if _SHORT_CODE.fullmatch(digits) and not digits.startswith("0"):
        hint = f"write the whole number, such as {EXAMPLE}; a short code is digits alone: {digits}"
    return NumberProblem(f"{quoted(written)} {wrong} {country}", hint)
