"""Settings laid over each other: file, environment, flags; every mistake in one run."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from router.app.settings import Settings
from router.app.settings_values import KEYS, READERS, Wrong
from router.core.address import Address
from router.core.position import Span
from router.language import yamltree
from router.language.diagnostics import Diagnostic, sort_key
from router.language.numbers import NumberProblem, advice_for, read_number
from router.language.quoting import quoted
from router.language.source import SourceFile, SourceText, decode
from router.language.suggest import nearest

_VARIABLE_PREFIX = "SMS_ROUTER_"
TOKEN_PLACES = "it goes into PLIVO_AUTH_TOKEN, or into a file that PLIVO_AUTH_TOKEN_FILE names"  # noqa: S105 - a name, not a secret
_SECRET = re.compile("token|secret|password", re.IGNORECASE)
_SECRET_LINE = re.compile(r"(?i)(token|secret|password|journal)([^:=]*[:=]).*")
# A Kubernetes Service called sms-router puts these into every container; they are not meant for us.
_KUBERNETES = re.compile(r"(SERVICE|PORT)(_|$)")
_BRACKETED = re.compile(r"\[(.*)\]")
_SYNONYMS = {
    **dict.fromkeys(("port", "host", "address", "bind"), ("listen",)),
    **dict.fromkeys(("admin", "admin-port"), ("admin-listen",)),
    **dict.fromkeys(("url", "base-url", "public"), ("public-url",)),
    **dict.fromkeys(("number", "from", "phone", "phones"), ("numbers",)),
    **dict.fromkeys(("tz", "zone", "time-zone"), ("timezone",)),
    **dict.fromkeys(("signature", "signatures"), ("require-signature",)),
    **dict.fromkeys(("reports", "delivery"), ("delivery-reports",)),
    **dict.fromkeys(("folder", "rules-folder", "rules-dir"), ("rules",)),
    **dict.fromkeys(("data-folder", "data-dir"), ("data",)),
    **dict.fromkeys(("database", "database-url", "db"), ("journal",)),
}
"""What people write for a setting, and the one they mean."""
_OF_RULE_FILES = "; a rule file "
_OF_SETTINGS = {
    "no-key": (
        "the settings file starts with a key such as timezone",
        "write one setting a line, such as timezone: America/New_York",
    ),
    "two-documents": ("the settings file has only one", 'take the line "---" out'),
}
"""What findings say of rule files, and of the settings file in its place, with what to write."""


@dataclass(frozen=True, slots=True)
class SettingsRefused:
    """Settings that cannot be taken.

    `findings` are the settings file's, with `sources` to show them; `sentences` are those of
    variables and flags. Neither ever holds an auth token.
    """

    findings: tuple[Diagnostic, ...]
    sentences: tuple[str, ...]
    sources: Mapping[str, SourceText]


@dataclass(frozen=True, slots=True)
class _Given:
    """One value somebody wrote, and where: a place in the file, or a variable's or flag's name."""

    text: str
    place: Span | str


@dataclass(slots=True)
class _Complaints:
    """What is wrong, collected while reading on."""

    findings: list[Diagnostic] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def add(self, place: Span | str, wrong: Wrong, code: str = "bad-setting") -> None:
        if isinstance(place, Span):
            self.findings.append(Diagnostic(code, wrong.words, place, hints=(wrong.hint,)))
        else:
            self.sentences.append(f"{place}: {wrong.words}: {wrong.hint}")


_Layer = dict[str, tuple[_Given, ...]]


def read_settings(
    file: SourceFile | None, environment: Mapping[str, str], flags: Mapping[str, str]
) -> Settings | SettingsRefused:
    """Lay flags (by setting name) over `SMS_ROUTER_…` variables over the file, and check each.

    A wrong value is refused even where a stronger one covers it. Folders that the file names
    count from the file's own folder.
    """
    complaints = _Complaints()
    sources: dict[str, SourceText] = {}
    layers: list[_Layer] = [
        _from_file(file, complaints, sources) if file else {},
        _from_environment(environment, complaints),
        {key: (_Given(text, f"--{key}"),) for key, text in flags.items()},
    ]
    values = [_read_layer(layer, complaints) for layer in layers]
    settled: dict[str, object] = {}
    for layer_values in values:
        settled |= layer_values
    country = str(settled.get("country", ""))
    for layer in layers:
        if "numbers" in layer:
            settled["numbers"] = _numbers(layer["numbers"], country, complaints)
    if complaints.findings or complaints.sentences:
        findings = tuple(sorted(complaints.findings, key=sort_key))
        return SettingsRefused(findings, tuple(complaints.sentences), sources)
    return _as_settings(settled)


def _as_settings(settled: Mapping[str, object]) -> Settings:
    fields = {key.replace("-", "_"): value for key, value in settled.items()}
    if "retention" in fields:
        fields["retention_days"] = fields.pop("retention")
    return Settings(**fields)  # type: ignore[arg-type]  # each reader gives its field's type


def _read_layer(layer: _Layer, complaints: _Complaints) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, given in layer.items():
        if key == "numbers":
            continue
        value = READERS[key](given[0].text)
        if isinstance(value, Wrong):
            complaints.add(given[0].place, value)
        else:
            values[key] = value
    return values


def _numbers(given: Iterable[_Given], country: str, complaints: _Complaints) -> tuple[Address, ...]:
    numbers: list[Address] = []
    for one in given:
        number = read_number(one.text, country)
        if isinstance(number, NumberProblem):
            complaints.add(one.place, Wrong(number.words, _advice(number, one.place)))
        elif number not in numbers:
            numbers.append(number)
    return tuple(numbers)


def _advice(problem: NumberProblem, place: Span | str) -> str:
    if isinstance(place, Span):
        return problem.hint
    country = f"name your country in {variable_of('country')}: US"
    return advice_for(problem, several="put commas between several numbers", country=country)


def _from_environment(environment: Mapping[str, str], complaints: _Complaints) -> _Layer:
    layer: _Layer = {}
    for variable, value in sorted(environment.items()):
        rest = variable.removeprefix(_VARIABLE_PREFIX)
        # A variable set to nothing is how container tools say "not set".
        if rest == variable or _KUBERNETES.match(rest) or not value.strip():
            continue
        key = rest.lower().replace("_", "-")
        if key in KEYS:
            layer[key] = tuple(_split(key, _Given(value.strip(), variable)))
        elif _SECRET.search(rest):
            complaints.sentences.append(
                f"{variable}: no setting holds the auth token: {TOKEN_PLACES}"
            )
        else:
            near = nearest(key, KEYS, synonyms=_SYNONYMS)
            hint = f"did you mean {variable_of(near)}?" if near else f"settings are {_all_keys()}"
            complaints.sentences.append(f"{variable} is not a setting: {hint}")
    return layer


def variable_of(key: str) -> str:
    """The environment variable that a setting can be given in: `SMS_ROUTER_PUBLIC_URL`."""
    return _VARIABLE_PREFIX + key.upper().replace("-", "_")


def _all_keys() -> str:
    return ", ".join(KEYS)


def _split(key: str, given: _Given) -> Iterator[_Given]:
    """A list may be written with commas; every other value is one."""
    if key != "numbers":
        yield given
        return
    listed = _BRACKETED.fullmatch(given.text)  # as in the file, in a variable
    for part in (listed[1] if listed else given.text).split(","):
        if part.strip():
            yield _Given(part.strip(), given.place)


def _from_file(file: SourceFile, complaints: _Complaints, sources: dict[str, SourceText]) -> _Layer:
    text = decode(file)
    if not isinstance(text, SourceText):
        complaints.findings.extend(text)
        return {}
    sources[file.name] = _without_secrets(text)
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.lines):
        return {}
    tree = yamltree.read_tree(text)
    complaints.findings.extend(map(_in_words_of_settings, tree.findings))
    entries = tree.root.entries if tree.root else ()
    layer: _Layer = {}
    for entry in entries:
        if given := _entry(entry, complaints):
            layer[entry.key.text] = given
    for key in ("rules", "data"):
        if key in layer:
            written = layer[key][0]
            path = posixpath.join(posixpath.dirname(file.name), written.text)
            layer[key] = (_Given(path, written.place),)
    return layer


def _in_words_of_settings(finding: Diagnostic) -> Diagnostic:
    there, of_rule_files, _ = finding.message.partition(_OF_RULE_FILES)
    if not of_rule_files or finding.code not in _OF_SETTINGS:
        return finding
    words, hint = _OF_SETTINGS[finding.code]
    return replace(finding, message=f"{there}; {words}", hints=(hint,))


def _entry(entry: yamltree.Entry, complaints: _Complaints) -> tuple[_Given, ...]:
    key = entry.key.text
    if key not in KEYS:
        complaints.findings.append(_unknown(entry.key))
        return ()
    value = entry.value
    if isinstance(value, yamltree.Scalar) and value.text.strip():
        return tuple(_split(key, _Given(value.text.strip(), value.span)))
    if key == "numbers" and isinstance(value, yamltree.Sequence):
        scalars = [item for item in value.items if isinstance(item, yamltree.Scalar)]
        if len(scalars) == len(value.items):
            return tuple(_Given(item.text.strip(), item.span) for item in scalars)
    what = "a list of numbers" if key == "numbers" else "one value"
    complaints.add(
        entry.key.span, Wrong(f'"{key}" has no value that can be used', f"write {what} behind it")
    )
    return ()


def _unknown(key: yamltree.Scalar) -> Diagnostic:
    if _SECRET.search(key.text):
        return Diagnostic(
            "token-in-settings",
            f"{quoted(key.text)} does not belong here: no auth token in the settings file",
            key.span,
            hints=(
                TOKEN_PLACES,
                "take the line out, and change the token if others read this file",
            ),
        )
    near = nearest(key.text, KEYS, synonyms=_SYNONYMS)
    hint = f'did you mean "{near}"?' if near else f"settings are {_all_keys()}"
    return Diagnostic("unknown-key", f"unknown setting {quoted(key.text)}", key.span, hints=(hint,))


def _without_secrets(text: SourceText) -> SourceText:
    """The text as it may be shown: what stands behind a word like "token" is covered."""
    lines = tuple(_SECRET_LINE.sub(r"\1\2 …", line) for line in text.lines)
    return SourceText(text.name, "\n".join(lines))
