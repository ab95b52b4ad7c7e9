"""The files of a rules folder as bytes, and each as decoded text whose lines carry the carets."""

import re
from dataclasses import dataclass
from functools import lru_cache

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted

MAX_BYTES = 4_000_000
"""Ten thousand rules take about 2 MB; whatever is larger was put into the folder by mistake."""

_UTF8_BOM = b"\xef\xbb\xbf"
# UTF-32's marks come first: the little-endian one starts like UTF-16's.
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_SAVE_AS_UTF8 = 'save it again as plain text with the encoding "UTF-8"'


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as the folder gave it.

    `name` is the path as the user would type it (`rules/20-orders.yaml`); `content` its bytes.
    When the file could not be read, `problem` says why in plain words, `advice` what to do, and
    `content` is empty.
    """

    name: str
    content: bytes
    problem: str = ""
    advice: str = "look at its name and who may read it"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded file."""

    name: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Those of `text` without their line ends, counted from 0."""
        return _lines(self.text)


# Not kept with each text: the lines of a large folder take three times what its files do, and only
# those of files with findings are asked for, one file after the other.
@lru_cache(maxsize=16)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(_LINE_END.split(text))


def base_name(name: str) -> str:
    """A file's name without its folder."""
    return name.replace("\\", "/").rpartition("/")[2]


def decode(
    file: SourceFile, max_bytes: int = MAX_BYTES, kind: str = "a rule file"
) -> SourceText | tuple[Diagnostic, ...]:
    """Read the bytes as UTF-8 text, or say what to do about them.

    A byte order mark is harmless and taken off; line ends of Windows and old Macs are fine. `kind`
    is what a file of at most `max_bytes` is called in a finding about its size.
    """
    if file.problem:
        message = f"this file cannot be read: {file.problem}"
        return (_refusal(file, "unreadable", message, file.advice),)
    if len(file.content) > max_bytes:
        size = f"{len(file.content) / 1_000_000:.1f} MB"
        message = f"this file has {size}; {kind} has at most {max_bytes / 1_000_000:.0f} MB"
        return (_refusal(file, "too-large", message, "split it: one file for each subject"),)
    for mark, encoding in _WIDE_MARKS:
        if file.content.startswith(mark):
            return (_wrong_encoding(file, encoding),)
    if b"\x00" in file.content:
        return (_nul(file),)
    try:
        text = file.content.removeprefix(_UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        return (_not_utf8(file, error.start),)
    return SourceText(file.name, text)


def _wrong_encoding(file: SourceFile, encoding: str) -> Diagnostic:
    message = f"this file is saved as {encoding}, not as UTF-8"
    return _refusal(file, "not-utf-8", message, _SAVE_AS_UTF8)


def _nul(file: SourceFile) -> Diagnostic:
    """Text in UTF-16 without its mark has a NUL at every second place; anything else is no text."""
    head = file.content[:1000]
    for nuls, letters in ((head[0::2], head[1::2]), (head[1::2], head[0::2])):
        if nuls.count(0) > len(nuls) * 0.7 and letters.count(0) < len(letters) * 0.1:
            return _wrong_encoding(file, "UTF-16")
    message = "this is not a text file: it holds the character NUL"
    hint = "move it out of the rules folder, or write it anew in a text editor"
    return _refusal(file, "not-text", message, hint, file.content.index(b"\x00"))


def _not_utf8(file: SourceFile, offset: int) -> Diagnostic:
    """Some byte is not UTF-8: an old one-byte encoding, or no text at all."""
    if sum(byte < 9 or 13 < byte < 32 for byte in file.content[:1000]) > 3:
        hint = "move it out of the rules folder: rule files are plain text"
        return _refusal(file, "not-text", "this is not a text file", hint, offset)
    # In the old encodings that Western editors wrote, every byte is one character.
    letter = file.content[offset : offset + 1].decode("cp1252", "replace")
    message = f"the letter {quoted(letter)} is not saved as UTF-8"
    return _refusal(file, "not-utf-8", message, _SAVE_AS_UTF8, offset)


def _refusal(file: SourceFile, code: str, message: str, hint: str, offset: int = 0) -> Diagnostic:
    """A finding at the byte `offset`; what stands before it on its line is UTF-8."""
    before = file.content[:offset].removeprefix(_UTF8_BOM).decode("utf-8", "replace")
    lines = _LINE_END.split(before)
    line, column = len(lines), len(lines[-1]) + 1
    span = Span(file.name, line, column, line, column + 1)
    return Diagnostic(code, message, span, hints=(hint,))
